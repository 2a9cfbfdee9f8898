"""Small controls that several places use: buttons, fields, choices, chips."""
