"""Questions and overviews that lie over the window."""
