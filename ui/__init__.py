"""What the rep sees."""
