"""Undivided: a desktop console for live chat, its server and its visitor widget."""

__version__ = "0.1.0"
