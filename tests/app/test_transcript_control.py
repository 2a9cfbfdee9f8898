"""Saving a transcript with a real window and server: where it goes, what is in it, what is said."""

import json
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.app.transcript_control import ending_of
from undivided.protocol.ids import ChatId


async def two_sittings(desk: OperatorDesk, visitor: Visitor) -> ChatId:
    """Let a visitor write, be closed, and write again."""
    await desk.live()
    await visitor.start_chat("=Yesterday")
    chat = await desk.chat_with("=Yesterday")
    await visitor.ask("deactivate_chat", id=chat)
    events = [{"type": "message", "text": "Today"}]
    await visitor.ask("resume_chat", chat={"id": chat, "thread": {"events": events}})
    return chat


async def test_the_file_holds_also_what_was_not_loaded(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator(name="Ann Lee")
    path = tmp_path / "chat.jsonl"
    async with visiting(server, site.organization_id, name="Elena") as elena:
        async with at_desk(tmp_path / "first", server.url, ann.email, ann.token) as desk:
            chat = await two_sittings(desk, elena)
            await desk.chat_with("Today")
        async with at_desk(tmp_path / "second", server.url, ann.email, ann.token) as desk:
            await desk.chat_with("Today")
            desk.program.controls.chats.pick(chat)
            assert "=Yesterday" not in desk.lines(chat)

            desk.program.controls.transcripts.save(chat, path)
            told = await desk.until(lambda: [n for n in desk.notices() if "chat.jsonl" in n])

    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["author"], line["text"]) for line in lines] == [
        ("visitor", "=Yesterday"),
        ("visitor", "Today"),
    ]
    assert told == ["Saved as chat.jsonl. It is whole: the server has nothing older."]


async def test_a_file_that_cannot_be_written_gets_a_sentence(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        visiting(server, site.organization_id, name="Elena") as elena,
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
    ):
        await desk.live()
        await elena.start_chat("Hello")
        chat = await desk.chat_with("Hello")

        desk.program.controls.transcripts.save(chat, tmp_path / "gone" / "chat.txt")
        told = await desk.until(desk.notices)

    (sentence,) = told
    assert sentence.startswith("chat.txt was not saved (No such file or directory).")
    assert sentence.endswith("Nothing was changed; choose another place.")


async def test_the_menu_asks_for_a_place_without_stopping_the_window(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        visiting(server, site.organization_id, name="../<b>Elena") as elena,
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
    ):
        await desk.live()
        await elena.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        desk.program.controls.chats.pick(chat)
        (action,) = (a for a in desk.window.actions() if a.objectName() == "save_transcript")
        action.trigger()
        (dialog,) = desk.window.findChildren(QFileDialog)
        (proposed,) = dialog.selectedFiles()
        path = tmp_path / "chat.csv"
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        await desk.until(path.exists, "the file")

    assert Path(proposed).name.startswith("chat-b-Elena-")
    assert path.read_text().startswith("at,from,name,text,late")


async def test_without_a_chat_nothing_is_asked(server: ServerProcess, tmp_path: Path) -> None:
    ann = server.add_operator()
    async with at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk:
        await desk.live()

        desk.program.controls.transcripts.ask()

        assert desk.window.findChildren(QFileDialog) == []


def test_a_kind_of_file_names_its_ending() -> None:
    assert ending_of("JSON Lines (*.jsonl)") == "jsonl"
