"""The embedded CRM: a file on this computer, used through the same contract."""
