"""Who said no is offered nothing, in this sitting and the next; who buys is, when it is known."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import NOON, chat, queued, said, visitor
from undivided.desk.values import (
    Changes,
    ChatRow,
    TranscriptChange,
    TranscriptEdit,
    VisitedPage,
)
from undivided.etiquette.coach.buying import ShopPage
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId, ThreadId
from undivided.qtmodels.chat_list_model import ROW_ROLE
from undivided.storage.visitor_notes import VisitorNotesFile

ELENA = ChatId("elena")
PAD = Response(title="Zebra pad", body="A pad for the lamp.", is_offer=True)


def sitting(name: str, thread: str, page: str = "https://shop.example/lamps") -> ChatRow:
    """Return Elena's chat of this name in one of her sittings."""
    pages = (VisitedPage("Page", page, NOON),)
    who = visitor("Elena", pages=pages)
    return replace(chat(name), visitor=who, thread_id=ThreadId(thread))


@asynccontextmanager
async def place(folder: Path) -> AsyncIterator[OperatorDesk]:
    async with running(folder, with_words=True) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        desk.bridge.apply(Changes(rows=(sitting("Elena", "t1"),), order=(ELENA,)))
        desk.click_tab(ELENA)
        yield desk


def press(desk: OperatorDesk, name: str) -> None:
    key = desk.window.findChild(QAction, name)
    assert key is not None
    key.trigger()


async def says_why(desk: OperatorDesk, offer: str) -> None:
    """Send an offer, which takes a reason even where the advice was waved away."""
    chats, sending = desk.program.controls.chats, desk.composer.sending
    kept: list[object] = []
    sending.send_requested.connect(lambda _chat, text: kept.append(chats.marks_of(ELENA, text)))
    desk.type(offer)
    hint = desk.composer.coach.advice
    await desk.until(lambda: hint.text.startswith("The visitor said no"), "the advice")
    QTest.keyClick(desk.composer.editor, Qt.Key.Key_Escape)
    await desk.until(lambda: "said no" not in hint.text, "it is waved away")
    desk.press_enter()
    gate = sending.checks.gate
    assert gate.text.startswith("The visitor said no")
    assert kept == []
    gate.reason_buttons["instead"].click()
    assert kept == [{"desk": {"offered_after_no": "instead"}}]
    kept_text = "Your text is kept here"
    await desk.until(lambda: kept_text in desk.composer.coach.hint, "nobody is signed in")
    assert chats.marks_of(ELENA, "Goodbye.") is None
    sending.reasoned.emit(ELENA, "asked")
    assert chats.marks_of(ELENA, "First block.") == {"desk": {"offered_after_no": "asked"}}
    chats.accepted.emit(ELENA, "First block.")
    assert chats.marks_of(ELENA, "Second block.") is None


async def test_a_no_holds_in_this_sitting_and_for_some_days_wherever_the_visitor_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with place(tmp_path) as desk:
        facts = desk.program.controls.library.insertion.facts
        press(desk, "said_no")
        other, later = ChatId("other"), ChatId("later")
        desk.bridge.apply(Changes(rows=(sitting("Other", "t2"), sitting("Later", "t1"))))
        assert facts.has_refused_sales(ELENA)
        assert facts.has_refused_sales(other)

        await says_why(desk, "Would you like to add a pad?")

        days = desk.program.context.settings.no_sales_days
        long_after = facts.today() + timedelta(days=days)
        monkeypatch.setattr(facts.visitors, "_today", lambda: long_after)
        assert not facts.has_refused_sales(other)
        assert facts.has_refused_sales(later)  # the sitting in which it was said
        kept = tmp_path / "visitor-notes.json"
        await desk.until(kept.exists, "kept on disk")
        assert [each.refused_in for each in VisitorNotesFile(kept).load()[0].values()] == ["t1"]

        press(desk, "said_no")
        assert not facts.has_refused_sales(ELENA)


async def test_offers_are_suggested_only_after_a_sign_of_buying(tmp_path: Path) -> None:
    async with place(tmp_path) as desk:
        library, panel = desk.program.controls.library, desk.window.desk.panel.canned
        await desk.program.context.library.ask(lambda store: store.add(PAD))
        plain = replace_title(PAD, "Zebra lamp")
        await desk.program.context.library.ask(lambda store: store.add(plain))
        library.panel.load()
        cards = desk.program.context.canned

        def shown() -> set[str]:
            return {cards.card_at(row).response.title for row in range(cards.rowCount())}

        await desk.until(lambda: "Zebra lamp" in shown(), "browsing")
        assert "Zebra pad" not in shown()

        press(desk, "is_buying")
        await desk.until(lambda: "Zebra pad" in shown(), "the operator's mark")
        assert any("is buying" in notice for notice in desk.notices())
        assert desk.window.desk.conversation.head._about.text().startswith("Is buying · ")

        press(desk, "said_no")
        await desk.until(lambda: "Zebra pad" not in shown(), "a no ends it")
        panel.search.set_text("zebra pad")
        await desk.until(lambda: "Zebra pad" in shown(), "who searches finds")
        panel.search.set_text("")
        press(desk, "said_no")
        desk.bridge.apply(Changes(rows=(sitting("Elena", "t1", "https://shop.example/cart"),)))
        await desk.until(lambda: "Zebra pad" in shown(), "the page of the cart")
        tom = replace(
            queued("Tom", 1), visitor=sitting("Tom", "t3", "https://x.example/cart").visitor
        )
        desk.bridge.apply(Changes(queue=(tom,)))
        for model in (desk.bridge.chats, desk.bridge.queue):
            assert model.data(model.index(0), ROW_ROLE).shop_page is ShopPage.ORDER
        desk.bridge.apply(Changes(rows=(sitting("Elena", "t1", "https://shop.example/preise"),)))
        await desk.until(lambda: "Zebra pad" not in shown(), "who looks at prices has not decided")
        row = desk.bridge.chats.data(desk.bridge.chats.index(0), ROW_ROLE)
        assert row.shop_page is ShopPage.PRICES
        desk.bridge.apply(Changes(rows=(sitting("Elena", "t1"),)))
        assert desk.bridge.chats.data(desk.bridge.chats.index(0), ROW_ROLE).shop_page is None


async def test_what_a_visitor_wrote_is_read_once_for_signs_of_buying(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with place(tmp_path) as desk:
        facts = desk.program.controls.library.insertion.facts
        is_buying, book = facts.is_buying, desk.program.controls.coach.book
        language = facts.writing.likely(ELENA)
        await desk.until(lambda: book.phrases(language).kinds, "the words are read")
        read: list[str] = []
        plain = Reader.read

        def reading(reader: Reader, text: str, skipped: Iterable[tuple[int, int]] = ()) -> Reading:
            read.append(text)
            return plain(reader, text, skipped)

        for text in ("Is it warm?", "And how high?"):
            change = TranscriptChange(ELENA, TranscriptEdit.APPENDED, (said(text, text),))
            desk.bridge.apply(Changes(transcripts=(change,)))
            is_buying(ELENA)
        words = (said("3", "Ok, I\u2019ll take it."),)
        desk.bridge.apply(
            Changes(transcripts=(TranscriptChange(ELENA, TranscriptEdit.APPENDED, words),))
        )
        monkeypatch.setattr(Reader, "read", reading)

        assert is_buying(ELENA)
        assert is_buying(ELENA)
        assert set(read) <= {"Ok, I\u2019ll take it."}


def replace_title(response: Response, title: str) -> Response:
    return Response(title=title, body=response.body)
