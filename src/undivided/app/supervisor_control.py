"""Calling a supervisor into a chat, and being called; it works at any server of the protocol."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from undivided.app.attention import Attention
from undivided.app.chat_control import ChatControl
from undivided.app.session_context import SessionContext
from undivided.etiquette.calm_text import one_line
from undivided.protocol.help_calls import REASON_CHARACTERS, SENIOR, HelpWord, Word
from undivided.protocol.ids import ChatId
from undivided.runtime.notifier import Notice as Notification
from undivided.session import commands
from undivided.session.facts import CommandDone, CommandFailed, HelpHeard, Notice
from undivided.ui.words import temper_wording as words

HEARD_WITHIN_MS = 6_000
"""A desk answers at once; after so long nobody is there."""

Offer = Callable[[str, str, Callable[[], None]], None]
"""Shows a sentence with one act until it is taken or put away."""


class SupervisorControl(QObject):
    """Says and hears the words of calls. Source: practice 72.

    Args:
        last_insult: Returns what the call is about, or "".
        transfer: Offers the shown chat to colleagues, where no supervisor is there.
    """

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        attention: Attention,
        offer: Offer,
        *,
        last_insult: Callable[[], str],
        transfer: Callable[[], None],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = chats
        self._attention = attention
        self._offer = offer
        self._last_insult = last_insult
        self._transfer = transfer
        self._calling: dict[ChatId, str] = {}
        self._heard: set[ChatId] = set()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(HEARD_WITHIN_MS)
        self._silence.timeout.connect(self._nobody)
        context.listeners.append(self._told)
        context.bridge.chats_removed.connect(self._forget)
        context.window.desk.conversation.temper.supervisor_wanted.connect(self.call)

    def call(self) -> None:
        """Call whoever may help into the shown chat."""
        row = self._context.bridge.chats.row_of(self._chats.shown or ChatId(""))
        if row is None or not row.is_active:
            return
        name = row.visitor.shown_name
        reason = one_line(self._last_insult(), REASON_CHARACTERS)
        self._calling[row.id] = name
        self._heard.discard(row.id)
        self._silence.start()
        self._context.troubled(words.CALLED)
        self._say("wanted", row.id, visitor=name, reason=reason)

    def join(self, chat_id: ChatId) -> None:
        """Come into a chat that a colleague called for."""
        self._context.window.come_to_front()
        row = self._context.bridge.chats.row_of(chat_id)
        if row is not None and row.is_active:
            self._chats.pick_and_write(chat_id)
            self._say("coming", chat_id)
        else:
            self._chats.join(chat_id)

    def _told(self, notice: Notice) -> None:
        match notice:
            case HelpHeard(HelpWord(word="wanted") as word):
                self._wanted(word)
            case HelpHeard(HelpWord(word=said, chat_id=chat_id, by=by)) if chat_id in self._calling:
                self._answered(chat_id, said, by)
            case CommandDone(commands.JoinChat(chat_id)):
                self._say("coming", chat_id)
            case CommandFailed(commands.CallForHelp(HelpWord(word="wanted"))):
                self._silence.stop()
            case _:
                pass

    def _wanted(self, word: HelpWord) -> None:
        profile = self._context.bridge.status.profile
        if profile is None or profile.permission not in SENIOR:
            return
        self._say("heard", word.chat_id)
        told = words.wanted(word)
        self._offer(told, words.JOIN, lambda: self.join(word.chat_id))
        notification = Notification(f"help {word.chat_id}", words.CALL_TITLE, told, is_urgent=True)
        self._attention.call(notification, lambda: self.join(word.chat_id))

    def _answered(self, chat_id: ChatId, said: Word, by: str) -> None:
        self._silence.stop()
        if said == "coming":
            self._context.troubled(words.is_coming(by, self._calling[chat_id]))
        elif chat_id not in self._heard:
            # Of several supervisors the first is enough to know that the call was not in vain.
            self._context.troubled(words.was_heard(by))
        self._heard.add(chat_id)

    def _nobody(self) -> None:
        self._offer(words.NOBODY_THERE, words.TRANSFER, self._transfer)

    def _say(self, word: Word, chat_id: ChatId, *, visitor: str = "", reason: str = "") -> None:
        profile, connection = self._context.bridge.status.profile, self._context.connection
        if connection is not None:
            by = "" if profile is None else profile.name
            said = HelpWord(word=word, chat_id=chat_id, by=by, visitor=visitor, reason=reason)
            connection.do(commands.CallForHelp(said))

    def _forget(self, chats: tuple[ChatId, ...]) -> None:
        for chat_id in chats:
            self._calling.pop(chat_id, None)
            self._heard.discard(chat_id)
