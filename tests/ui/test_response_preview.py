"""What a preview says below the text is true."""

from undivided.library.filling.slots import fill
from undivided.library.model.parts import Quote
from undivided.library.model.responses import Response
from undivided.ui.responses.response_preview import facts_about, quote_note


def test_only_what_the_chat_gave_is_said_to_come_from_it() -> None:
    body = "Hello {{visitor.first_name|there}}, at {{visitor.email|the address you gave us}}?"

    given, stands_in = (
        [note.said for note in facts_about(fill(body, values), 8) if note.icon == "check"]
        for values in ({"visitor.first_name": "Elena"}, {})
    )

    assert given == ["Name filled from this chat"]
    assert stands_in == [""]


def test_a_quote_without_consent_has_the_mark_of_what_needs_care() -> None:
    asked, unasked = (
        Response(title="t", body="b", quote=Quote(said_by="Ana K.", is_agreed=is_agreed))
        for is_agreed in (True, False)
    )

    assert quote_note(asked).icon == "messages-square"
    assert quote_note(unasked).icon == "triangle-alert"
    assert quote_note(Response(title="t", body="b")).said == ""
