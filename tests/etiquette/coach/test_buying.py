"""The addresses at which visitors buy, in the words of each language. Source: practices 51, 54."""

import pytest

from undivided.etiquette.coach.buying import ShopPage, ShopPages, shop_page
from undivided.etiquette.coach.chat_view import ChatView, Draft
from undivided.etiquette.coach.coach import Coach
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.storage.coach_words import load_coach_words, load_shop_pages

ORDER, PRICES = ShopPage.ORDER, ShopPage.PRICES


@pytest.mark.parametrize(
    ("language", "page", "kind"),
    [
        ("en", "https://shop.example/checkout?step=2", ORDER),
        ("en", "https://shop.example/my-cart", ORDER),
        ("en", "https://shop.example/check-out", ORDER),
        ("en", "https://shop.example/#/cart", ORDER),
        ("en", "https://shop.example/index.php?lang=en&route=checkout/cart", ORDER),
        ("de", "https://laden.example/warenkorb", ORDER),
        ("fr", "https://boutique.example/panier", ORDER),
        ("es", "https://tienda.example/carrito/pago", ORDER),
        ("pl", "https://sklep.example/koszyk", ORDER),
        ("pl", "https://sklep.example/p%C5%82atno%C5%9B%C4%87", ORDER),
        ("en", "https://shop.example/pricing", PRICES),
        ("en", "https://shop.example/en/plans-and-pricing.html?ref=mail", PRICES),
        ("de", "https://laden.example/preise/", PRICES),
        ("de", "https://laden.example/Tarife#xl", PRICES),
        ("fr", "https://boutique.example/nos-tarifs", PRICES),
        ("es", "https://tienda.example/planes-y-precios/empresas", PRICES),
        ("pl", "https://sklep.example/cennik", PRICES),
        ("en", "https://shop.example/pricing/checkout", ORDER),
    ],
)
def test_pages_of_orders_and_of_prices_are_known(language: str, page: str, kind: ShopPage) -> None:
    pages = ShopPages()
    assert pages.at(page) is None
    pages.learn(load_shop_pages())

    assert shop_page(page, load_coach_words(language).phrases) is kind
    assert pages.at(page) is kind
    assert pages.is_order(page) is (kind is ORDER)
    assert shop_page(page, NO_PHRASES) is None


@pytest.mark.parametrize(
    "page",
    [
        "",
        "https://shop.example",
        "https://shop.example/lamps/cartoon",
        "https://shop.example/lamps/repriced",
        "https://shop.example/blog/the-price-of-coffee",
        "https://shop.example/lamps?utm_campaign=order&back=/cart",
        "https://checkout.example/lamps",
        "https://pricing.example",
        "https://shop.example/account/orders",
        "pricing",
        "http://[::1/lamps",
        "https://shop.example/%ff%00%2",
    ],
)
def test_other_pages_are_none_whatever_their_host_or_campaign_is_called(page: str) -> None:
    pages = ShopPages()
    pages.learn(load_shop_pages())

    assert pages.at(page) is None


def test_an_add_on_waits_for_words_page_or_the_operators_mark() -> None:
    coach = Coach(load_coach_words("en").phrases)
    draft = Draft("You may also like the green one.")

    def is_early(view: ChatView) -> bool:
        return "early-offer" in {advice.rule for advice in coach.advice(view, draft)}

    assert is_early(ChatView())
    assert not is_early(ChatView(is_on_order_page=True))
    assert not is_early(ChatView(is_called_buying=True))
