"""Loads the program behind the sign-in page, in steps short enough to type between them."""

from collections.abc import Iterator
from importlib import import_module

STEPS = (
    "undivided.etiquette.tongues",
    "undivided.desk.desk",
    "undivided.qtmodels.bridge",
    "undivided.qtmodels.canned_model",
    "undivided.session.session",
    "websockets.asyncio.client",
    "undivided.runtime.desk_connection",
    "undivided.runtime.library_file",
    "undivided.app.chat_control",
    "undivided.app.coach.coach_book",
    "undivided.app.responses.insertion_control",
    "undivided.app.responses.library_control",
    "undivided.app.coach.coach_room",
    "undivided.app.program",
    "undivided.ui.chats.chat_column",
    "undivided.ui.composer.composer",
    "undivided.ui.conversation.conversation",
    "undivided.ui.desk_page",
)
"""Each loads what those before it have not: imports of whole rooms take half a second together."""


def load_in_steps() -> Iterator[None]:
    """Load everything that the program and its desk are made of; run the loop at each yield."""
    for name in STEPS:
        import_module(name)
        yield
