"""The topic line of the visitor panel: shown for the chosen chat, and changed by the operator."""

from PySide6.QtCore import QObject, Qt

from undivided.app.coach.chat_topics import ChatTopics
from undivided.app.session_context import SessionContext
from undivided.protocol.ids import ChatId


class TopicControl(QObject):
    """Keeps the line in step with the chat, and keeps what is written there.

    Source: practice 80.
    """

    def __init__(self, context: SessionContext, topics: ChatTopics) -> None:
        super().__init__(context.window)
        self._desk = desk = context.window.desk
        self._panel = desk.panel.visitor
        self._topics = topics
        desk.conversation.chat_shown.connect(self._show)
        context.bridge.transcripts.changed.connect(lambda _change: self._show())
        context.bridge.rows_changed.connect(lambda _chats: self._show())
        topics.changed.connect(self._show)
        self._panel.topic_changed.connect(self._change)
        self._panel.topic.returnPressed.connect(desk.leave_panel)

    def ask(self) -> None:
        """Bring the caret to the topic of the shown chat."""
        if self._desk.conversation.chat_id is None:
            return
        self._panel.set_folded(is_folded=False)
        self._desk.show_panel(is_shown=True)
        self._panel.topic.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._panel.topic.selectAll()

    def _show(self) -> None:
        chat_id = self._desk.conversation.chat_id
        if chat_id is not None:
            topic = self._topics.topic(chat_id)
            is_guess = not self._topics.chosen(chat_id)
            self._panel.show_topic(chat_id, topic, is_guess=is_guess)

    def _change(self, chat: str, words: str) -> None:
        self._topics.choose(ChatId(chat), words)
        self._show()
