"""Where a visitor is about to buy: marked in the lists, and before it nothing more is offered.

Source: practices 51 and 54.
"""

from undivided.etiquette.coach.phrases import Phrases, words_of


def is_order_page(address: str, phrases: Phrases) -> bool:
    """Return whether an address is that of a cart, a checkout or a payment."""
    return any(hit.kind == "checkout_pages" for hit in phrases.find(words_of(address)))
