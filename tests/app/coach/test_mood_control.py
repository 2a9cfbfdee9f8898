"""How visitors seem to feel, in the real window with no server."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.operator_desk import OperatorDesk, at_desk, running
from tests.support.rows import queued
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.app.sign_in_control import Account
from undivided.desk.values import Changes
from undivided.etiquette.coach.phrases import NO_PHRASES, Hit, Phrases, Word
from undivided.qtmodels.chat_list_model import ROW_ROLE
from undivided.runtime.addresses import parse_address
from undivided.ui.notices import Notice


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


async def test_a_shift_begins_with_a_question_if_that_is_wanted(
    server: ServerProcess, tmp_path: Path
) -> None:
    ann = server.add_operator()
    async with at_desk(tmp_path, server.url, ann.email, ann.token) as desk:
        await desk.live()
        assert not asked(desk)
        desk.program.controls.settings.set(shift_check_in=True)
        next(each for each in desk.window.actions() if each.text() == "Sign out").trigger()
        await desk.until(lambda: not desk.window.is_at_desk, "the sign-in page")

        await desk.program.enter(Account(parse_address(server.url), ann.email, ann.token))
        await desk.until(lambda: asked(desk), "the question")
        notice = asked(desk)[0]
        notice.act_button.click()
        await desk.until(lambda: not desk.bridge.status.is_accepting, "the break")
        assert any("for 5 minutes" in one for one in desk.notices())


async def test_a_shift_that_goes_on_asks_nothing(server: ServerProcess, tmp_path: Path) -> None:
    site, ann = server.add_site(), server.add_operator()
    async with (
        at_desk(tmp_path, server.url, ann.email, ann.token) as desk,
        visiting(server, site.organization_id) as visitor,
    ):
        await desk.live()
        await visitor.start_chat("Hello")
        await desk.chat_with("Hello")
        desk.program.controls.settings.set(shift_check_in=True)
        await desk.program.enter(Account(parse_address(server.url), ann.email, ann.token))
        await desk.live()
        await desk.chat_with("Hello")

        assert not asked(desk)


def asked(desk: OperatorDesk) -> list[Notice]:
    return [
        one
        for one in desk.window.findChildren(Notice)
        if one.isVisible() and "A new shift" in one.text
    ]
