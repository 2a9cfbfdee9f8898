"""A fact that may not be true any more is asked about before it comes into a draft."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.responses.test_insertion_control import MARCUS, Place, place
from undivided.library.model.parts import Alternative, Fact, Quote, Variant, Wording
from undivided.library.model.responses import Response
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.match_view import Picked

PRICE = "The lamp costs 39 euros."


def _fact(at: Place, days: int) -> Fact:
    until = at.insertion.facts.today() + timedelta(days=days)
    return Fact(source="price list of May", valid_until=until)


def _price(at: Place, days: int = -1) -> Response:
    short = Variant(body="It costs 39 euros, the lamp.", wording=Wording.SHORT)
    return Response(
        title="Lamp price", body=PRICE, shortcuts=("lamp",), fact=_fact(at, days), variants=(short,)
    )


async def _asks(at: Place, words: str = "held until") -> None:
    question = at.desk.composer.sending.checks.insertion
    await at.desk.until(lambda: question.is_open and words in question.text, "the question")


async def test_an_expired_fact_comes_in_only_when_the_operator_is_sure(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        await at.add(_price(at))
        composer, checks = at.desk.composer, at.desk.composer.sending.checks
        sent: list[str] = []
        composer.send_requested.connect(lambda _chat, text: sent.append(text))
        at.desk.type("Well, /lamp")
        await at.desk.until(composer.popup.isVisible, "the popup")
        at.press(Qt.Key.Key_Return)
        await _asks(at)

        until = at.insertion.facts.today() - timedelta(days=1)
        assert f"until {until}" in checks.insertion.text
        assert "price list of May" in checks.insertion.text
        assert (at.text, composer.popup.isVisible()) == ("Well, /lamp", False)

        at.press(Qt.Key.Key_Return)
        assert (at.text, sent, checks.insertion.is_open) == ("Well, /lamp", [], True)
        at.press(Qt.Key.Key_Escape)
        assert (at.text, checks.is_asking) == ("Well, /lamp", False)

        QTest.keyClicks(composer.editor, "p")
        at.press(Qt.Key.Key_Backspace)
        await at.desk.until(composer.popup.isVisible, "the popup again")
        at.press(Qt.Key.Key_Return)
        await _asks(at)
        checks.insertion.button.click()
        await at.shows(f"Well, {PRICE}")

        # What was settled for this draft is asked neither for the card again nor for sending.
        at.insertion.insert(Picked((await at.ask(_lamp)).id))
        await at.shows(f"Well, {PRICE} {PRICE}")
        assert not checks.is_asking
        at.press(Qt.Key.Key_Return)
        assert sent == [f"Well, {PRICE} {PRICE}"]


async def test_every_way_in_asks_and_typing_on_takes_the_question_away(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        key = await at.add(_price(at))
        composer, panel = at.desk.composer, at.desk.window.desk.panel.canned
        checks = composer.sending.checks
        at.desk.type("Hello")
        ways: dict[str, Callable[[], object]] = {
            "panel": lambda: panel.insert_requested.emit(key),
            "replacing": lambda: panel.replace_requested.emit(key),
            "composer": lambda: composer.response_dropped.emit(key, 0, False),
            "tab": lambda: at.insertion.drop_on_chat(MARCUS, key, PRICE, replaces=False),
        }
        for way, go in ways.items():
            panel.search.line.setFocus()
            go()
            await _asks(at)
            # The keys that answer are the text field's.
            assert at.desk.window.focusWidget() is composer.editor, way
            assert at.text == ("" if way == "tab" else "Hello"), way
            checks.insertion.cancel_button.click()
            assert not checks.is_asking

        at.insertion.insert(Picked(key))
        await _asks(at)
        at.desk.type("x")
        assert (at.text, checks.is_asking) == ("x", False)


async def test_a_fact_or_a_quote_inside_another_response_is_asked_about_too(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as at:
        await at.add(_price(at))
        outer = await at.add(Response(title="Offer", body="Hello! {{> lamp}}"))
        at.insertion.insert(Picked(outer))
        await _asks(at)
        QTest.keyClick(
            at.desk.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )

        await at.shows(f"Hello! {PRICE}")

        composer = at.desk.composer
        composer.editor.clear()
        said = Quote(said_by="Ana K.")
        word = Response(title="Ana", body="It shines.", shortcuts=("ana",), quote=said)
        key = await at.add(word)
        both = await at.add(Response(title="Both", body="{{> lamp}} {{> ana}}"))
        for chosen, asked in ((key, ""), (both, "held until")):
            at.insertion.insert(Picked(chosen))
            await _asks(at, "“Ana K.”, who has not agreed to be quoted")
            assert asked in composer.sending.checks.insertion.text
            assert at.text == ""
            composer.sending.checks.insertion.cancel_button.click()
        at.insertion.insert(Picked(key))
        await _asks(at, "not agreed")
        composer.sending.checks.insertion.button.click()
        await at.shows("It shines.")

        composer.editor.clear()
        agreed = structs.replace(word, shortcuts=(), quote=structs.replace(said, is_agreed=True))
        at.insertion.insert(Picked(await at.add(agreed)))
        await at.shows("It shines.")
        assert not composer.sending.checks.is_asking


async def test_what_cannot_be_had_is_exchanged_by_one_key(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        await at.add(
            Response(title="Green lamp", body="The green lamp is here.", shortcuts=("gl",))
        )
        fact = _fact(at, 9)
        instead = (
            Alternative(name="gl", reason="The same size"),
            Alternative(name="no-such-thing"),
        )
        gone = Fact(
            source=fact.source,
            valid_until=fact.valid_until,
            is_available=False,
            alternatives=instead,
        )
        key = await at.add(Response(title="Blue lamp", body="The blue lamp.", fact=gone))
        question = at.desk.composer.sending.checks.insertion
        at.desk.type("Hi.")
        at.insertion.insert(Picked(key))
        await _asks(at, "not available")

        assert "“Green lamp” (The same size)" in question.text
        assert [not each.isHidden() for each in question.instead_buttons] == [True, False]
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(at.desk.composer.editor, Qt.Key.Key_Return, held)
        await at.shows("Hi. The green lamp is here.")


def _lamp(store: LibraryStore) -> Response:
    found = store.by_shortcut("lamp")
    assert found is not None
    return found
