"""What operators and visitors may ask for, one function an action."""
