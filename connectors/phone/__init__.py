"""Phones that we listen to."""
