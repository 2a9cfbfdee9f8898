"""Controls that bring the library, its views and the composer together."""
