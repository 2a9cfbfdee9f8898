"""The focus mark's rules, checked by the pixels it paints."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from undivided.desk.marks import FocusMark, FocusState
from undivided.ui.look.focus_mark import mark_text, paint_focus_mark
from undivided.ui.look.mark_view import MarkView
from undivided.ui.look.theme import DARK, LIGHT, Tokens

SCALE = 4
LATE = FocusMark(FocusState.LATE, 52, 1.0)
CALM = FocusMark(FocusState.CALM, 8, 8 / 45)


def painted(mark: FocusMark, size: int = 36, tokens: Tokens = LIGHT) -> QImage:
    image = QImage(size * SCALE, size * SCALE, QImage.Format.Format_RGB32)
    image.fill(QColor(tokens.window))
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    paint_focus_mark(painter, QRectF(0, 0, size, size), mark, tokens)
    painter.end()
    return image


def at(image: QImage, x: float, y: float) -> str:
    """Return the colour at a place on the grid of 36."""
    scale = image.width() / 36
    return image.pixelColor(round(x * scale), round(y * scale)).name().upper()


def share(image: QImage, colour: str) -> float:
    """Return the share of pixels with exactly this colour."""
    wanted = QColor(colour).rgb()
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(image.pixel(x, y) == wanted for x, y in points) / len(points)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [36, 32, 20])
def test_late_is_a_filled_square(size: int, tokens: Tokens) -> None:
    image = painted(LATE, size, tokens)

    corners = [at(image, x, y) for x in (5, 31) for y in (5, 31)]
    assert corners == [tokens.late_fill] * 4


@pytest.mark.parametrize("state", [FocusState.CALM, FocusState.SOON, FocusState.QUEUED])
def test_waiting_in_time_is_round_and_open(state: FocusState) -> None:
    image = painted(FocusMark(state, 8, 0.5))

    assert [at(image, x, y) for x in (4, 32) for y in (4, 32)] == [LIGHT.window] * 4
    assert at(image, 9, 18) == LIGHT.window


def test_soon_is_thicker_than_calm() -> None:
    calm = share(painted(replace(CALM, fraction=0.7)), LIGHT.ok_mark)
    soon = share(painted(FocusMark(FocusState.SOON, 31, 0.7)), LIGHT.soon_mark)

    assert soon > 1.3 * calm


def test_the_ring_fills_clockwise_from_the_top() -> None:
    image = painted(FocusMark(FocusState.CALM, 22, 0.5))

    assert at(image, 18 + 15.5, 18) == LIGHT.ok_mark
    assert at(image, 18 - 15.5, 18) == LIGHT.track


def test_nothing_owed_is_a_grey_disc() -> None:
    assert at(painted(FocusMark(FocusState.NOTHING_OWED, initial="E")), 18, 5) == LIGHT.sunken


def test_a_small_mark_carries_no_number() -> None:
    image = painted(LATE, 20)

    assert share(image, LIGHT.on_accent) == 0
    assert share(painted(LATE, 36), LIGHT.on_accent) > 0.01


def test_a_hold_has_a_badge_at_36_and_bars_below() -> None:
    held = FocusMark(FocusState.HELD, 84, 0.7)

    assert at(painted(held, 36), 30, 25.5) == LIGHT.hold_text
    assert at(painted(held, 32), 14, 18) == LIGHT.hold_text
    assert at(painted(held, 32), 30, 30) == LIGHT.window


def test_an_overdue_hold_is_late_and_paused() -> None:
    image = painted(FocusMark(FocusState.HOLD_OVER, 12))

    assert at(image, 5, 5) == LIGHT.late_fill
    assert at(image, 30, 25.5) == LIGHT.hold_text


def test_offline_is_dashed_and_shows_no_colour() -> None:
    image = painted(replace(LATE, is_offline=True))

    assert share(image, LIGHT.late_fill) == 0
    ring = [at(image, 18 + 15.5, 18 + step / 4) for step in range(-24, 24)]
    assert LIGHT.strong in ring
    assert LIGHT.window in ring


def test_a_promise_runs_on_while_offline() -> None:
    held = FocusMark(FocusState.HELD, 84, 0.7, is_offline=True)

    assert at(painted(held), 30, 25.5) == LIGHT.hold_text


@pytest.mark.parametrize("state", list(FocusState))
@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_state_looks_different(state: FocusState, tokens: Tokens) -> None:
    mine = painted(FocusMark(state, 33, 0.5, "E"), tokens=tokens)
    others = [
        painted(FocusMark(other, 33, 0.5, "E"), tokens=tokens)
        for other in FocusState
        if other is not state
    ]

    assert all(mine != other for other in others)


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        (LATE, "52"),
        (replace(LATE, seconds=94), "1:34"),
        (replace(LATE, seconds=740), "12m"),
        (FocusMark(FocusState.HELD, 84), "1:24"),
        (FocusMark(FocusState.HOLD_OVER, 12), "+0:12"),
        (FocusMark(FocusState.QUEUED, 9), "9"),
        (FocusMark(FocusState.TYPING, 9), ""),
        (FocusMark(FocusState.NOTHING_OWED), ""),
    ],
)
def test_the_number_is_short(mark: FocusMark, text: str) -> None:
    assert mark_text(mark) == text


def test_a_mark_in_a_head_says_what_it_shows(qtbot: object) -> None:
    view = MarkView(LIGHT)

    view.set_mark(LATE)

    assert view.accessibleName() == "waiting 52 seconds, late"
    assert at(view.grab().toImage(), 5, 5) == LIGHT.late_fill
