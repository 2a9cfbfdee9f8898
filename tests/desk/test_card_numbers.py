"""Card numbers that another server let through end at the desk (promise G19)."""

from dataclasses import fields, is_dataclass

from msgspec import Struct

from tests.desk.scenes import ANN, C1, ELENA, Scene, at, chat, live, said, thread, visitor
from undivided.desk import facts
from undivided.protocol import pushes
from undivided.protocol.users import Page, Visit

CARD = "4012 8888 8888 1881"
FOUR = "\u2022" * 4
HIDDEN = f"{FOUR} {FOUR} {FOUR} 1881"


def holds_card(shown: object) -> bool:
    """Return whether any text in what the window is told has the number."""
    if isinstance(shown, str):
        return CARD in shown
    if isinstance(shown, dict):
        return any(map(holds_card, (*shown, *shown.values())))
    if isinstance(shown, tuple | list | frozenset):
        return any(map(holds_card, shown))
    if isinstance(shown, Struct):
        return any(holds_card(getattr(shown, name)) for name in shown.__struct_fields__)
    if is_dataclass(shown):
        return any(holds_card(getattr(shown, each.name)) for each in fields(shown))
    return False


def came(*texts: str) -> Scene:
    scene = live()
    scene.come(chat(*(said(number, number, text) for number, text in enumerate(texts, 1))), 5)
    return scene


def test_message_of_a_snapshot_is_masked() -> None:
    scene = live()

    changes = scene.do(facts.ChatSnapshot(chat(said(1, 1, f"my card: {CARD}"))))

    assert [f"my card: {HIDDEN}"] == scene.texts()
    assert not holds_card(changes)


def test_message_that_is_pushed_is_masked_in_transcript_row_and_alert() -> None:
    scene = came("Hello")

    changes = scene.hear(said(2, 6, CARD), 6)

    assert ["Hello", HIDDEN] == scene.texts()
    assert not holds_card(changes)


def test_second_half_of_a_number_is_masked_wherever_it_comes_from() -> None:
    pushed, fetched = came("4012 8888"), came("4012 8888", "8888 1881")
    pushed.hear(said(2, 6, "8888 1881"), 6)

    assert [f"{FOUR} {FOUR}"] * 2 == pushed.texts()
    assert pushed.texts() == fetched.texts()


def test_changed_message_is_masked_as_the_second_half_too() -> None:
    scene = came("4012 8888", "wait")
    payload = pushes.IncomingEvent(chat_id=C1, thread_id=thread().id, event=said(2, 2, "8888 1881"))

    scene.push("event_updated", payload, 6)

    assert [f"{FOUR} {FOUR}"] * 2 == scene.texts()


def test_halves_of_two_authors_are_two_numbers() -> None:
    scene = came("4012 8888")

    scene.hear(said(2, 6, "8888 1881", by=ANN), 6)

    assert ["4012 8888", "8888 1881"] == scene.texts()


def test_what_is_known_of_the_visitor_is_masked() -> None:
    scene = live()
    elena = visitor(
        CARD,
        email=CARD,
        session_fields=({"card": CARD},),
        visit=Visit(last_pages=(Page(url=f"https://shop.test/?{CARD}", title=CARD),)),
    )

    changes = scene.do(facts.ChatSnapshot(chat(said(1, 1), users=(elena,))))

    assert not holds_card(changes)


def test_page_that_is_pushed_is_masked() -> None:
    scene = came("Hello")
    page = pushes.CustomerPageUpdated(
        customer_id=ELENA,
        visit_id=1,
        opened_at=at(7),
        url=f"https://shop.test/{CARD}",
        title=CARD,
    )

    assert not holds_card(scene.push("customer_page_updated", page, 7))
