"""Entry points and wiring; imports everything, and nothing imports it."""
