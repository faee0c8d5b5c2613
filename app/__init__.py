"""What the companion does."""
