"""The steps of a site's order by the addresses of their pages, and at which one a page is.

A step is written as a line: its name, a colon and the patterns of its pages, as responses have
them ("Cart: */cart */basket"). Addresses are a visitor's own word: they are only compared.

Source: practice 52.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

from msgspec import Struct

from undivided.library.model.activity import MAX_URL, fits_page

MOST_STEPS = 8
NAME_CHARACTERS = 40
PATTERNS_CHARACTERS = 400
_ANY = "*"
_SOME_SHOP = "https://shop"
"""What a star at a pattern's beginning stands for in a page made up from it."""
_ENDING = re.compile(r"\.\w{1,5}$")


class OrderStep(Struct, frozen=True):
    """One step of an order.

    Attributes:
        name: What operators call it.
        pages: Patterns of its pages, see `fits_page`; at least one.
    """

    name: str
    pages: tuple[str, ...]


def steps_from(lines: Iterable[str]) -> tuple[OrderStep, ...]:
    """Return the steps that lines tell; a line without a name or without a pattern tells none."""
    parts = (line.partition(":") for line in lines)
    found = (order_step(name, pages) for name, _, pages in parts)
    return tuple(step for step in found if step is not None)[:MOST_STEPS]


def order_step(name: str, pages: str) -> OrderStep | None:
    """Return the step of a name and its patterns, as somebody typed them, or None."""
    # A colon ends the name in a line.
    shown = " ".join(name.replace(":", " ").split())[:NAME_CHARACTERS].rstrip()
    patterns = tuple(dict.fromkeys(pages[:PATTERNS_CHARACTERS].replace(",", " ").split()))
    return OrderStep(shown, patterns) if shown and patterns else None


def line_of(step: OrderStep) -> str:
    """Return a step as a line that `steps_from` reads."""
    return f"{step.name}: {' '.join(step.pages)}"


def usual_steps(own: Sequence[str], others: Iterable[Sequence[str]]) -> tuple[OrderStep, ...]:
    """Return the usual steps, with the pages of every language: a shop's is not always the chat's.

    Args:
        own: The lines in the language in which the steps are named.
        others: The lines in all languages; the first line of each is the first step.
    """
    named, known = steps_from(own), [steps_from(lines) for lines in others]
    return tuple(
        OrderStep(step.name, _pages_of([step, *(each[place] for each in known if each[place:])]))
        for place, step in enumerate(named)
    )


def step_at(steps: Sequence[OrderStep], address: str) -> int | None:
    """Return at which step a page is, 0 for the first, or None for any other page.

    A pattern without a "?" is about the page alone: a query may name another one to go back to.
    Where more than one fits, it is the last: "*/checkout/*" is often written for the pages before
    the payment and means that one, too.
    """
    if not address:
        return None
    page, _, fragment = address[:MAX_URL].partition("#")
    plain = _ENDING.sub("", unquote(page.partition("?")[0]).rstrip("/"))
    pages = (plain, f"{plain}/#{fragment}") if fragment else (plain,)
    fitting = (
        place
        for place in range(len(steps) - 1, -1, -1)
        if _fits(steps[place].pages, address, pages)
    )
    return next(fitting, None)


def _fits(patterns: Sequence[str], address: str, pages: Iterable[str]) -> bool:
    if fits_page([pattern for pattern in patterns if "?" in pattern], address):
        return True
    alone = [pattern for pattern in patterns if "?" not in pattern]
    return any(fits_page(alone, page) for page in pages)


def is_for_step(pages: Sequence[str], step: OrderStep) -> bool:
    """Return whether a response with these patterns of pages is for a page of a step.

    Both are patterns, so a page is made up from each: one has to fit the page of the other.
    """
    return any(fits_page(pages, _page_of(pattern)) for pattern in step.pages) or any(
        fits_page(step.pages, _page_of(pattern)) for pattern in pages
    )


def _pages_of(steps: Iterable[OrderStep]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page for step in steps for page in step.pages))


def _page_of(pattern: str) -> str:
    page = f"{_SOME_SHOP}{pattern[1:]}" if pattern.startswith(_ANY) else pattern
    return page.replace(_ANY, "")
