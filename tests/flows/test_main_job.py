"""The main job over real parts: server process, sockets, files and window."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support.operator_desk import at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.desk.values import Delivery


async def test_a_visitor_writes_and_the_operator_answers_by_typing(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, operator = server.add_site(), server.add_operator()
    async with at_desk(tmp_path / "profile", server.url, operator.email, operator.token) as desk:
        await desk.live()
        async with visiting(server, site.organization_id, name="Elena") as elena:
            await elena.start_chat("Is a bulb included?")
            chat = await desk.chat_with("Is a bulb included?")
            desk.program.controls.chats.pick_and_write(chat)
            editor = desk.window.desk.conversation.composer.editor
            QTest.keyClicks(editor, "Yes, a warm white one.")
            QTest.keyClick(editor, Qt.Key.Key_Return)
            heard = await elena.hear("Yes, a warm white one.")
            sent = await desk.until(
                lambda: next(
                    (
                        one
                        for one in desk.bridge.transcripts.messages(chat)
                        if one.delivery is Delivery.SENT
                    ),
                    None,
                )
            )

            assert heard["text"] == sent.text
            assert desk.window.desk.conversation.composer.text == ""
