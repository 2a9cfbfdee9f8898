"""An operator at the window and a colleague elsewhere share responses, and both change one."""

import asyncio
import urllib.request
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.plain_rtm_server import ANN, plain_server
from tests.support.server_process import AddedOperator, ServerProcess
from tests.support.visitor import visiting
from undivided.library.model.parts import Attachment
from undivided.library.model.responses import Response, Scope
from undivided.library.sharing import files
from undivided.library.sharing.files import CarriedFile
from undivided.library.sharing.news import Choice
from undivided.protocol.canned_responses import Place
from undivided.runtime.addresses import parse_address
from undivided.runtime.response_post import ResponsePost
from undivided.runtime.trust import Trust
from undivided.storage.library.store import LibraryStore
from undivided.ui.responses import sharing_words as words
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.responses.match_view import Picked
from undivided.ui.responses.sharing_sheet import SharingSheet

Elsewhere = Callable[..., Awaitable[Any]]


@pytest.fixture
def colleague(server: ServerProcess) -> Elsewhere:
    """Another administrator, who uses the configuration API."""
    bob = server.add_operator("bob@example.com", name="Bob Ray", role="administrator")

    def ask(action: str, payload: dict[str, Any]) -> Any:
        request = urllib.request.Request(
            f"{server.url}/v3.7/configuration/action/{action}",
            data=msgspec.json.encode(payload),
            headers={"Authorization": f"Bearer {bob.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return msgspec.json.decode(answer.read())

    async def elsewhere(action: str, **payload: Any) -> Any:
        return await asyncio.to_thread(ask, action, payload)

    return elsewhere


def foot(desk: OperatorDesk) -> str:
    return desk.window.desk.panel.canned.sharing_button.text()


def marked(desk: OperatorDesk) -> set[str]:
    """Return the responses whose cards say that the operator has a wording of his own."""
    return set(desk.program.context.canned._own)


async def rows(desk: OperatorDesk) -> dict[str, Response]:
    found = await desk.program.context.library.ask(LibraryStore.everything)
    return {row.title: row for row in found if row.source != "starter"}


async def has(desk: OperatorDesk, title: str) -> Response:
    async with asyncio.timeout(60):
        while title not in await rows(desk):
            await asyncio.sleep(0.02)
    return (await rows(desk))[title]


async def change(desk: OperatorDesk, response: Response) -> None:
    """Save as the editor does."""
    control = desk.program.controls.library
    await desk.program.context.library.ask(lambda store: store.update(response))
    await control._changed()


async def test_a_response_is_shared_changed_on_both_sides_and_decided_on(
    server: ServerProcess, colleague: Elsewhere, tmp_path: Path
) -> None:
    ann = server.add_operator("ann@example.com", role="owner")
    async with at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk:
        await desk.live()
        made = await colleague("create_canned_response", text="We open at nine.", tags=["hours"])
        row = await has(desk, "We open at nine.")
        await desk.until(lambda: foot(desk) == "1 shared response, up to date", foot(desk))
        control = desk.program.controls.library.sharing

        assert row.scope is Scope.TEAM
        assert row.shortcuts == ("hours",)
        assert control.scopes() == (Scope.PERSONAL, Scope.TEAM)

        desk.program.controls.library.sharing.leave()
        mine = Response(id=row.id, title=row.title, body="We open at ten.", scope=Scope.TEAM)
        await change(desk, mine)
        await colleague("update_canned_response", id=made["id"], text="We open at eleven.")
        account = desk.program._shift.account
        assert account is not None
        await desk.program.enter(account)
        await desk.until(lambda: foot(desk) == "1 shared response to decide on", foot(desk))
        desk.window.desk.panel.canned.sharing_button.click()
        sheet = await desk.sheet(SharingSheet)

        assert "eleven" in sheet.difference.toPlainText()
        assert "ten" in sheet.difference.toPlainText()

        sheet.choices[Choice.MINE].click()
        await desk.until(lambda: foot(desk) == "1 shared response, up to date", foot(desk))
        page = await colleague("list_canned_responses")

        assert [each["text"] for each in page["canned_responses"]] == ["We open at ten."]
        assert sheet.list.count() == 0


async def test_an_operator_without_the_right_keeps_an_override_and_goes_back(
    server: ServerProcess, colleague: Elsewhere, tmp_path: Path
) -> None:
    carl: AddedOperator = server.add_operator("carl@example.com", name="Carl Orr")
    async with at_desk(tmp_path / "profile", server.url, carl.email, carl.token) as desk:
        await desk.live()
        await colleague("create_canned_response", text="We open at nine.")
        row = await has(desk, "We open at nine.")
        await change(desk, Response(id=row.id, title="Hours", body="At nine!", scope=Scope.TEAM))
        await desk.until(lambda: any("for you alone" in one for one in desk.notices()), "notice")
        control = desk.program.controls.library.sharing

        assert control.scopes() == (Scope.PERSONAL,)

        cards = desk.window.desk.panel.canned.list
        await desk.until(lambda: row.id in marked(desk), "the mark on its card")
        cards.acts.compare_requested.emit(row.id)
        sheet = await desk.sheet(SharingSheet)
        shown = {choice for choice, button in sheet.choices.items() if button.isVisible()}

        assert shown == {Choice.THEIRS}
        assert sheet.choices[Choice.THEIRS].text() == words.BACK

        sheet.choices[Choice.THEIRS].click()
        await has(desk, "We open at nine.")
        await desk.until(lambda: not marked(desk), "no mark any more")


async def test_a_server_that_shares_nothing_is_said_to_be_one(tmp_path: Path) -> None:
    async with (
        plain_server() as plain,
        at_desk(tmp_path / "profile", plain.url, ANN, "token") as desk,
    ):
        await desk.live()
        await desk.until(lambda: foot(desk) == "Not shared by this server", foot(desk))
        control = desk.program.controls.library.sharing
        desk.window.desk.panel.canned.sharing_button.click()
        await desk.until(lambda: words.NOT_OFFERED in desk.notices(), "the sentence")

        assert control.scopes() == (Scope.PERSONAL,)


async def test_a_deleted_response_that_is_brought_back_is_shared_again(
    server: ServerProcess, colleague: Elsewhere, tmp_path: Path
) -> None:
    ann = server.add_operator("ann@example.com", role="owner")
    async with at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk:
        await desk.live()
        await colleague("create_canned_response", text="We open at nine.")
        row = await has(desk, "We open at nine.")
        library = desk.program.context.library
        done = await library.ask(lambda store: store.delete(row.id))
        await desk.program.controls.library._changed()
        await desk.until(lambda: not foot(desk), foot(desk))
        await library.ask(lambda store: store.undo(done))
        await desk.program.controls.library._changed()
        await desk.until(lambda: foot(desk) == "1 shared response, up to date", foot(desk))
        page = await colleague("list_canned_responses")

        assert [each["text"] for each in page["canned_responses"]] == ["We open at nine."]


async def test_a_response_whose_file_has_not_come_asks_before_sending_and_gets_it_later(
    server: ServerProcess, colleague: Elsewhere, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LAST_WAIT_S", 0.2)
    data = b"Left at the church."
    named = {"name": "way.txt", "media_type": "text/plain", "size": len(data)}
    digest = sha256(data).hexdigest()
    content = {"title": "The way", "attachments": [{**named, "digest": digest}]}
    site = server.add_site().organization_id
    ann = server.add_operator("ann@example.com", role="owner")
    async with (
        visiting(server, site) as visitor,
        at_desk(tmp_path / "profile", server.url, ann.email, ann.token) as desk,
    ):
        await desk.live()
        await visitor.start_chat("Where are you?")
        desk.click_tab(await desk.chat_with("Where are you?"))
        await colleague("create_canned_response", text="Follow this.", desk={"content": content})
        row = await has(desk, "The way")
        library = desk.program.controls.library
        await desk.until(library.sharing.keeps_files, "what the server keeps")
        library.insertion.insert(Picked(row.id))
        await desk.until(lambda: any("goes without it" in one for one in desk.notices()), "notice")
        desk.press_enter()
        gate = desk.composer.sending.checks.gate
        await desk.until(lambda: gate.is_open, "the question")

        assert gate.text == "“way.txt” is not here yet, so this would go without it."
        library.editing.edit(row.id)
        editor = await desk.sheet(ResponseEditor)
        note = editor.more.files.note
        coming = "One file is not on this computer yet; it will be fetched when connected."
        await desk.until(lambda: note.text() == coming, "the editor says so too")
        assert await library.sharing._shared.files_to_come() == 1
        await asyncio.to_thread(bring, server, ann, digest, data)
        await desk.until(lambda: desk.composer.files.files, "the file came into the draft")
        await desk.until(lambda: note.text() == "Colleagues get these files too.", note.text())
        editor.reject()
        desk.press_enter()
        heard = await visitor.hear("Follow this.")

        assert heard["text"] == "Follow this."
        assert not gate.is_open
        await desk.until(lambda: not desk.composer.files.files, "the file went with it")


def bring(server: ServerProcess, who: AddedOperator, digest: str, data: bytes) -> None:
    post = ResponsePost(parse_address(server.url), f"Bearer {who.token}", Trust())
    file = Attachment(name="way.txt", media_type="text/plain", size=len(data), digest=digest)
    post.bring(CarriedFile(file=file, place=Place(), is_here=True, may_bring=True), data)
