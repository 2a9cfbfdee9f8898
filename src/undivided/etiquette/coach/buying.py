"""Where a visitor is about to buy; before that nothing more is offered. Source: practice 54."""

from undivided.etiquette.coach.phrases import Phrases, words_of


def is_order_page(address: str, phrases: Phrases) -> bool:
    """Return whether an address is that of a cart, a checkout or a payment."""
    pages = phrases.words_of_kind("checkout_pages")
    return any(word.text in pages for word in words_of(address))
