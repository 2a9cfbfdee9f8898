"""Finding and masking card numbers (promise G19)."""
