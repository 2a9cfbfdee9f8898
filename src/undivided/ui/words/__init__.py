"""What the interface says, by subject, apart from the widgets that show it."""
