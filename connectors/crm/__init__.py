"""CRM connectors, one folder each."""
