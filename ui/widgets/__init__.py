"""Parts of windows that know nothing of the app."""
