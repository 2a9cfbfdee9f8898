"""Widgets, delegates, tray and wording; knows values and models, never the network."""
