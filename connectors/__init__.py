"""How Switchhook speaks to phones and CRMs."""
