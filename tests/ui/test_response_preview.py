"""What a preview says below the text is true."""

from undivided.library.filling.slots import fill
from undivided.ui.responses.response_preview import facts_about


def test_only_what_the_chat_gave_is_said_to_come_from_it() -> None:
    body = "Hello {{visitor.first_name|there}}, at {{visitor.email|the address you gave us}}?"

    given, stands_in = (
        [note.said for note in facts_about(fill(body, values), 8) if note.icon == "check"]
        for values in ({"visitor.first_name": "Elena"}, {})
    )

    assert given == ["Name filled from this chat"]
    assert stands_in == [""]
