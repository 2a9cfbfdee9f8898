"""Durations, second lines and spoken rows, word for word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.rows import CALM, IDLE, LATE, NOON, SOON, chat, queued, said
from undivided.desk.marks import FocusMark, FocusState, Hold, HoldState
from undivided.desk.values import Author, Delivery, FileInfo
from undivided.etiquette.coach.buying import ShopPage
from undivided.qtmodels.durations import clock_text, minutes_text, seconds_text, spoken_time
from undivided.qtmodels.row_text import meta_icon, second_line
from undivided.qtmodels.spoken import spoken_message, spoken_queue_row, spoken_row

HELD = FocusMark(FocusState.HELD, 84, 0.7)
AGREED = Hold(HoldState.AGREED, timedelta(minutes=2), NOON, NOON + timedelta(minutes=2))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(-3, "0"), (0, "0"), (59, "59"), (60, "1:00"), (94, "1:34"), (599, "9:59"), (720, "12m")],
)
def test_a_wait_is_seconds_then_a_clock_then_minutes(seconds: int, told: str) -> None:
    assert seconds_text(seconds) == told


def test_promises_are_told_as_minutes_or_seconds() -> None:
    assert [minutes_text(n) for n in (60, 120, 90)] == ["1 minute", "2 minutes", "90 seconds"]
    assert clock_text(12) == "0:12"
    assert [spoken_time(n) for n in (1, 38, 60, 84)] == [
        "1 second",
        "38 seconds",
        "1 minute",
        "1 minute 24",
    ]


@pytest.mark.parametrize(
    ("mark", "compact", "line"),
    [
        (HELD, False, "On hold · agreed to 2 minutes"),
        (HELD, True, "On hold · 1:24 left of 2 min"),
        (replace(HELD, is_offline=True), False, "On hold · promise ends in 1:24"),
        (FocusMark(FocusState.HOLD_OVER, 12), False, "Hold is over by 0:12"),
    ],
    ids=["comfortable", "compact", "offline", "over"],
)
def test_a_held_row_tells_the_promise(mark: FocusMark, compact: bool, line: str) -> None:
    assert second_line(chat("Priya", mark, hold=AGREED), mark, is_compact=compact) == line


def test_a_hold_that_was_refused_leaves_the_last_line() -> None:
    row = chat("Priya", CALM, hold=replace(AGREED, state=HoldState.HURRY), preview="Quick please")

    assert second_line(row, CALM, is_compact=False) == "Quick please"


def test_a_hold_that_was_asked_for_says_so() -> None:
    row = chat("Priya", CALM, hold=replace(AGREED, state=HoldState.ASKED))

    assert second_line(row, CALM, is_compact=False) == "Asked to hold for 2 minutes"


def test_typing_goes_before_the_last_line() -> None:
    mark = FocusMark(FocusState.TYPING)

    assert second_line(chat("Tom", mark, preview="x"), mark, is_compact=False) == "is typing…"


@pytest.mark.parametrize(
    ("meta", "icon", "ordering", "comparing"),
    [
        ("", "", "", ""),
        ("Draft", "pencil", "pencil", "pencil"),
        ("2 to send", "", "", ""),
        ("Said goodbye", "", "", ""),
        ("Closed", "", "", ""),
        ("Not sent", "", "", ""),
        ("Annoyed", "", "shopping-cart", "tag"),
        ("Checkout", "file", "shopping-cart", "tag"),
        ("Care and repair", "file", "shopping-cart", "tag"),
    ],
)
def test_the_word_at_the_right_has_its_icon_an_order_a_cart_and_prices_a_tag(
    meta: str, icon: str, ordering: str, comparing: str
) -> None:
    row = chat("Elena", meta=meta)

    assert meta_icon(row) == icon
    assert meta_icon(replace(row, shop_page=ShopPage.ORDER)) == ordering
    assert meta_icon(replace(row, shop_page=ShopPage.PRICES)) == comparing


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            chat("Elena", SOON, meta="Checkout", unread=2, preview="By Friday?"),
            "Elena, waiting 38 seconds, soon, on Checkout, 2 unread: By Friday? 1 of 6",
        ),
        (chat("Marcus", LATE), "Marcus, waiting 52 seconds, late. 1 of 6"),
        (
            chat("Priya", HELD, hold=AGREED),
            "Priya, on hold, 1 minute 24 left: On hold · agreed to 2 minutes. 1 of 6",
        ),
        (chat("Tom", IDLE, meta="Draft"), "Tom, draft kept. 1 of 6"),
        (chat("Tom", IDLE, meta="Closed"), "Tom, closed. 1 of 6"),
        (
            chat("Tom", IDLE, meta="Pay here", shop_page=ShopPage.ORDER),
            "Tom, on Pay here, is about to order. 1 of 6",
        ),
        (
            chat("Tom", IDLE, meta="Plans", shop_page=ShopPage.PRICES),
            "Tom, on Plans, looks at prices. 1 of 6",
        ),
        (
            chat("Tom", IDLE, meta="Annoyed", shop_page=ShopPage.ORDER),
            "Tom, seems annoyed, is about to order. 1 of 6",
        ),
        (chat("Sam", IDLE, meta="2 to send", is_new=True), "Sam, new chat, 2 to send. 1 of 6"),
        (
            chat("Ann", replace(CALM, is_offline=True)),
            "Ann, waiting 8 seconds, as last known, offline. 1 of 6",
        ),
    ],
    ids=["soon", "late", "held", "draft", "closed", "order", "prices", "sign", "unsent", "offline"],
)
def test_a_row_is_spoken_in_full(row: object, told: str) -> None:
    assert spoken_row(row, row.mark, 1, 6) == told  # type: ignore[attr-defined, arg-type] # a row


def test_a_queue_row_is_spoken_with_its_place() -> None:
    told = spoken_queue_row(queued("Hanna", 1), 2)

    assert told == "Hanna, in the queue for 9 seconds: Returns page. 1 of 2"


def test_a_message_is_spoken_with_its_state() -> None:
    message = said("a", "Yes\nit is", Author.ME, delivery=Delivery.WAITING, place=(1, 3))

    told = spoken_message(message, "Elena")

    assert told.startswith("You, ")
    assert told.endswith(", waiting to be sent, 1 of 3: Yes it is")


def test_whispers_and_files_are_spoken() -> None:
    whisper = said("a", "Ask her", Author.COLLEAGUE, author_name="Tess", is_whisper=True)
    photo = said("b", "", file=FileInfo("crack.jpg", "https://x/"))

    assert "Tess" in spoken_message(whisper, "Elena")
    assert "the visitor does not see it" in spoken_message(whisper, "Elena")
    assert spoken_message(photo, "Elena").endswith("File crack.jpg")


def test_a_spoken_message_is_not_read_for_minutes() -> None:
    assert len(spoken_message(said("a", "word " * 1000), "Elena")) < 350
