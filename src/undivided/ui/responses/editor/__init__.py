"""The editor of a canned response: its labels, wordings, blanks, files, times and versions."""
