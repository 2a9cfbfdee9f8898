"""Calls for a supervisor among operators, as multicasts; no server has to know of them.

A server passes a multicast on and keeps none, so a desk that is not there never hears of it: every
supervisor's desk that hears a call says so, and silence means that nobody is there.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from undivided.protocol.agent_requests import Multicast
from undivided.protocol.ids import ChatId
from undivided.protocol.pushes import IncomingMulticast

TYPE = "desk.help"
SENIOR = frozenset({"owner", "viceowner", "administrator"})
"""Permissions of those who are called. Source: RTM, "my profile"."""
NAME_CHARACTERS, REASON_CHARACTERS = 80, 200

Word = Literal["wanted", "heard", "coming"]


class HelpWord(Struct, frozen=True, kw_only=True):
    """One word of a call.

    Attributes:
        word: A supervisor is "wanted"; a desk has "heard" it; somebody is "coming".
        chat_id: Which chat it is about.
        by: The name of whoever says it.
        visitor: The name of the visitor.
        reason: What the visitor wrote, or "".
    """

    word: Word
    chat_id: ChatId
    by: str = ""
    visitor: str = ""
    reason: str = ""


def multicast_of(word: HelpWord) -> Multicast:
    """Return the request that tells all operators."""
    return Multicast(
        recipients={"agents": {"all": True}}, content=msgspec.to_builtins(word), type=TYPE
    )


def help_word_in(push: IncomingMulticast) -> HelpWord | None:
    """Return what a multicast says of a call, cut to a sane length; None if it is of none."""
    if push.type != TYPE:
        return None
    try:
        word = msgspec.convert(push.content, HelpWord)
    except msgspec.ValidationError:
        return None
    return msgspec.structs.replace(
        word,
        by=word.by[:NAME_CHARACTERS],
        visitor=word.visitor[:NAME_CHARACTERS],
        reason=word.reason[:REASON_CHARACTERS],
    )
