"""The texts of cards: laid out once and only as far as they are seen, and never out of date."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QImage, QTextLayout
from pytestqt.qtbot import QtBot

from undivided.library.filling.slots import Filled, fill
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.look.theme import DARK, LIGHT, Tokens
from undivided.ui.responses import card_texts, response_text
from undivided.ui.responses.card_texts import CardTexts
from undivided.ui.responses.response_list import ResponseList
from undivided.ui.responses.response_text import Look, ResponseText

LONG = "Thank you, {{visitor.first_name}}! It leaves on {{day}} and is with you soon. " * 12
RESPONSES = (
    Response(id="1", title="Delivery times", shortcuts=("deliv",), body=LONG),
    Response(id="2", title="Gift", body="Wrapped, {{visitor.first_name}}.", starred=True),
    Response(
        id="3", title="Grüße 😀", body="😀 Grüße aus {{Ort}}, auch an {{visitor.first_name}}."
    ),
)


class Bench:
    """A list of three cards, whose visitor has a name that can change."""

    def __init__(self, qtbot: QtBot, tokens: Tokens = LIGHT, name: str = "Elena") -> None:
        self.name = name
        self.model = CannedModel(lambda one: fill(one.body, {"visitor.first_name": self.name}))
        self.list = ResponseList(self.model, tokens)
        qtbot.addWidget(self.list)
        self.model.show([Match(one) for one in RESPONSES])
        self.list.resize(340, 400)
        self.list.show()

    def picture(self) -> QImage:
        return self.list.grab().toImage()


@pytest.fixture
def laid_out(monkeypatch: pytest.MonkeyPatch) -> list[QTextLayout]:
    """Return a list that every layout of a response's text is put into."""
    made: list[QTextLayout] = []

    class Noted(QTextLayout):
        def __init__(self, text: str, font: QFont) -> None:
            super().__init__(text, font)
            made.append(self)

    monkeypatch.setattr(response_text, "QTextLayout", Noted)
    return made


def test_cards_that_look_the_same_are_not_laid_out_again(
    qtbot: QtBot, laid_out: list[QTextLayout]
) -> None:
    bench = Bench(qtbot)
    bench.picture()
    known = len(laid_out)

    bench.model.show([Match(one) for one in reversed(RESPONSES)])
    bench.list.choose(2)
    bench.picture()

    assert known
    assert len(laid_out) == known


def renamed(bench: Bench) -> None:
    bench.name = "Aiko"
    bench.model.refill()


def darkened(bench: Bench) -> None:
    bench.list.set_tokens(DARK)


def enlarged(bench: Bench) -> None:
    bench.list.set_tokens(LIGHT.with_text_percent(150))


def narrowed(bench: Bench) -> None:
    bench.list.resize(280, 400)


def typed(bench: Bench) -> None:
    bench.list.cards.terms = ("del", "ele")
    bench.list.viewport().update()


@pytest.mark.parametrize("change", [renamed, darkened, enlarged, narrowed, typed])
def test_a_change_is_seen_at_once_on_cards_that_were_painted_before(
    qtbot: QtBot, change: Callable[[Bench], None]
) -> None:
    bench, fresh = Bench(qtbot), Bench(qtbot)
    before = bench.picture()
    change(fresh)

    change(bench)

    after = bench.picture()
    assert after != before
    assert after == fresh.picture()


def test_texts_are_let_go_when_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_texts, "KEPT", 3)
    texts = CardTexts(LIGHT)
    made = [texts.title(f"Title {number}", 200.0, ()) for number in range(4)]

    assert texts.title("Title 3", 200.0, ()) is made[3]
    assert texts.title("Title 0", 200.0, ()) is not made[0]


def test_what_is_cut_off_is_laid_out_only_a_little_further(laid_out: list[QTextLayout]) -> None:
    text = ResponseText(Filled("word " * 140), body_look(), LIGHT, 280.0)

    assert text.line_count == 2
    assert [len(layout.text()) < 180 for layout in laid_out] == [True, True]


def test_narrow_letters_fill_the_lines_before_they_are_cut_off() -> None:
    text = ResponseText(Filled("i" * 700), body_look(), LIGHT, 280.0)

    assert text.line_count == 2
    assert text.width > 260


def test_marked_letters_push_no_ellipsis_out_of_the_line(laid_out: list[QTextLayout]) -> None:
    text = ResponseText(Filled("wide " * 140), body_look(), LIGHT, 280.0, terms=("wide",))

    assert text.width <= 280
    assert laid_out[-1].text().endswith("…")


def test_the_last_line_keeps_the_direction_of_its_text(laid_out: list[QTextLayout]) -> None:
    ResponseText(Filled("שלום delivery " * 40), body_look(), LIGHT, 280.0)

    directions = {layout.textOption().textDirection() for layout in laid_out}
    assert directions == {Qt.LayoutDirection.RightToLeft}
    assert laid_out[-1].text().endswith("…")


def body_look() -> Look:
    return Look(QFont("Inter"), LIGHT.text, 17.0, 2)
