"""Changing the library through the real window, program and file."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, at_desk, running
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing.copies import Incoming, Known, Rights, Shelf
from undivided.library.sharing.outcomes import Sharing
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.storage.library.store import LibraryStore
from undivided.ui.conversation.transcript_view import TranscriptView
from undivided.ui.notices import Notice
from undivided.ui.responses.editor.history_sheet import HistorySheet
from undivided.ui.responses.editor.response_editor import ResponseEditor

CONTROL = Qt.KeyboardModifier.ControlModifier
SERVER = "https://desk.example"
MAY_EDIT = Rights(me="ann@shop.example", places=(OpenPlace(place=Place(), may_edit=True),))


@asynccontextmanager
async def at_work(folder: Path, *, with_words: bool = False) -> AsyncIterator[OperatorDesk]:
    """Run the program with nobody signed in: the library needs no server (promise G13)."""
    async with running(folder / "profile", with_words=with_words) as desk:
        desk.program.controls.settings.set(email="ann@shop.example")
        yield desk


async def stored(
    desk: OperatorDesk, title: str = "Delivery", body: str = "With you soon."
) -> Response:
    response = Response(title=title, body=body)
    return await desk.program.context.library.ask(lambda store: store.add(response))


async def read(desk: OperatorDesk, response_id: str) -> Response:
    return await desk.program.context.library.ask(lambda store: store.get(response_id))


def write(editor: ResponseEditor, text: str) -> None:
    edit = editor.wordings.field.edit
    edit.selectAll()
    QTest.keyClicks(edit, text)


async def test_a_response_is_changed_with_its_history_and_restored(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        old = await stored(desk)
        editing = desk.program.controls.library.editing
        editing.edit(old.id)
        editor = await desk.sheet(ResponseEditor)
        write(editor, "With you on Monday.")
        QTest.keyClick(editor.wordings.field.edit, Qt.Key.Key_Return, CONTROL)
        await desk.until(lambda: editor.is_over, "saved")
        assert "With you on Monday." == (await read(desk, old.id)).body

        editing.edit(old.id)
        again = await desk.sheet(ResponseEditor)
        again.history_requested.emit(old.id)
        history = await desk.sheet(HistorySheet)
        assert "ann" in history.list.item(0).text().casefold()
        history.accept()
        await desk.until(lambda: again.is_over, "opened anew with what was restored")

        reopened = await desk.sheet(ResponseEditor)
        assert "With you soon." == reopened.response.body
        assert "With you soon." == (await read(desk, old.id)).body


async def test_an_editor_that_was_open_while_the_team_changed_it_writes_over_nothing(
    tmp_path: Path,
) -> None:
    hours = Response(id="s1", title="Hours", body="We open at nine.", scope=Scope.TEAM)

    def receive(response: Response, version: int) -> Callable[[Shelf], None]:
        news = Incoming(response=response, place=Place(), version=version)
        return lambda shelf: Sharing(shelf, MAY_EDIT).receive(news)

    def known(store: LibraryStore) -> None:
        store.share(SERVER, receive(hours, 1))
        store.share(SERVER, lambda shelf: shelf.note(Known(version=1, rights=MAY_EDIT)))

    def late(store: LibraryStore) -> None:
        store.share(SERVER, receive(replace(hours, body="We open at ten."), 2))

    async with at_work(tmp_path) as desk:
        library = desk.program.context.library
        await library.ask(known)
        desk.program.controls.library.editing.edit(hours.id)
        editor = await desk.sheet(ResponseEditor)
        await library.ask(late)
        write(editor, "We open at noon.")
        QTest.keyClick(editor.wordings.field.edit, Qt.Key.Key_Return, CONTROL)
        await desk.until(lambda: any("Both texts are kept" in s for s in desk.notices()), "said")
        copies = await library.ask(lambda store: store.share(SERVER, lambda shelf: shelf.copies()))

        assert editor.is_over
        assert "We open at noon." == (await read(desk, hours.id)).body
        assert [copy.theirs.body for copy in copies if copy.theirs] == ["We open at ten."]


async def test_what_another_program_changed_meanwhile_is_put_together_or_shown(
    tmp_path: Path,
) -> None:
    async with at_work(tmp_path) as desk:
        old = await stored(desk)
        library = desk.program.context.library
        desk.program.controls.library.editing.edit(old.id)
        editor = await desk.sheet(ResponseEditor)
        other = replace(old, body="With you tomorrow.")
        await library.ask(lambda store: store.update(other))
        editor.labels.title.set_text("Parcels")
        editor.accept()
        await desk.until(lambda: any("Both changes" in said for said in desk.notices()), "said")
        now = await read(desk, old.id)
        assert (now.title, now.body) == ("Parcels", other.body)

        desk.program.controls.library.editing.edit(old.id)
        editor = await desk.sheet(ResponseEditor)
        write(editor, "With you today.")
        await library.ask(lambda store: store.update(replace(now, body="Not at all.")))
        editor.accept()
        await desk.until(editor.meanwhile.isVisible, "what was changed")
        assert "Not" in editor.meanwhile.difference.toPlainText()
        assert "not saved yet" in editor._problem.text()
        assert (await read(desk, old.id)).body == "Not at all."

        editor.accept()
        await desk.until(lambda: editor.is_over, "saved")
        kept = await library.ask(lambda store: store.versions(old.id))
        assert (await read(desk, old.id)).body == "With you today."
        assert kept[0].response.body == "Not at all."


async def test_a_draft_from_before_a_change_writes_over_nothing(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        old = await stored(desk)
        library, editing = desk.program.context.library, desk.program.controls.library.editing
        draft = replace(old, title="Half typed")
        await library.ask(lambda store: store.keep_draft(old.id, draft, old))
        await library.ask(lambda store: store.update(replace(old, body="Newer text.")))
        editing.edit(old.id)
        editor = await desk.sheet(ResponseEditor)
        assert (editor.response.title, editor.response.body) == ("Half typed", "Newer text.")
        editor.accept()
        await desk.until(lambda: editor.is_over, "saved")
        now = await read(desk, old.id)
        assert (now.title, now.body) == ("Half typed", "Newer text.")

        clashing = replace(now, body="My text.")
        await library.ask(lambda store: store.keep_draft(old.id, clashing, old))
        editing.edit(old.id)
        editor = await desk.sheet(ResponseEditor)
        assert editor.response.body == "My text."
        editor.accept()
        await desk.until(editor.meanwhile.isVisible, "what was changed")
        editor._start_afresh()
        await desk.until(lambda: editor.is_over, "thrown away")
        fresh = await desk.sheet(ResponseEditor)
        assert fresh.response.body == "Newer text."


async def test_who_has_a_response_inside_is_said_before_it_cannot_be_found(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        library, editing = desk.program.context.library, desk.program.controls.library.editing
        inner = Response(title="Inner", body="in two days", shortcuts=("inner",))
        outer = Response(title="Outer", body="We ship {{> inner}}.", shortcuts=("outer",))
        inner, outer = await library.ask(lambda store: (store.add(inner), store.add(outer)))
        editing.edit(inner.id)
        editor = await desk.sheet(ResponseEditor)
        labels = editor.labels
        labels.shortcut.set_text("renamed")
        await desk.until(labels.keep_shortcut.isVisible, "who names it")
        assert "“Outer” has /inner inside" in labels.given_up.text()

        labels.keep_shortcut.click()
        assert labels.shortcuts == ("renamed", "inner")
        await desk.until(lambda: not labels.keep_shortcut.isVisible(), "nobody is left without")
        labels.shortcut.set_text("renamed")
        editor.accept()
        await desk.until(lambda: any("“Outer” has" in said for said in desk.notices()), "said")

        editing.delete([inner.id])
        await desk.until(lambda: any("was deleted" in said for said in desk.notices()), "said")
        assert not any("had it inside" in said for said in desk.notices())
        by_id = replace(inner, id="", shortcuts=("inner",))
        again = await library.ask(lambda store: store.add(by_id))
        editing.delete([again.id])
        await desk.until(lambda: any("“Outer” had it inside" in one for one in desk.notices()))


async def test_what_the_window_shows_is_read_on_its_own_thread(tmp_path: Path) -> None:
    threads: list[threading.Thread] = []

    def scopes() -> tuple[Scope, ...]:
        threads.append(threading.current_thread())
        return (Scope.PERSONAL, Scope.TEAM)

    async with at_work(tmp_path) as desk:
        desk.program.controls.library.editing.scopes = scopes
        desk.program.controls.library.editing.write_new("New")
        editor = await desk.sheet(ResponseEditor)

        assert [threading.main_thread()] == threads
        assert editor.sharing.scope.isVisible()


async def test_a_taken_shortcut_is_said_while_typing_and_refused(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        await stored(desk, "Delay", "It is late.")
        await desk.program.context.library.ask(
            lambda store: store.add(Response(title="Owner", body="x", shortcuts=("mine",)))
        )
        desk.program.controls.library.editing.write_new("New one")
        editor = await desk.sheet(ResponseEditor)
        write(editor, "It is late.")
        editor.labels.shortcut.set_text("mine")

        await desk.until(lambda: "Owner" in editor.labels._taken.text(), "the owner's title")
        await desk.until(
            lambda: any("nearly the same" in finding for finding in editor.preview.findings),
            "alike",
        )
        editor.accept()
        await desk.until(lambda: "mine" in editor._problem.text(), "refused")

        assert not editor.is_over


async def test_a_loop_of_responses_cannot_be_saved(server: ServerProcess, tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        await desk.program.context.library.ask(
            lambda store: store.add(Response(title="A", body="{{> bee}}", shortcuts=("aye",)))
        )
        desk.program.controls.library.editing.write_new("B")
        editor = await desk.sheet(ResponseEditor)
        editor.labels.shortcut.set_text("bee")
        editor.wordings.field.edit.setPlainText("{{> aye}}")
        editor.accept()

        await desk.until(lambda: "inside each other" in editor._problem.text(), "the loop's name")
        kept = await desk.program.context.library.ask(lambda store: store.by_shortcut("bee"))

    assert kept is None


async def test_what_was_not_saved_is_back_after_a_new_start(tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    async with running(profile) as desk:
        desk.program.controls.library.editing.write_new()
        editor = await desk.sheet(ResponseEditor)
        write(editor, "Half a thou")
        ask = desk.program.context.library.ask
        kept: list[str] = []
        while not kept:
            await desk.until(lambda: True)
            drafts = await ask(LibraryStore.drafts)
            kept = [
                draft.written.body
                for draft in drafts.values()
                if draft.written.body == "Half a thou"
            ]
    async with running(profile) as desk:
        desk.program.controls.library.editing.write_new()
        editor = await desk.sheet(ResponseEditor)
        back = editor.response.body
        editor.throw_away()
        desk.program.controls.library.editing.write_new()
        await desk.until(lambda: editor.is_over)
        empty = await desk.sheet(ResponseEditor)

        assert ("Half a thou", "") == (back, empty.response.body)


async def test_deleting_offers_to_bring_it_back(server: ServerProcess, tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        old = await stored(desk)
        desk.program.controls.library.editing.delete([old.id])
        await desk.until(lambda: any("was deleted" in said for said in desk.notices()), "said")
        before = await desk.program.context.library.ask(LibraryStore.count)

        notice = next(one for one in desk.window.findChildren(Notice) if "deleted" in one.text)
        notice.act_button.click()
        async with asyncio.timeout(20):
            while before == await desk.program.context.library.ask(LibraryStore.count):
                await asyncio.sleep(0.01)

        assert old == await read(desk, old.id)


async def test_an_own_message_becomes_a_response_with_blanks(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id, name="Elena") as elena,
    ):
        await desk.live()
        await elena.start_chat("Hello")
        desk.click_tab(await desk.chat_with("Hello"))
        view: TranscriptView = desk.window.desk.conversation.transcript

        view.keep_requested.emit("Hello Elena, order 4711 costs 12.50 EUR.")
        editor = await desk.sheet(ResponseEditor)

        body = editor.response.body
        assert "Elena" not in body
        assert "{{visitor.first_name" in body
        assert "12.50" not in body
        assert "Elena" in editor.preview.accessibleName()


async def test_a_file_is_added_from_the_disk_and_kept_once(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        file = tmp_path / "slip.pdf"
        file.write_bytes(b"%PDF-1.7 slip")
        desk.program.controls.library.editing.write_new("With a file")
        editor = await desk.sheet(ResponseEditor)
        write(editor, "Here it is.")

        editor.more.files.files_dropped.emit([str(file), str(file)])
        await desk.until(lambda: editor.more.files.attachments, "added")
        (attachment,) = editor.more.files.attachments
        editor.accept()
        await desk.until(lambda: editor.is_over, "saved")

        assert ("slip.pdf", 13) == (attachment.name, attachment.size)
        kept = await desk.program.context.library.ask(
            lambda store: store.file_bytes(attachment.digest)
        )
        assert b"%PDF-1.7 slip" == kept


async def test_a_file_of_a_response_that_was_thrown_away_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    file.write_bytes(b"%PDF-1.7 slip")
    async with at_work(tmp_path) as desk:
        desk.program.controls.library.editing.write_new("With a file")
        editor = await desk.sheet(ResponseEditor)
        editor.more.files.files_dropped.emit([str(file)])
        await desk.until(lambda: editor.more.files.attachments, "added")
        (attachment,) = editor.more.files.attachments

        editor.throw_away()

        async with asyncio.timeout(20):
            while await desk.program.context.library.ask(
                lambda store: store.has_file(attachment.digest)
            ):
                await asyncio.sleep(0.01)


async def test_a_file_that_cannot_be_read_is_said_in_the_editor(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        desk.program.controls.library.editing.write_new("With a file")
        editor = await desk.sheet(ResponseEditor)

        editor.more.files.files_dropped.emit([str(tmp_path / "gone.pdf")])

        await desk.until(lambda: "gone.pdf" in editor._problem.text(), "said")


async def test_a_file_that_no_server_takes_is_not_put_to_a_response(tmp_path: Path) -> None:
    async with at_work(tmp_path) as desk:
        program = tmp_path / "setup.exe"
        program.write_bytes(b"MZ")
        desk.program.controls.library.editing.write_new("With a file")
        editor = await desk.sheet(ResponseEditor)

        editor.more.files.files_dropped.emit([str(program)])

        await desk.until(lambda: "Programs and scripts" in editor._problem.text(), "said")
        assert editor.more.files.attachments == ()


async def test_a_misspelt_word_is_underlined_and_can_be_learnt(tmp_path: Path) -> None:
    async with at_work(tmp_path, with_words=True) as desk:
        desk.program.context.speller.speak("en_US")
        desk.program.controls.library.editing.write_new("Spelling")
        editor = await desk.sheet(ResponseEditor)
        write(editor, "You recieve it.")
        await desk.until(
            lambda: any("misspelt" in finding for finding in editor.preview.findings), "underlined"
        )

        editor.word_learned.emit("recieve", "")

        assert not any("misspelt" in finding for finding in editor.preview.findings)
        assert "en:recieve" == desk.program.context.settings.own_words
