"""What softphones and scripts tell through the loopback listener."""
