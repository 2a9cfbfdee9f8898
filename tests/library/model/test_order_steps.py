"""The steps of an order: told by lines, found by a page, and which responses are for them."""

import pytest

from undivided.library.model.order_steps import (
    MOST_STEPS,
    NAME_CHARACTERS,
    OrderStep,
    is_for_step,
    line_of,
    order_step,
    step_at,
    steps_from,
    usual_steps,
)
from undivided.storage.coach_words import known_languages, load_coach_words

CART = OrderStep("Cart", ("*/cart", "*/basket"))
PAYMENT = OrderStep("Payment", ("*/checkout/payment*",))
LINES = {
    language: load_coach_words(language).phrases.sentences["order_steps"]
    for language in known_languages()
}
USUAL = usual_steps(LINES["en"], LINES.values())


def test_a_line_tells_a_step_and_a_step_its_line() -> None:
    lines = ("Cart: */cart */basket", "Payment: */checkout/payment*")

    assert steps_from(lines) == (CART, PAYMENT)
    assert tuple(map(line_of, steps_from(lines))) == lines


@pytest.mark.parametrize("line", ["", "Cart", "Cart:", ": */cart", "   :  "])
def test_a_line_without_a_name_or_a_pattern_tells_nothing(line: str) -> None:
    assert steps_from((line,)) == ()


def test_what_is_typed_is_one_line_of_a_sensible_length() -> None:
    made = order_step(" Step 1:\n the  cart ", "*/cart, */cart */basket")
    long = order_step("x" * 500, "*/cart")

    assert made == OrderStep("Step 1 the cart", ("*/cart", "*/basket"))
    assert steps_from((line_of(made),)) == (made,)
    assert long is not None
    assert len(long.name) == NAME_CHARACTERS
    assert len(steps_from(["Cart: */cart"] * 50)) == MOST_STEPS


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("https://shop.example/cart", 0),
        ("https://shop.example/cart?from=mail#top", 0),
        ("https://shop.example/en/basket/", 0),
        ("https://shop.example/checkout.html", 1),
        ("https://shop.example/checkouts/cn/a1/information", 1),
        ("https://shop.example/checkouts/cn/a1/payment", 2),
        ("https://shop.example/checkout/#payment", 2),
        ("https://laden.example/Warenkorb", 0),
        ("https://laden.example/kasse/zahlung?x=1", 2),
        ("https://boutique.example/commande/livraison", 1),
        ("https://tienda.example/pedido/confirmacion", 3),
        ("https://sklep.example/p%C5%82atno%C5%9B%C4%87", 2),
        ("https://shop.example/checkout/order-received/1204/?key=a", 3),
        ("https://shop.example/index.php?route=checkout/cart", 0),
        ("https://shop.example/#/cart", 0),
        ("https://shop.example/lamps/cartoon", None),
        ("https://shop.example/pricing", None),
        ("https://shop.example/?back=/cart", None),
        ("https://shop.example", None),
        ("", None),
    ],
)
def test_the_usual_steps_know_the_pages_of_every_language(page: str, place: int | None) -> None:
    assert step_at(USUAL, page) == place


def test_the_usual_steps_are_named_in_the_language_that_is_wanted() -> None:
    german = usual_steps(LINES["de"], LINES.values())

    assert [step.name for step in USUAL] == ["Cart", "Address", "Payment", "Done"]
    assert [step.name for step in german] == ["Warenkorb", "Adresse", "Zahlung", "Fertig"]
    assert [set(step.pages) for step in german] == [set(step.pages) for step in USUAL]
    assert {len(steps_from(lines)) for lines in LINES.values()} == {4}
    assert usual_steps((), LINES.values()) == ()


def test_of_two_steps_that_fit_it_is_the_last() -> None:
    steps = steps_from(("Checkout: */checkout*", "Payment: */checkout/payment"))

    assert step_at(steps, "https://shop.example/checkout/address") == 0
    assert step_at(steps, "https://shop.example/checkout/payment") == 1


@pytest.mark.parametrize(
    ("pages", "is_for"),
    [
        (("*/cart",), True),
        (("https://shop.example/cart",), True),
        (("*/help*", "*/basket*"), True),
        (("*/checkout*",), False),
        (("*/lamps*",), False),
        ((), False),
    ],
)
def test_a_response_is_for_a_step_when_its_pages_may_be_the_steps(
    pages: tuple[str, ...], is_for: bool
) -> None:
    assert is_for_step(pages, CART) is is_for
    assert is_for_step(("*/checkout*",), PAYMENT)
