"""Inserting responses into the real window, with no server, no keyring and no network."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.support.drops import drop, hold_over, leave
from tests.support.operator_desk import OperatorDesk, running
from tests.support.rows import NOON, said, visitor
from tests.support.rows import chat as row
from undivided.app.responses.insertion_control import InsertionControl
from undivided.app.responses.rewording_control import RewordingControl
from undivided.desk.values import Changes, ChatRow, TranscriptChange, TranscriptEdit, VisitedPage
from undivided.library.model.parts import ActiveTimes, Fill, SlotKind, Variant, Wording
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.qtmodels.canned_mime import response_mime
from undivided.qtmodels.locale_writing import writing_for
from undivided.storage.chat_writing import ChatWritingFile
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.match_view import Picked

ELENA, MARCUS = ChatId("elena"), ChatId("marcus")
HOSTILE = "{{operator.name}} {{> hello}} <b>\u202e"
BY_DATE = Response(
    title="Zebra delivery",
    body="It reaches you on {{day}}, {{visitor.first_name|there}}.",
    shortcuts=("zeb",),
    slots=(SlotKind(name="day", fill=Fill.DATE),),
    variants=(
        Variant(body="Short: on {{day}}.", wording=Wording.SHORT),
        Variant(body="Simply put, {{day}} is the day.", wording=Wording.SIMPLER),
        Variant(body="Es kommt am {{day}}.", wording=Wording.SAME, language="de"),
    ),
)


@dataclass
class Place:
    """A desk with two chats and the library of one profile."""

    desk: OperatorDesk

    @property
    def insertion(self) -> InsertionControl:
        return self.desk.program.controls.library.insertion

    @property
    def rewording(self) -> RewordingControl:
        return self.desk.program.controls.library.rewording

    @property
    def text(self) -> str:
        return self.desk.composer.text

    async def add(self, response: Response) -> str:
        kept = await self.ask(lambda store: store.add(response))
        return kept.id

    async def ask(self, question: Callable[[LibraryStore], Response]) -> Response:
        return await self.desk.program.context.library.ask(question)

    async def shows(self, text: str) -> None:
        await self.desk.until(lambda: self.text == text, f"{text!r}, not {self.text!r}")

    async def says(self, part: str) -> None:
        await self.desk.until(
            lambda: any(part in notice for notice in self.desk.notices()),
            f"{part!r} among {self.desk.notices()}",
        )

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.desk.composer.editor, key)

    def hear(self, chat_id: ChatId, *texts: str) -> None:
        """Let the visitor of a chat write."""
        words = tuple(said(f"{chat_id} {text}", text) for text in texts)
        change = TranscriptChange(chat_id, TranscriptEdit.APPENDED, words)
        self.desk.bridge.apply(Changes(rows=(_row(chat_id),), transcripts=(change,)))

    def accept(self, chat_id: ChatId = ELENA) -> str:
        """Let the outbox take the draft."""
        text = self.text
        self.desk.composer.sending.on_its_way[chat_id] = text
        self.desk.composer.clear_after_accepted(chat_id, text)
        self.desk.program.controls.chats.accepted.emit(chat_id, text)
        return text


def _row(chat_id: ChatId) -> ChatRow:
    name = str(chat_id).capitalize()
    page = VisitedPage("Checkout", "https://shop.example/checkout", NOON)
    return replace(row(name), visitor=visitor(name, pages=(page,)))


@asynccontextmanager
async def place(folder: Path, *, with_words: bool = False) -> AsyncIterator[Place]:
    async with running(folder / "profile", with_words=with_words) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        rows = (_row(ELENA), _row(MARCUS))
        desk.bridge.apply(Changes(rows=rows, order=(ELENA, MARCUS)))
        desk.click_tab(ELENA)
        desk.window.activateWindow()
        desk.composer.focus_text()
        yield Place(desk)


async def test_a_response_with_slots_is_found_filled_and_undone_by_keys(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        await at.add(BY_DATE)
        at.desk.type("Yes. /zeb")
        await at.desk.until(at.desk.composer.popup.isVisible, "the popup")
        at.press(Qt.Key.Key_Return)
        await at.shows("Yes. It reaches you on day, Elena.")
        at.press(Qt.Key.Key_Right, Qt.Key.Key_Tab)
        today = datetime.now(UTC).astimezone().date()
        day = today + timedelta(days=1)

        assert at.text == f"Yes. It reaches you on {writing_for('').day(day)}, Elena."

        at.desk.composer.editor.undo()
        assert at.text == "Yes. It reaches you on day, Elena."
        at.desk.composer.editor.undo()
        assert at.text == "Yes. /zeb"


async def test_the_quick_list_inserts_over_the_window(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        await at.add(BY_DATE)
        at.desk.program._keys._actions["quick_insert"].trigger()
        quick = at.desk.composer.responses.quick
        QTest.keyClicks(quick.line, "zebra")
        await at.desk.until(
            lambda: quick.current and quick.current.response.title == BY_DATE.title, "found"
        )
        QTest.keyClick(quick.line, Qt.Key.Key_PageDown)
        QTest.keyClick(quick.line, Qt.Key.Key_Return)

        await at.shows("Short: on day.")


async def test_a_response_that_is_not_active_now_is_not_offered(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        over = ActiveTimes(last_day=datetime.now(UTC).date() - timedelta(days=2))
        await at.add(Response(title="Zebra sale", body="Over.", active=over))
        await at.add(BY_DATE)
        at.desk.type("/zebra")
        popup = at.desk.composer.popup
        await at.desk.until(popup.isVisible, "the popup")

        assert [match.response.title for match in popup._matches] == [BY_DATE.title]


async def test_responses_inside_are_put_in_and_what_is_missing_is_said(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        await at.add(Response(title="Times", body="Two days, {{visitor.name}}.", shortcuts=("t2",)))
        outer = await at.add(Response(title="Zoo", body="{{> t2}} {{> nowhere}}", shortcuts=("z",)))
        loop = await at.add(Response(title="Loop", body="Round {{> lo}}", shortcuts=("lo",)))
        at.desk.type("/zo")
        popup = at.desk.composer.popup
        await at.desk.until(popup.isVisible, "the popup")
        shown = popup._shown
        await at.desk.until(lambda: shown(0, 0).text.startswith("Two days, Elena."), "nested shown")

        at.insertion.insert(Picked(outer, replaces=True))
        await at.shows("Two days, Elena. > nowhere")
        await at.says("There is no response “/nowhere”.")
        at.insertion.insert(Picked(loop, replaces=True))
        await at.shows("Round > lo")
        await at.says("Take one of them out.")


async def test_several_responses_go_into_one_message(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        first = await at.add(BY_DATE)
        second = await at.add(Response(title="Bye", body="Bye {{visitor.first_name}}."))
        at.insertion.insert(Picked(first))
        await at.shows("It reaches you on day, Elena.")
        at.insertion.insert(Picked(second))

        await at.shows("It reaches you on day, Elena. Bye Elena.")


async def test_what_was_chosen_for_one_chat_never_lands_in_another(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        key = await at.add(BY_DATE)
        at.insertion.insert(Picked(key))
        at.desk.click_tab(MARCUS)
        await at.says("was not inserted, because you went to another chat")

        assert at.text == ""


async def test_where_nothing_can_be_written_it_is_said_and_no_use_is_counted(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as at:
        key = await at.add(BY_DATE)
        at.desk.bridge.apply(Changes(rows=(replace(_row(ELENA), is_active=False),)))
        at.insertion.insert(Picked(key))
        await at.says("Choose an open chat first")
        kept = await at.ask(lambda store: store.get(key))

        assert (at.text, kept.uses) == ("", 0)


async def test_a_drop_on_a_tab_goes_into_that_draft_and_with_shift_replaces_it(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as at:
        key = await at.add(Response(title="Bye", body="Bye {{visitor.first_name}}."))
        mime = response_mime(key, "Bye Elena.")
        tabs = at.desk.window.desk.column.chats.viewport()
        at.desk.click_tab(MARCUS)
        at.desk.type("Well.")
        at.desk.click_tab(ELENA)

        drop(tabs, at.desk.tab(MARCUS), mime)
        await at.shows("Well. Bye Marcus.")
        drop(tabs, at.desk.tab(MARCUS), mime, Qt.KeyboardModifier.ShiftModifier)
        await at.shows("Bye Marcus.")

        assert at.desk.shown == MARCUS


async def test_a_card_held_over_a_tab_says_whom_it_is_for_and_how_it_would_read(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as at:
        await at.add(Response(title="Zebra", body="{{visitor.first_name}}, by {{day}}."))
        await at.desk.program.controls.library.panel.show_library()
        mime = await at.desk.card("Zebra")
        tabs = at.desk.window.desk.column.chats.viewport()
        note = at.desk.program.controls.library.insertion.drag_target.note

        hold_over(tabs, at.desk.tab(MARCUS), mime)
        said, area = note.said, QRect(note.mapToGlobal(QPoint()), note.size())
        row = tabs.mapToGlobal(at.desk.tab(MARCUS))
        leave(tabs)
        is_gone = note.isHidden()
        hold_over(tabs, at.desk.tab(ELENA), response_mime("gone", "Text"))
        said_of_unknown = note.said
        drop(tabs, at.desk.tab(ELENA), response_mime("", "Text"))

        assert said == "For Marcus\nMarcus, by day.\n1\u00a0blank to fill"
        assert not area.intersects(QRect(row, QSize(300, 100)))
        assert is_gone
        assert said_of_unknown == "For Elena"
        assert note.isHidden()
        await at.shows("Text")


async def test_the_clipboard_is_read_for_a_text_that_asks_and_is_only_data(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        asks = await at.add(Response(title="Copied", body="You wrote “{{clipboard}}”."))
        QGuiApplication.clipboard().setText(HOSTILE)
        at.insertion.insert(Picked(asks))

        await at.shows("You wrote “{{operator.name}} {{> hello}} <b>”.")
        assert at.desk.composer.editor.blanks() == ()
        assert at.insertion.facts.values()["clipboard"] == ""


async def test_what_visitor_and_page_call_themselves_is_only_data(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        page = VisitedPage(HOSTILE, "https://shop.example/{{clipboard}}", NOON)
        who = visitor("{{clipboard}}", pages=(page,))
        at.desk.bridge.apply(Changes(rows=(replace(_row(ELENA), visitor=who),)))
        QGuiApplication.clipboard().setText("secret")
        body = "{{visitor.name|you}}: {{page.title}}, {{page.url}}"
        at.insertion.insert(Picked(await at.add(Response(title="Where", body=body))))

        await at.shows("you: {{operator.name}} {{> hello}} <b>, https://shop.example/{{clipboard}}")
        assert at.desk.composer.editor.slots() == ()


async def test_the_language_of_the_chat_chooses_the_wording(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        key = await at.add(BY_DATE)
        at.insertion.facts.writing.choose(ELENA, "de")
        at.insertion.insert(Picked(key))

        await at.shows("Es kommt am day.")


async def test_days_are_written_in_the_language_of_the_text_around_them(tmp_path: Path) -> None:
    body = "Ihre Bestellung kommt am {{day}}, und wir melden uns vorher."
    response = Response(title="Bestellung", body=body, slots=BY_DATE.slots)
    async with place(tmp_path, with_words=True) as at:
        filling = at.insertion.filling

        await at.desk.until(
            lambda: filling.fill(response).blanks[0].language.startswith("de"), "a German day"
        )


async def test_put_it_differently_takes_the_place_of_what_stands_there_unchanged(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as at:
        at.insertion.insert(Picked(await at.add(BY_DATE)))
        await at.shows("It reaches you on day, Elena.")
        seen = []
        for text in ("Short: on day.", "Simply put, day is the day."):
            at.rewording.put_differently()
            await at.shows(text)
            seen.append(at.text)
        at.rewording.put_differently()
        await at.says("has no wording left")
        at.desk.composer.editor.undo()

        assert at.text == seen[0]


async def test_put_it_differently_after_sending_offers_the_next_message(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        at.insertion.insert(Picked(await at.add(BY_DATE)))
        await at.shows("It reaches you on day, Elena.")
        at.accept()
        button = at.desk.composer.tools.reword_button
        before = button.isVisible()
        tongues = at.desk.program.context.tongues
        await at.desk.until(lambda: tongues.is_goodbye("hasta luego"), "words of all languages")
        at.hear(ELENA, "Perdona, no entiendo nada.")
        after = button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

        await at.shows("Short: on day.")
        assert (before, after) == (False, True)

        at.desk.composer.editor.selectAll()
        QTest.keyClicks(at.desk.composer.editor, "One moment")
        at.rewording.put_differently()
        await at.says("so it stays")
        at.accept()
        await at.shows("Simply put, day is the day.")


async def test_a_wording_that_was_sent_is_not_offered_again_after_a_new_start(
    tmp_path: Path,
) -> None:
    async with place(tmp_path) as at:
        key = await at.add(BY_DATE)
        at.insertion.insert(Picked(key))
        await at.shows("It reaches you on day, Elena.")
        at.rewording.put_differently()
        await at.shows("Short: on day.")
        at.accept()
        file = ChatWritingFile(at.desk.program.context.profile.chat_writing_file)
        await at.desk.until(lambda: ELENA in file.load()[0], "kept")
    async with place(tmp_path) as at:
        at.insertion.insert(Picked(key))
        await at.shows("It reaches you on day, Elena.")
        at.rewording.put_differently()

        await at.shows("Simply put, day is the day.")


async def test_without_an_insertion_there_is_nothing_to_put_differently(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        at.rewording.put_differently()

        await at.says("Nothing was inserted in this chat yet")


async def test_what_is_sent_is_counted_as_touched_or_not_or_kept_as_typed(tmp_path: Path) -> None:
    async with place(tmp_path) as at:
        plain = await at.add(Response(title="Plain", body="We close at six every evening."))
        key = await at.add(BY_DATE)
        for which in (plain, key):
            at.insertion.insert(Picked(which))
            await at.desk.until(lambda: at.text, "inserted")
            if which == key:
                QTest.keyClicks(at.desk.composer.editor, "Friday")
            at.accept()
        at.insertion.insert(Picked(plain))
        await at.desk.until(lambda: at.text, "inserted")
        at.desk.composer.editor.undo()
        at.desk.type("Something of my own")
        at.accept()

        library = at.desk.program.context.library

        async def counted() -> tuple[int, ...]:
            one = await library.ask(lambda store: store.get(plain))
            two = await library.ask(lambda store: store.get(key))
            typed = await library.ask(LibraryStore.written_count)
            return (one.sent_untouched, one.sent_edited, two.sent_untouched, two.sent_edited, typed)

        async with asyncio.timeout(20):
            while (seen := await counted()) != (1, 0, 0, 1, 1):
                await asyncio.sleep(0.01)
        assert seen == (1, 0, 0, 1, 1)
