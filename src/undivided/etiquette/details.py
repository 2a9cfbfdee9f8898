"""Details in a chat that are worth confirming: e-mail address, phone number, order number.

Only what is well-formed is found, so that nothing has to be typed again and nothing is guessed.
Source: practice 62.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

EMAIL, PHONE, ORDER = "E-mail", "Phone", "Order number"
SEARCHED_CHARACTERS = 4_000
"""Of one message."""
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![\w@-])",
    re.ASCII,
)
_PHONE = re.compile(r"(?<![\w.,@#/+-])(?:\+|00|\(?0)\d?[\d ()./-]{5,24}\d(?![\w@])", re.ASCII)
_ORDER = re.compile(
    r"\b(?:order|booking|invoice|reference|bestell\w{0,8}|auftrag\w{0,8}|rechnung\w{0,8}"
    r"|commande|facture|pedido|factura|zam[oó]wieni\w{0,3}|faktur\w{0,2})"
    r"[ :#]{0,3}(?:number|no|nr|nummer|num[eé]ro|n°|nº|numer)?[ .:#]{0,3}(?:is |ist |est |es )?#?"
    r"((?=[A-Za-z-]{0,10}\d)[A-Za-z0-9][A-Za-z0-9-]{2,24})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Detail:
    """One labelled detail: "E-mail" and the address."""

    label: str
    value: str


def details_in(texts: Iterable[str]) -> tuple[Detail, ...]:
    """Return the last e-mail address, phone and order number of `texts`, each at most once.

    Args:
        texts: What was written, the oldest first.
    """
    found: dict[str, str] = {}
    for text in texts:
        found.update(_in_one(text[:SEARCHED_CHARACTERS]))
    return tuple(Detail(label, found[label]) for label in (EMAIL, PHONE, ORDER) if label in found)


def _in_one(text: str) -> dict[str, str]:
    found = {}
    if "@" in text and (emails := _EMAIL.findall(text)):
        found[EMAIL] = emails[-1]
    phones = [match[0] for match in _PHONE.finditer(text) if _is_phone(match)]
    if phones:
        found[PHONE] = phones[-1]
    if orders := _ORDER.findall(text):
        found[ORDER] = orders[-1]
    return found


def _is_phone(match: re.Match[str]) -> bool:
    """Return whether a row of digits has a phone's length and is not the end of a longer one."""
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip(" ./-")
    is_whole = not before[-1:].isdecimal()
    return is_whole and _FEWEST_DIGITS <= sum(map(str.isdecimal, match[0])) <= _MOST_DIGITS
