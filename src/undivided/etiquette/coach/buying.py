"""Which of a shop's pages a visitor looks at: one where an order is made, or one of prices.

An address is in the language of the shop and not of the chat, so every language is asked. Only
the path, the fragment and the parameter `route` say which page it is: a host, a campaign or the
page to go back to may have any name.

Source: practices 51 and 54.
"""

import re
from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache
from urllib.parse import unquote

from undivided.etiquette.coach.phrases import LONGEST_TEXT, Phrases, words_of

KINDS = frozenset({"checkout_pages", "pricing_pages"})
"""What a language's file has to say for this."""

_REMEMBERED = 1_000
_ROUTE = re.compile(r"(?:^|&)route=([^&]*)")
_SEGMENT_ENDS = re.compile(r"(?:\.\w{1,5})?(?:/|$)")
"""Behind the last word of a segment there is nothing but a file's ending."""


class ShopPage(Enum):
    """What a visitor does on a page of a shop.

    What weighs more comes first, for an address that names both.

    Attributes:
        ORDER: Is about to order: a cart, a checkout, a payment. A sign of buying.
        PRICES: Looks at prices or plans. No sign of buying: whoever compares has not decided.
    """

    ORDER = auto()
    PRICES = auto()


def shop_page(address: str, phrases: Phrases) -> ShopPage | None:
    """Return which page of a shop an address names in one language's words, or None.

    Words of an order may stand among others, as in "my-cart"; words for prices have to be a whole
    segment of the path, because a price is named in many an address that is no list of prices.
    """
    path = _path(address[:LONGEST_TEXT])
    hits = [hit for hit in phrases.find(words_of(path)) if hit.kind in KINDS]
    if any(hit.kind == "checkout_pages" for hit in hits):
        return ShopPage.ORDER
    is_whole = any(
        path[hit.start - 1] == "/" and _SEGMENT_ENDS.match(path, hit.end) for hit in hits
    )
    return ShopPage.PRICES if is_whole else None


class ShopPages:
    """Knows the pages of shops in all languages that there are words for; none until learned."""

    def __init__(self) -> None:
        self._languages: tuple[Phrases, ...] = ()
        # Lists of chats are told anew with each change in them, and most pages are those of before.
        self._known = lru_cache(_REMEMBERED)(self._look)

    def learn(self, languages: Iterable[Phrases]) -> None:
        """Know these languages from now on."""
        self._languages = tuple(languages)
        self._known.cache_clear()

    def at(self, address: str) -> ShopPage | None:
        """Return which page of a shop an address names, or None for any other."""
        return self._known(address)

    def is_order(self, address: str) -> bool:
        """Return whether an address is that of a cart, a checkout or a payment."""
        return self._known(address) is ShopPage.ORDER

    def _look(self, address: str) -> ShopPage | None:
        found = {shop_page(address, phrases) for phrases in self._languages}
        return next((page for page in ShopPage if page in found), None)


def _path(address: str) -> str:
    """Return what names the page: segments, each behind a slash, signs decoded."""
    place, _, fragment = address.partition("#")
    place, _, query = place.partition("?")
    _, _, path = (place.partition("://")[2] or place).partition("/")
    route = _ROUTE.search(query)
    parts = (path, fragment.lstrip("!/"), route[1] if route else "")
    return "".join(f"/{unquote(part)}" for part in parts)
