"""Offers of something more wait until the visitor is buying. Source: practice 54."""

from collections.abc import Iterable

from undivided.library.finding.search import Match


def without_offers(matches: Iterable[Match], *, is_buying: bool) -> list[Match]:
    """Return what is suggested, or stands in a list that nobody has searched or filtered.

    Who searches for an offer finds it at any time.
    """
    return [each for each in matches if is_buying or not each.response.is_offer]
