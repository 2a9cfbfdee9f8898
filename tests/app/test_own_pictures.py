"""Pictures that the operator sent: seen at once and after a new start, else a line with a name."""

from pathlib import Path

from PySide6.QtGui import QImage

from tests.app.test_attachment_control import copies, names, paste
from tests.server.edge.test_pictures import png
from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.server_process import ServerProcess, server
from tests.support.visitor import visiting
from undivided.desk.values import Delivery, Message
from undivided.protocol.ids import ChatId
from undivided.ui.conversation.transcript_lines import Kind, Line

__all__ = ["server"]


def drawn(folder: Path, name: str, colour: int) -> Path:
    image = QImage(600, 300, QImage.Format.Format_RGB32)
    image.fill(colour)
    path = folder / name
    assert image.save(str(path))
    return path


def sent(desk: OperatorDesk, chat: ChatId) -> list[Message]:
    done = (Delivery.SENT, Delivery.SEEN)
    return [each for each in desk.messages(chat) if each.file and each.delivery in done]


def pictures(desk: OperatorDesk) -> list[Line]:
    lines = desk.window.desk.conversation.transcript._layout.lines
    return [line for line in lines if line.kind is Kind.PICTURE]


async def test_a_sent_picture_is_seen_at_once_and_after_a_new_start(
    server: ServerProcess, tmp_path: Path
) -> None:
    site = server.add_site().organization_id
    mira = server.add_operator("mira@example.com")
    account = (server.url, mira.email, mira.token)
    async with visiting(server, site) as visitor:
        async with at_desk(tmp_path / "profile", *account) as desk:
            await desk.live()
            await visitor.start_chat("What does it look like?")
            chat = await desk.chat_with("What does it look like?")
            desk.click_tab(chat)
            (tmp_path / "note.txt").write_text("no picture")
            lamps = [drawn(tmp_path, f"{n}.png", 0xFF336699 + n) for n in range(2)]
            paste(desk, *lamps, tmp_path / "note.txt")
            await desk.until(lambda: len(names(desk)) == 3, "the chips")
            desk.press_enter()
            await desk.until(lambda: len(pictures(desk)) == 2, "two pictures")

            assert [line.size for line in pictures(desk)] == [(280, 140)] * 2

            await desk.until(lambda: len(sent(desk, chat)) == 3, "all is sent")
            assert len(pictures(desk)) == 2

        kept = copies(tmp_path)
        assert len(kept) == 2
        # What the disk gives instead of a picture is never decoded into gigabytes.
        kept[0].write_bytes(png(60_000, 60_000))
        async with at_desk(tmp_path / "profile", *account) as desk:
            chat = await desk.chat_with("What does it look like?")
            desk.click_tab(chat)
            await desk.until(lambda: len(sent(desk, chat)) == 3, "the history")
            await desk.until(lambda: len(pictures(desk)) == 1, "the other one")
