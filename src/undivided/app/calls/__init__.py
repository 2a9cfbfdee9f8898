"""Calls at work: wishes to be called from the reminder to the outcome, and details confirmed."""
