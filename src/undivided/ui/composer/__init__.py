"""Where the operator writes: the text field, its blanks and the line below it."""
