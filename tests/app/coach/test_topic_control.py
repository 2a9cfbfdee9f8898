"""The topic of a chat in the real window: guessed, changed by key, kept, and led back to."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from tests.app.coach.test_coach_control import ELENA, coached, hear, hint, press
from undivided.desk.values import Author
from undivided.storage.chat_writing import ChatWritingFile

SMALL_TALK = (
    (Author.ME, "Yes, it leaves tonight."),
    (Author.VISITOR, "such weather!"),
    (Author.ME, "Awful, and so cold here."),
    (Author.VISITOR, "my dog hates it"),
    (Author.ME, "Mine too, haha."),
    (Author.VISITOR, "seen any good film?"),
    (Author.ME, "The one with the ghost."),
    (Author.VISITOR, "loved the music"),
    (Author.ME, "So did I."),
    (Author.VISITOR, "do you play the guitar?"),
)


async def test_the_topic_is_guessed_changed_led_back_to_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "chat-writing.json"
    async with coached(tmp_path) as desk:
        topic = desk.window.desk.panel.visitor.topic
        act = desk.window.findChild(QAction, "topic")
        assert act is not None
        await desk.until(lambda: topic.text() == "Do you ship the lamp to Norway by Friday?")

        act.trigger()
        assert topic.hasFocus()
        QTest.keyClicks(topic, "Card 4111 1111 1111 1111 and the Vesper lamp")
        QTest.keyClick(topic, Qt.Key.Key_Return)
        await desk.until(lambda: "1111 and the Vesper lamp" in topic.text(), "the topic is kept")
        assert "4111 1111 1111" not in topic.text()
        assert desk.composer.editor.hasFocus()
        await desk.until(lambda: "Vesper" in _kept(path), "kept in the profile")
        assert "4111 1111 1111" not in path.read_text("utf-8")

        act.trigger()
        QTest.keyClicks(topic, "The Vesper lamp to Norway")
        QTest.keyClick(topic, Qt.Key.Key_Escape)
        assert "1111 and the Vesper lamp" in topic.text()
        QTest.keyClicks(topic, " ")
        topic.setText("")
        topic.setModified(True)
        QTest.keyClick(topic, Qt.Key.Key_Return)
        await desk.until(lambda: topic.text() == "Do you ship the lamp to Norway by Friday?")

        hear(desk, *SMALL_TALK)
        desk.type("A little, in the evening.")
        await hint(desk, "exchanges off the topic")
        press(desk, Qt.Key.Key_Tab)
        assert desk.composer.text.endswith("Do you ship the lamp to Norway by Friday?")
        assert desk.composer.editor.hasFocus()
        desk.program.controls.coach.topics.choose(ELENA, "The Vesper lamp")
        assert topic.text() == "The Vesper lamp"
        await desk.until(lambda: _kept(path) == "The Vesper lamp", "kept in the profile")

    async with coached(tmp_path) as desk:
        topic = desk.window.desk.panel.visitor.topic
        await desk.until(lambda: topic.text() == "The Vesper lamp", "shown after a restart")
        assert "You said so" in topic.toolTip()


def _kept(path: Path) -> str:
    kept, _ = ChatWritingFile(path).load()
    return kept[ELENA].topic if ELENA in kept else ""
