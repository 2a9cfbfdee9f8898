"""The tour: the program shows itself and leaves pictures."""
