"""How far the tinted box of a blank reaches beyond its words, without covering its neighbours."""

PAD = 2
"""Logical pixels on either side."""


def pad_beside(neighbour: str) -> int:
    """Return how far a box reaches towards the letter beside it.

    A comma or a bracket is as narrow as the pad and would vanish behind the filled box of the
    current blank.

    Args:
        neighbour: The letter there; "" at the end of the text.
    """
    return PAD if not neighbour or neighbour.isspace() else 0
