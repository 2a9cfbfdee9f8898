"""`python -m undivided`: the same as the command `undivided`."""

from undivided.app.entry import desktop

desktop()
