"""An operator's files, from the file manager's drop to the visitor's screen (promises G1, G3)."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from urllib.request import urlopen

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, Qt
from PySide6.QtTest import QTest

from tests.support.browser import Browser
from tests.support.drops import drop
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.widget.shop import Visitor, open_shop
from undivided.desk.values import Delivery
from undivided.protocol.ids import ChatId
from undivided.ui.composer.file_chip import FileChip


@dataclass
class Meeting:
    """A visitor who has written, and the operator whose window shows it."""

    desk: OperatorDesk
    visitor: Visitor
    chat: ChatId
    folder: Path


@asynccontextmanager
async def meeting_at(folder: Path) -> AsyncIterator[Meeting]:
    async with await Browser.start(folder) as browser, open_shop(folder, browser) as shop:
        mira = shop.server.add_operator("mira@example.com", name="Mira Lind")
        async with at_desk(folder / "profile", shop.server.url, mira.email, mira.token) as desk:
            await desk.live()
            visitor = await shop.visitor()
            await visitor.open()
            await visitor.sees("new")
            await visitor.say("What does it look like?")
            chat = await desk.chat_with("What does it look like?")
            desk.click_tab(chat)
            yield Meeting(desk, visitor, chat, folder)
            assert visitor.page.problems == []


def picture(path: Path, width: int = 60) -> Path:
    image = QImage(width, 40, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    assert image.save(str(path))
    return path


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def chips(desk: OperatorDesk) -> list[str]:
    return [file.name for file in desk.composer.files.files]


def drop_into_text(desk: OperatorDesk, *paths: Path) -> None:
    viewport = desk.composer.editor.viewport()
    drop(viewport, viewport.rect().center(), files(*paths))


async def test_dropped_files_are_seen_and_downloaded_by_the_visitor(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, visitor, chat = meeting.desk, meeting.visitor, meeting.chat
        folder = tmp_path / "from the camera"
        folder.mkdir()
        (folder / "care \u202efdp.exe.pdf").write_bytes(b"%PDF-1.7 wash cold")

        drop_into_text(desk, picture(folder / "shoe.png"), folder / "care \u202efdp.exe.pdf")
        await desk.until(lambda: len(chips(desk)) == 2, "two chips")
        shutil.rmtree(folder)
        assert await visitor.bubbles() == ["What does it look like?"]
        desk.type("Like this:")
        desk.press_enter()
        await visitor.frame.wait_for("document.querySelector('.bubble a img')?.naturalWidth === 60")
        await visitor.frame.wait_for_text("care fdp.exe.pdf")
        link = await visitor.frame.evaluate(
            "[...document.querySelectorAll('.bubble a.file, .bubble a')].at(-1).href"
        )
        with urlopen(link) as answer:
            body, headers = answer.read(), dict(answer.headers)

        assert chips(desk) == []
        assert body == b"%PDF-1.7 wash cold"
        assert headers["Content-Disposition"].startswith("attachment;")
        assert unquote(link).endswith("/care fdp.exe.pdf")
        await desk.until(
            lambda: desk.delivery(chat, "care fdp.exe.pdf") in {Delivery.SENT, Delivery.SEEN},
            "sent",
        )
        assert desk.lines(chat) == [
            "What does it look like?",
            "Like this:",
            "shoe.png",
            "care fdp.exe.pdf",
        ]
        copies = meeting.folder / "profile" / "desk.files"
        # The picture is shown from its copy; nobody needs the other file any more.
        await desk.until(lambda: len(list(copies.iterdir())) == 1, "one copy goes")


async def test_files_dropped_on_a_tab_switch_to_it_and_are_not_sent(tmp_path: Path) -> None:
    async with meeting_at(tmp_path) as meeting:
        desk, chat = meeting.desk, meeting.chat
        desk.window.desk.conversation.show_chat(None, "")
        drop(
            desk.window.desk.column.chats.viewport(),
            desk.tab(chat),
            files(picture(tmp_path / "shoe.png")),
        )

        await desk.until(lambda: chips(desk) == ["shoe.png"], "a chip")

        assert desk.shown == chat
        assert desk.lines(chat) == ["What does it look like?"]
        (chip,) = desk.composer.files.chips.findChildren(FileChip)
        QTest.keyClick(chip, Qt.Key.Key_Delete)
        assert chips(desk) == []
