"""Asterisk, FreePBX and their kin, seen through the manager interface (AMI)."""
