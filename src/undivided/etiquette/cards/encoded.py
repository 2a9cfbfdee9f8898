"""Card numbers in texts whose signs may be percent-encoded, such as addresses and file names.

Source: promise G19.
"""

import re

from undivided.etiquette.cards.numbers import masked

_ENCODED = re.compile(r"(?<=[0-9])(?:(?:%[0-9A-Fa-f]{2}){1,2}|\+)(?=[0-9])")
"""What an address has in the place of a space or a dash between two digits."""


def masked_encoded(text: str) -> str:
    """Return `masked(text)`, also where a number's groups are joined by %20 or +.

    As long as before; masked again, it stays as it is.
    """
    own = masked(text)
    if "%" not in own and "+" not in own:
        return own
    spaced = _ENCODED.sub(lambda found: " " * len(found[0]), own)
    hidden = masked(spaced)
    if hidden == spaced:
        return own
    signs = zip(own, spaced, hidden, strict=True)
    return "".join(sign if before == after else after for sign, before, after in signs)
