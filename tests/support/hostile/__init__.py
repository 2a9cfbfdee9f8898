"""A visitor and a server that mean harm, and what has to stay true of the window before them."""
