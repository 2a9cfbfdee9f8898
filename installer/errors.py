"""The one error of the set-up: a sentence that says what to do."""


class SetupError(Exception):
    """The set-up cannot go on; the text says what is wrong and what to do about it."""
