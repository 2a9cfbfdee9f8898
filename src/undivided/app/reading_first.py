"""Asks before something that the visitor sees would go out without what they wrote being read.

The composer asks for itself, beside the text; this is for sheets and keys. Source: promise G5.
"""

from collections.abc import Callable

from undivided.app.session_context import SessionContext
from undivided.protocol.ids import ChatId
from undivided.ui.composer.send_question import BLIND, question_of
from undivided.ui.words import wording


def after_reading(
    context: SessionContext, chat_id: ChatId, undone: str, act: Callable[[], None]
) -> None:
    """Do it now, or when the operator says so because there is something that they have not read.

    Args:
        undone: What has not happened, as a sentence.
        act: Says something to the visitor, or ends the chat.
    """
    row = context.bridge.chats.row_of(chat_id)
    if row is None or row.reach not in BLIND:
        act()
        return
    asked = question_of(row.reach, row.visitor.shown_name, row.unseen)
    context.offer(f"{undone} {asked}", wording.SEND_ANYWAY, act)
