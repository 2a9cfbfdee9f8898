"""How visitors seem to feel, in the real window with no server."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.operator_desk import running
from tests.support.rows import queued
from undivided.desk.values import Changes
from undivided.etiquette.coach.phrases import NO_PHRASES, Hit, Phrases, Word
from undivided.qtmodels.chat_list_model import ROW_ROLE


async def test_what_visitors_wrote_is_read_once_however_often_the_queue_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find, looked_at = Phrases.find, list[Sequence[Word]]()

    def counted(phrases: Phrases, words: Sequence[Word]) -> tuple[Hit, ...]:
        looked_at.append(words)
        return find(phrases, words)

    async with running(tmp_path) as desk:
        await desk.until(desk.window.sign_in.isVisible, "the sign-in page")
        desk.window.show_desk()
        names = ("Tom", "Elena", "Priya")
        waiting = tuple(
            replace(queued(name, place), preview=f"{name} here, it is urgent")
            for place, name in enumerate(names, 1)
        )
        desk.bridge.apply(Changes(queue=waiting))
        queue = desk.bridge.queue
        rows = [queue.index(place) for place in range(len(names))]
        await desk.until(
            lambda: all(queue.data(row, ROW_ROLE).sign == "Urgent" for row in rows), "heard"
        )
        book = desk.program.controls.coach.book
        reader = book.reader("en-GB")

        monkeypatch.setattr(Phrases, "find", counted)
        for seconds in range(10):
            moved = replace(waiting[0], mark=replace(waiting[0].mark, seconds=seconds))
            desk.bridge.apply(Changes(queue=(moved, *waiting[1:])))
        assert looked_at == []
        desk.bridge.apply(Changes(queue=(replace(waiting[0], preview="I was here"), *waiting[1:])))
        assert [words[0].text for words in looked_at] == ["i"]

        assert book.reader("en-GB") is reader
        assert book.reader("fr").phrases is NO_PHRASES
        await desk.until(lambda: book.phrases("fr") is not NO_PHRASES, "French is read")
        assert book.reader("fr").phrases is book.phrases("fr")
