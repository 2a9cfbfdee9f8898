"""Calls for a supervisor between operators' programs and the real server logic."""

from typing import Any

import pytest

from tests.server.core.hub_play import HubPlay
from tests.session.operator_app import OperatorApp
from undivided.protocol.help_calls import (
    NAME_CHARACTERS,
    REASON_CHARACTERS,
    TYPE,
    HelpWord,
    help_word_in,
)
from undivided.protocol.ids import ChatId, UserId
from undivided.protocol.pushes import IncomingMulticast
from undivided.session import commands
from undivided.session.facts import HelpHeard


def heard(app: OperatorApp) -> list[HelpWord]:
    """Return the words that reached a desk."""
    return [notice.word for notice in app.notices if isinstance(notice, HelpHeard)]


def test_a_call_reaches_every_other_desk_and_who_comes_is_in_the_chat(play: HubPlay) -> None:
    ann, bob = OperatorApp(play, "ann"), OperatorApp(play, "bob")
    eve = play.visitor("eve")
    chat = ChatId(eve.start("You idiots")[0])
    ann.settle()
    bob.settle()
    mine, other = (ann, bob) if chat in ann.scene.rows else (bob, ann)
    wanted = HelpWord(word="wanted", chat_id=chat, by="Ann", visitor="Eve", reason="You idiots")

    mine.do(commands.CallForHelp(wanted))
    other.settle()
    other.do(commands.JoinChat(chat))
    other.do(commands.CallForHelp(HelpWord(word="coming", chat_id=chat, by="Bob")))
    mine.settle()
    other.say(chat, "Good day, I lead the team here.")

    assert heard(other) == [wanted]
    assert [word.word for word in heard(mine)] == ["coming"]
    assert other.scene.rows[chat].is_active
    assert mine.scene.rows[chat].is_active
    assert mine.scene.rows[chat].colleagues != ()
    assert eve.texts(chat)[-1] == "Good day, I lead the team here."
    assert TYPE not in repr(eve.frames)


def test_a_visitor_who_is_kept_out_is_gone_at_once(play: HubPlay) -> None:
    ann, eve = OperatorApp(play, "ann"), play.visitor("eve")
    chat = ChatId(eve.start("You idiots")[0])
    ann.settle()

    ann.do(commands.KeepOut(UserId(ann.scene.rows[chat].visitor.id), 1))

    assert not ann.scene.rows.get(chat) or not ann.scene.rows[chat].is_active


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("another", {"word": "wanted", "chat_id": "c"}),
        (TYPE, None),
        (TYPE, ["wanted"]),
        (TYPE, {"word": "wanted"}),
        (TYPE, {"word": "shouted", "chat_id": "c"}),
        (TYPE, {"word": "wanted", "chat_id": 7}),
        (None, {"word": "wanted", "chat_id": "c"}),
    ],
)
def test_a_word_among_operators_that_is_no_call_is_passed_over(kind: str, content: Any) -> None:
    assert help_word_in(IncomingMulticast(content=content, type=kind)) is None


def test_what_a_call_says_is_cut_to_a_sane_length() -> None:
    told = {"word": "wanted", "chat_id": "c", "by": "a" * 999, "visitor": "b" * 999}
    word = help_word_in(IncomingMulticast(content={**told, "reason": "c" * 999}, type=TYPE))

    assert word is not None
    assert [len(word.by), len(word.visitor)] == [NAME_CHARACTERS] * 2
    assert len(word.reason) == REASON_CHARACTERS
