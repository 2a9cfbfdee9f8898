"""What is kept of writing in each chat."""

from pathlib import Path

import pytest

from undivided.protocol.ids import ChatId
from undivided.storage.chat_writing import MOST_CHATS, ChatWriting, ChatWritingFile

ELENA = ChatId("elena")


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    file = ChatWritingFile(tmp_path / "chats.json")
    chats = {
        ELENA: ChatWriting(
            language="de",
            ignored=("Zorp",),
            misspelt_sent=2,
            answered=("a1",),
            reopened=("b2",),
            settled=("c3",),
            wordings=("d4",),
            wordings_of="thread",
        )
    }

    assert ({}, "") == file.load()
    file.save(chats)

    assert (chats, "") == file.load()


def test_the_oldest_chats_are_forgotten(tmp_path: Path) -> None:
    file = ChatWritingFile(tmp_path / "chats.json")
    chats = {ChatId(str(number)): ChatWriting(language="de") for number in range(MOST_CHATS + 2)}

    file.save(chats)

    assert list(chats)[2:] == list(file.load()[0])


@pytest.mark.parametrize("data", [b"", b"[]", b'{"elena": 3}', b"\xff", b"[" * 100_000])
def test_a_damaged_file_is_put_aside_and_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "chats.json"
    path.write_bytes(data)

    chats, sentence = ChatWritingFile(path).load()

    assert {} == chats
    assert "put aside" in sentence
    assert data == path.with_suffix(".damaged").read_bytes()
