"""From a response to a text: slots, values, days, wordings and nested responses."""
