"""A phone without a phone: it plays scripts, for the tour and for tests."""
