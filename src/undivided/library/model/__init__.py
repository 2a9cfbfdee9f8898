"""What a canned response is: its fields, its parts, and the one form they are kept in."""
