"""Files of drafts in the whole program: added, refused in words, kept over a restart, taken off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.plain_rtm_server import ANN, PlainRtmServer, plain_server
from undivided.app.attachment_control import MOST_FILES
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.protocol.limits import UPLOAD_BYTES
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses.match_view import Picked


@asynccontextmanager
async def working(
    folder: Path, server: PlainRtmServer
) -> AsyncIterator[tuple[OperatorDesk, ChatId]]:
    """Give a signed-in window that shows the server's first chat."""
    async with at_desk(folder / "profile", server.url, ANN, "Bearer t") as desk:
        await desk.live()
        if not server.chats:
            server.begin("Do you ship to Malta?")
        chat = await desk.chat_with("Malta")
        desk.window.activateWindow()
        desk.click_tab(chat)
        yield desk, chat


def paste(desk: OperatorDesk, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    desk.composer.editor.insertFromMimeData(mime)


def names(desk: OperatorDesk) -> list[str]:
    return [file.name for file in desk.composer.files.files]


def written(folder: Path, name: str, data: bytes = b"some words") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def copies(folder: Path) -> list[Path]:
    kept = folder / "profile" / "desk.files"
    return sorted(kept.iterdir()) if kept.exists() else []


def meta(desk: OperatorDesk, chat: ChatId) -> str:
    row = desk.bridge.chats.row_of(chat)
    return "" if row is None else row.meta


async def test_what_cannot_be_sent_is_named_and_the_rest_is_added(tmp_path: Path) -> None:
    async with plain_server() as server, working(tmp_path, server) as (desk, _):
        large = written(tmp_path, "film.mov", b"x" * (UPLOAD_BYTES + 1))
        paste(desk, large, written(tmp_path, "run.exe"), written(tmp_path, "bill.pdf"))

        await desk.until(lambda: names(desk) == ["bill.pdf"], "the good one")
        (said,) = await desk.until(desk.notices, "a sentence")

        assert said.startswith("“film.mov” was not added: it has 10.0 MB")
        assert said.endswith("1 more could not be added either.")


async def test_a_draft_takes_ten_files(tmp_path: Path) -> None:
    async with plain_server() as server, working(tmp_path, server) as (desk, _):
        paste(desk, *(written(tmp_path, f"{n}.txt", b"%d" % n) for n in range(MOST_FILES + 3)))

        (said,) = await desk.until(desk.notices, "a sentence")
        await desk.until(lambda: len(names(desk)) >= MOST_FILES, "ten files")

        assert len(names(desk)) == MOST_FILES
        assert "10 files at most" in said


async def test_files_wait_with_their_chat_also_over_a_restart(tmp_path: Path) -> None:
    async with plain_server() as server:
        async with working(tmp_path, server) as (desk, chat):
            original = written(tmp_path, "bill.pdf")
            paste(desk, original)
            await desk.until(lambda: meta(desk, chat) == "Draft", "the tab says it")
            original.unlink()
            server.begin("Good morning")
            desk.click_tab(await desk.chat_with("Good morning"))
            assert names(desk) == []
            desk.click_tab(chat)
            assert names(desk) == ["bill.pdf"]

        async with working(tmp_path, server) as (desk, chat):
            assert names(desk) == ["bill.pdf"]
            assert meta(desk, chat) == "Draft"
            assert len(copies(tmp_path)) == 1

            (file,) = desk.composer.files.files
            desk.composer.files.removed.emit(chat, file)

            assert names(desk) == []
            await desk.until(lambda: not copies(tmp_path), "the copy goes")
            assert meta(desk, chat) != "Draft"


async def test_a_responses_files_come_with_it(tmp_path: Path) -> None:
    async with plain_server() as server, working(tmp_path, server) as (desk, _):

        def add(store: LibraryStore) -> Response:
            guide = store.add_file(b"%PDF wash cold", "care guide.pdf")
            return store.add(Response(title="Care", body="Wash it cold.", attachments=(guide,)))

        library = desk.program.context.library
        response = await library.ask(add)
        desk.program.controls.library.insertion.insert(Picked(response.id))
        await desk.until(lambda: names(desk) == ["care guide.pdf"], "its file")

        assert desk.composer.text == "Wash it cold."
        # Twice inserted, the file is there once.
        desk.program.controls.library.insertion.insert(Picked(response.id))
        await desk.until(lambda: desk.composer.text.count("cold") == 2, "the text again")
        assert names(desk) == ["care guide.pdf"]

        # And it goes with the insertion that has brought it.
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Undo)
        assert (desk.composer.text, names(desk)) == ("Wash it cold.", ["care guide.pdf"])
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Undo)
        assert (desk.composer.text, names(desk)) == ("", [])
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Redo)
        await desk.until(lambda: names(desk) == ["care guide.pdf"], "the file again")
        assert desk.composer.text == "Wash it cold."


async def test_a_responses_files_go_when_another_one_takes_its_place(tmp_path: Path) -> None:
    async with plain_server() as server, working(tmp_path, server) as (desk, chat):

        def add(store: LibraryStore) -> tuple[Response, ...]:
            guide = store.add_file(b"%PDF wash cold", "care guide.pdf")
            sizes = store.add_file(b"%PDF sizes", "sizes.pdf")
            care = Response(title="Care", body="Wash it cold.", attachments=(guide,))
            both = Response(title="Both", body="Here you are.", attachments=(guide, sizes))
            bare = Response(title="Bare", body="Never mind the leaflet.")
            return tuple(map(store.add, (care, both, bare)))

        def insert(response: Response, *, replaces: bool = False) -> None:
            desk.program.controls.library.insertion.insert(Picked(response.id, replaces=replaces))

        care, both, bare = await desk.program.context.library.ask(add)
        paste(desk, written(tmp_path, "own.pdf"))
        await desk.until(lambda: names(desk) == ["own.pdf"], "the operator's own")
        insert(care)
        await desk.until(lambda: names(desk) == ["own.pdf", "care guide.pdf"], "its file")

        # At once, so that no quick Enter sends the file of a text that is not there.
        insert(bare, replaces=True)
        await desk.until(lambda: desk.composer.text == "Never mind the leaflet.", "the other one")
        assert names(desk) == ["own.pdf"]
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Undo)
        await desk.until(lambda: names(desk) == ["own.pdf", "care guide.pdf"], "back")
        assert desk.composer.text == "Wash it cold."
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Redo)
        assert (desk.composer.text, names(desk)) == ("Never mind the leaflet.", ["own.pdf"])
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Undo)
        await desk.until(lambda: "care guide.pdf" in names(desk), "back again")

        insert(both, replaces=True)
        await desk.until(lambda: names(desk) == ["own.pdf", "care guide.pdf", "sizes.pdf"], "both")
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Undo)
        await desk.until(lambda: names(desk) == ["own.pdf", "care guide.pdf"], "the one")

        # Also where the text was left and shown again since it was inserted.
        server.begin("Good morning")
        desk.click_tab(await desk.chat_with("Good morning"))
        desk.click_tab(chat)
        insert(bare, replaces=True)
        await desk.until(lambda: desk.composer.text == "Never mind the leaflet.", "the other one")
        assert names(desk) == ["own.pdf"]
        QTest.keySequence(desk.composer.editor, QKeySequence.StandardKey.Undo)
        await desk.until(lambda: names(desk) == ["own.pdf", "care guide.pdf"], "the one")
        assert desk.composer.text == "Wash it cold."


async def test_a_responses_file_that_is_gone_keeps_none_of_the_others_away(tmp_path: Path) -> None:
    async with plain_server() as server, working(tmp_path, server) as (desk, _):

        def add(store: LibraryStore) -> Response:
            guide = store.add_file(b"%PDF wash cold", "care guide.pdf")
            gone = structs.replace(guide, name="gone.pdf", digest="0" * 64)
            return store.add(
                Response(title="Care", body="Wash it cold.", attachments=(gone, guide))
            )

        library = desk.program.context.library
        response = await library.ask(add)
        desk.program.controls.library.insertion.insert(Picked(response.id))

        await desk.until(lambda: names(desk) == ["care guide.pdf"], "the other one")
        await desk.until(desk.notices, "a sentence")


async def test_a_pasted_picture_becomes_a_file_with_a_small_picture(tmp_path: Path) -> None:
    async with plain_server() as server, working(tmp_path, server) as (desk, _):
        mime = QMimeData()
        image = QImage(300, 200, QImage.Format.Format_RGB32)
        image.fill(0xFF336699)
        mime.setImageData(image)

        desk.composer.editor.insertFromMimeData(mime)
        await desk.until(lambda: names(desk) == ["picture.png"], "a chip")
        (file,) = desk.composer.files.files

        await desk.until(
            lambda: desk.composer.files.chips.has_picture(file.digest), "a small picture"
        )


async def test_a_picture_of_another_kind_is_a_file_without_a_picture(tmp_path: Path) -> None:
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\0\0\0\1\0\0\x08\x06\0\0\0"
    async with plain_server() as server, working(tmp_path, server) as (desk, _):
        paste(desk, written(tmp_path, "huge.png", bomb), written(tmp_path, "b.txt"))
        await desk.until(lambda: names(desk) == ["huge.png", "b.txt"], "two chips")

        assert not any(
            desk.composer.files.chips.has_picture(file.digest) for file in desk.composer.files.files
        )
