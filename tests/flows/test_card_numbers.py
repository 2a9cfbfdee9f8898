"""A card number, sent for real, is in no file and on no screen (promise G19)."""

import re
from io import BytesIO
from pathlib import Path

from aiohttp import ClientSession, FormData
from PySide6.QtTest import QTest

from tests.support.operator_desk import OperatorDesk, at_desk
from tests.support.planted_cards import Planted
from tests.support.server_process import ServerProcess
from tests.support.visitor import Visitor, visiting
from undivided.app.chat_control import CARD_MASKED
from undivided.library.model.responses import Response
from undivided.protocol.ids import ChatId
from undivided.session import commands
from undivided.storage.local_file import LocalFile

VISITORS = "4012888888881881"
OPERATORS = "5105105105105100"
ORDER = "7000123412341234"
FOUR = "\u2022" * 4


def places_of(number: str, *folders: Path) -> list[str]:
    """Return the files with the number in them, also when its digits are broken up."""
    wanted = re.compile(rb"\D{0,6}".join(digit.encode() for digit in number))
    files = (each for folder in folders for each in folder.rglob("*") if each.is_file())
    return [each.name for each in files if wanted.search(each.read_bytes())]


def in_fours(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


async def test_card_number_reaches_no_file_view_or_log_of_either_side(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, operator = server.add_site(), server.add_operator()
    profile = tmp_path / "profile"
    async with (
        at_desk(profile, server.url, operator.email, operator.token) as desk,
        visiting(
            server, site.organization_id, name=f"Elena {VISITORS}", page=f"Pay {VISITORS}"
        ) as elena,
    ):
        await desk.live()
        await elena.start_chat(f"my card is {VISITORS}, exp 09/29 cvv 987")
        chat = await desk.chat_with("my card is")
        await elena.say(f"for order {ORDER}")
        await elena.say(in_fours(VISITORS)[:9])
        await elena.say(in_fours(VISITORS)[10:])
        await elena.ask("send_sneak_peek", chat_id=elena.chat_id, sneak_peek_text=VISITORS)
        desk.program.controls.chats.pick(chat)
        desk.type(f"yours: {in_fours(OPERATORS)}")
        desk.program.controls.chats.save_drafts()
        desk.press_enter()
        heard = await elena.hear("yours:")
        await desk.delivered(chat, heard["text"])
        shown = desk.lines(chat)
        said = desk.notices()

    # The write-ahead logs and the server's own log are files like any other.
    server.stop()

    assert f"yours: {FOUR} {FOUR} {FOUR} 5100" == heard["text"]
    assert [CARD_MASKED] == said
    assert f"my card is {FOUR * 3}1881, exp **/** cvv ***" in shown
    assert f"{FOUR} {FOUR}" in shown
    assert places_of(ORDER, server.data), "the search finds what is there"
    for number in (VISITORS, OPERATORS):
        assert [] == places_of(number, server.data, profile, server.log_path.parent)
    assert VISITORS not in str(elena.heard)


async def test_planted_numbers_are_in_no_file_whichever_way_they_came(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, operator = server.add_site(), server.add_operator()
    planted, profile = Planted(), tmp_path / "profile"
    async with (
        at_desk(profile, server.url, operator.email, operator.token) as desk,
        visiting(
            server,
            site.organization_id,
            name=f"Elena {planted.card('name')}",
            page=planted.card("title of a page"),
        ) as elena,
    ):
        await desk.live()
        await elena.start_chat("Hello")
        chat = await desk.chat_with("Hello")
        desk.click_tab(chat)
        await plant_as_visitor(planted, elena, server, site.organization_id)
        await plant_as_operator(planted, desk, chat, tmp_path)
        await elena.say("That is all")
        await desk.until(lambda: "That is all" in desk.lines(chat), "everything arrived")
        desk.program.controls.chats.save_drafts()
        transcripts = desk.program.controls.transcripts
        for ending in ("txt", "json", "html"):
            transcripts.save(chat, tmp_path / f"saved.{ending}")
        await desk.until(lambda: len(list(tmp_path.glob("saved.*"))) == 3, "transcripts")
        shown = "\n".join((*desk.lines(chat), desk.words_on(desk.window), *desk.notices()))
        (tmp_path / "what was shown").write_text(shown, encoding="utf-8")
    server.stop()

    assert [] == planted.leaks(server.data, profile, server.log_path.parent, tmp_path)
    (tmp_path / "leak").write_text(planted.card("name"))
    assert ["name in leak"] == planted.leaks(tmp_path), "the search finds what is there"


async def plant_as_visitor(
    planted: Planted, elena: Visitor, server: ServerProcess, site: str
) -> None:
    chat = {"chat_id": elena.chat_id}
    thread = {**chat, "thread_id": elena.thread_id}
    card = planted.card
    event = await elena.say(card("message"))
    await elena.say(card("two messages")[:4])
    await elena.say(card("two messages")[5:])
    await elena.ask("send_sneak_peek", **chat, sneak_peek_text=card("sneak peek")[:-4])
    await elena.ask(
        "update_customer",
        name=card("new name"),
        email=f"{card('e-mail')}@example.com",
        phone_number=card("phone number"),
    )
    await elena.ask("set_customer_session_fields", session_fields=[{"note": card("field")}])
    page = {"url": f"https://shop.example/?c={card('address')}", "title": card("new title")}
    await elena.ask("update_customer_page", **page)
    for kind, where in (("chat", {"id": elena.chat_id}), ("thread", thread)):
        told = {"shop": {"note": card(f"property of a {kind}")}}
        await elena.ask(f"update_{kind}_properties", **where, properties=told)
    told = {"shop": {"note": card("property of an event")}}
    await elena.ask("update_event_properties", **thread, event_id=event, properties=told)
    rating = {"rating": {"score": 1, "comment": card("rating")}}
    await elena.ask("update_thread_properties", **thread, properties=rating)
    for form, field in (("prechat", "question"), ("desk.callback", "phone")):
        answers = [
            {
                "type": "question",
                "id": field,
                "label": card(f"label of {form}"),
                "answer": card(form),
            },
            {"type": "question", "id": "time", "label": "When", "answer": card(f"time of {form}")},
        ]
        filled = {"type": "filled_form", "form_id": form, "fields": answers}
        await elena.ask("send_event", **chat, event=filled)
    custom = {"type": "custom", "content": {"a": [card("content")]}}
    await elena.ask("send_event", **chat, event=custom)
    url = await upload(server, site, elena.token, card("file of a visitor"))
    await elena.ask("send_event", **chat, event={"type": "file", "url": url})


async def upload(server: ServerProcess, site: str, token: str, name: str) -> str:
    """Upload a file as the widget does, and return its address."""
    data = FormData()
    data.add_field("file", BytesIO(b"warm"), filename=f"{name}.txt", content_type="text/plain")
    path = f"/v3.6/customer/action/upload_file?organization_id={site}"
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        ClientSession() as web,
        web.post(f"{server.url}{path}", data=data, headers=headers) as answer,
    ):
        return str((await answer.json())["url"])


async def plant_as_operator(
    planted: Planted, desk: OperatorDesk, chat: ChatId, folder: Path
) -> None:
    card, program = planted.card, desk.program
    connection = program.context.connection
    assert connection is not None
    await desk.say(chat, f"It is {card('message of the operator')}")
    await desk.say(chat, card("two messages of the operator")[:4])
    await desk.say(chat, card("two messages of the operator")[5:])
    row = desk.bridge.chats.row_of(chat)
    assert row is not None
    assert row.thread_id is not None
    connection.do(commands.UpdateVisitor(row.visitor.id, name=card("corrected name")))
    connection.do(commands.Tag(chat, row.thread_id, card("tag")))
    given = LocalFile(f"{card('file of the operator')}.txt", "text/plain", b"warm")
    await connection.attach(chat, given)
    response = Response(
        id="r1",
        title=card("title of a response"),
        body=f"Pay with {card('response')}",
        shortcuts=(card("shortcut"),),
        tags=(card("tag of a response"),),
    )
    library = program.context.library
    await library.ask(lambda store: store.add(response))
    written = Response(id="r2", title="x", body=card("draft of a response"))
    await library.ask(lambda store: store.keep_draft("new", written))
    desk.window.desk.conversation.transcript.keep_requested.emit(card("kept as a response"))
    QTest.keyClicks(desk.window.desk.panel.canned.search.line, card("search"))
    # Last, and not whole: a draft that was left in the middle of a number.
    desk.click_tab(chat)
    desk.type(f"Is it {card('draft of the operator')[:14]}")
