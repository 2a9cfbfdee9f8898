"""The addresses at which visitors buy, in the words of each language. Source: practice 54."""

import pytest

from undivided.etiquette.coach.buying import is_order_page
from undivided.etiquette.coach.chat_view import ChatView, Draft
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.storage.coach_words import load_coach_words


@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("en", "https://shop.example/checkout?step=2"),
        ("en", "https://shop.example/my-cart"),
        ("en", "https://shop.example/check-out"),
        ("de", "https://laden.example/warenkorb"),
        ("fr", "https://boutique.example/panier"),
        ("es", "https://tienda.example/carrito/pago"),
        ("pl", "https://sklep.example/koszyk"),
    ],
)
def test_order_pages_are_known_and_others_are_none(language: str, page: str) -> None:
    phrases = load_coach_words(language).phrases

    assert is_order_page(page, phrases)
    assert not is_order_page("https://shop.example/lamps/cartoon", phrases)
    assert not is_order_page(page, NO_PHRASES)


def test_an_add_on_waits_for_words_page_or_the_operators_mark() -> None:
    coach = Coach(load_coach_words("en").phrases)
    draft = Draft("You may also like the green one.")

    def is_early(view: ChatView) -> bool:
        return "early-offer" in {advice.rule for advice in coach.advice(view, draft)}

    assert is_early(ChatView(page="https://shop.example/lamps"))
    assert not is_early(ChatView(page="https://shop.example/cart"))
    assert not is_early(ChatView(is_called_buying=True))
