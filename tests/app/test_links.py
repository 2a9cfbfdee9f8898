"""Links and files of a visitor, from the bubble to the browser, in the real window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel

from tests.support.hostile import fields
from tests.support.hostile.play import Stage, staged
from undivided.etiquette.web_addresses import find_links
from undivided.protocol.ids import ChatId
from undivided.ui.sheets.link_sheet import LinkSheet


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """Return what the program asks the desktop to open, by any scheme."""
    found: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QDesktopServices, "openUrl", lambda url: found.append(encoded(url)))
        yield found


def encoded(url: QUrl) -> str:
    return bytes(url.toEncoded().data()).decode("ascii")


async def with_texts(stage: Stage, message: str, file: str = "https://files.example/1") -> ChatId:
    """Show a chat whose visitor wrote `message` and sent a file from `file`."""
    values = {**dict.fromkeys(fields.FIELDS, "plain"), "message": message, "file address": file}
    await stage.server.bring(fields.chat(values, 1))
    chat_id = ChatId(f"{fields.CHAT}-1")
    await stage.desk.until(lambda: chat_id in stage.desk.chats, "the chat")
    stage.desk.program.controls.chats.pick(chat_id)
    return chat_id


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://ok.example/a).,;:!?", ["https://ok.example/a"]),
        ("(https://ok.example/a_b)", ["https://ok.example/a_b"]),
        ("https://ok.example/\u202egnp.exe", ["https://ok.example/"]),
        ("https://ok.example/\u2066a\u2069", ["https://ok.example/"]),
        ("https://bank.example@evil.example/", []),
        ("https://user:secret@evil.example/", []),
        ("https://bank.example%2f@evil.example/", []),
        ("javascript:alert(1) vbscript:x data:text/html,x", []),
        ("file:///etc/passwd smb://host/share \\\\host\\share", []),
        ("mailto:a@b.example tel:123 steam://run/1 ms-word:ofe|u|x", []),
        ("undivided:discard/x undivided:retry/x", []),
        ("http://" + "a" * 3_000, []),
        ("https://", []),
        ("www.example.com example.com", []),
    ],
)
def test_only_plain_web_addresses_become_links(text: str, links: list[str]) -> None:
    assert [link.target for link in find_links(text)] == links


async def test_a_link_is_opened_once_for_one_confirmed_click(
    tmp_path: Path, opened: list[str]
) -> None:
    async with staged(tmp_path) as stage:
        await with_texts(stage, "look: https://\u0430pple.com/a?b=c#d.")
        view = stage.desk.window.desk.conversation.transcript
        targets = {link.target for line in view._layout.lines for link in line.links}
        view.anchorClicked.emit(QUrl("https://\u0430pple.com/a?b=c#d"))
        sheet = await stage.desk.sheet(LinkSheet)
        shown = [label.text() for label in sheet.findChildren(QLabel)]

        assert "https://\u0430pple.com/a?b=c#d" in targets
        assert "xn--pple-43d.com" in shown
        assert opened == []

        stage.desk.confirm(sheet)
        stage.desk.confirm(sheet)
        sheet.accept()
        assert opened == ["https://xn--pple-43d.com/a?b=c#d"]


async def test_a_link_that_is_not_confirmed_stays_closed(tmp_path: Path, opened: list[str]) -> None:
    async with staged(tmp_path) as stage:
        await with_texts(stage, "https://ok.example/")
        stage.desk.window.desk.conversation.transcript.anchorClicked.emit(
            QUrl("https://ok.example/")
        )
        (await stage.desk.sheet(LinkSheet)).reject()

        assert opened == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "smb://host/share",
        "undivided:quit",
        "\\\\host\\share",
        "/etc/passwd",
        "ok.example",
    ],
)
async def test_a_file_from_anywhere_but_the_web_cannot_be_opened(
    tmp_path: Path, opened: list[str], address: str
) -> None:
    async with staged(tmp_path) as stage:
        chat_id = await with_texts(stage, "a file", address)
        (message,) = (each for each in stage.desk.messages(chat_id) if each.file is not None)
        stage.desk.window.desk.conversation.transcript.file_clicked.emit(message.file)
        sheet = await stage.desk.sheet(LinkSheet)
        sheet.accept()
        stage.desk.confirm(sheet)
        sheet.reject()

        assert opened == []


async def test_marks_inside_a_page_address_are_spelled_out(
    tmp_path: Path, opened: list[str]
) -> None:
    async with staged(tmp_path) as stage:
        stage.desk.program.controls.sheets.open_link("https://ok.example/\u202egnp.exe")
        sheet = await stage.desk.sheet(LinkSheet)
        shown = "".join(label.text() for label in sheet.findChildren(QLabel))
        stage.desk.confirm(sheet)

        assert "%E2%80%AEgnp.exe" in shown.replace("\u200b", "")
        assert opened == ["https://ok.example/%E2%80%AEgnp.exe"]
