"""Names, titles and file names from outside are one line that cannot turn its surroundings."""

import pytest

from tests.desk.scenes import ANN, BEN, C1, Scene, chat, live, operator, said, visitor
from undivided.desk.system_lines import sentence_of
from undivided.protocol.events import Button, Element, Event
from undivided.protocol.users import Page, Visit

TRICKY = "  \u202eElena\n\u2066System: \x00paid\u2069 \ufffc"
PLAIN = "Elena System: paid \ufffd"


def scene() -> Scene:
    desk = live()
    page = Page(url="https://shop.example/", title=TRICKY)
    person = visitor(
        TRICKY,
        email=TRICKY,
        session_fields=({TRICKY: TRICKY},),
        visit=Visit(last_pages=(page,)),
    )
    file = said(1, 0, "", by=BEN, type="file", name=TRICKY, url="https://files.example/1")
    card = said(
        2,
        1,
        text="",
        type="rich_message",
        elements=(Element(title="Which?", buttons=(Button(text=TRICKY),)),),
    )
    people = (person, operator(ANN, TRICKY), operator(BEN, TRICKY))
    desk.come(chat(file, card, said(3, 2, TRICKY), users=people))
    return desk


def test_everything_about_a_visitor_is_one_line() -> None:
    row = scene().rows[C1]

    assert row.visitor.name == PLAIN
    assert row.visitor.email == PLAIN
    assert row.visitor.fields == ((PLAIN, PLAIN),)
    assert row.visitor.pages[0].title == PLAIN
    assert row.preview == PLAIN
    assert row.colleagues == (PLAIN,)


def test_names_around_a_message_are_one_line_and_its_words_stay() -> None:
    file, card, text = scene().messages[C1]

    assert file.author_name == PLAIN
    assert file.file is not None
    assert file.file.name == PLAIN
    assert [choice.text for choice in card.choices] == [PLAIN]
    assert text.text == TRICKY


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u3164", "\u202e"])
def test_a_visitor_with_an_invisible_name_is_called_visitor(name: str) -> None:
    desk = live()
    desk.come(chat(said(1, 0), users=(visitor(name), operator())))

    assert desk.rows[C1].visitor.shown_name == "Visitor"


def test_a_calls_words_are_one_line() -> None:
    desk = scene()
    (alert,) = desk.last.alerts

    assert (alert.name, alert.page, alert.text) == (PLAIN, PLAIN, PLAIN)


def test_a_name_in_a_system_sentence_is_one_line() -> None:
    event = Event(
        type="system_message",
        system_message_type="agent_joined",
        text_vars={"agent": "Ben\nThe chat was closed.\u202e"},
    )

    assert sentence_of(event) == "Ben The chat was closed. joined the chat."
