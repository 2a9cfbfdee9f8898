"""Lines of a transcript: groups, stamps, days, links, folds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rows import NOON, said
from undivided.desk.values import Author, Choice, Delivery, FileInfo, Message
from undivided.etiquette.coach.fact_marks import FactMarks
from undivided.etiquette.coach.phrases import NO_PHRASES
from undivided.etiquette.coach.shouting import Calmer
from undivided.ui.conversation.line_maker import LineMaker, day_text
from undivided.ui.conversation.transcript_lines import (
    FOLD_AFTER_LINES,
    ICON_GAP,
    MESSAGE_LIMIT,
    Kind,
    Line,
    Look,
    can_discard,
    ordinal,
)


def lines(*messages: Message, today: date | None = None) -> list[Line]:
    maker = LineMaker()
    maker.today = today
    return maker.lines(messages, is_beginning=True)


def kinds(*messages: Message) -> list[str]:
    return [line.kind.name for line in lines(*messages)]


def stamp(message: Message) -> str:
    return next(line.text for line in lines(message) if line.kind is Kind.STAMP)


def test_two_messages_within_two_minutes_share_a_stamp() -> None:
    assert kinds(said("a"), said("b", minute=2)) == ["DAY", "BUBBLE", "BUBBLE", "STAMP"]


@pytest.mark.parametrize(
    "second",
    [
        said("b", minute=2.1),
        said("b", author=Author.ME),
        said("b", is_whisper=True),
        said("b", author_name="Tess"),
        said("b", is_late=True),
    ],
    ids=["later", "other author", "whisper", "other name", "late"],
)
def test_other_neighbours_have_their_own_stamp(second: Message) -> None:
    assert kinds(said("a"), second).count("STAMP") == 2


@pytest.mark.parametrize("delivery", [Delivery.WAITING, Delivery.FAILED])
def test_what_has_not_left_stands_alone(delivery: Delivery) -> None:
    told = kinds(said("a", author=Author.ME), said("b", author=Author.ME, delivery=delivery))

    assert told.count("STAMP") == 2


def test_only_the_last_bubble_of_a_group_has_a_foot() -> None:
    feet = [line.is_foot for line in lines(said("a"), said("b")) if line.kind is Kind.BUBBLE]

    assert feet == [False, True]


@pytest.mark.parametrize(
    ("delivery", "words", "icon"),
    [
        (Delivery.SENDING, "Sending", "circle"),
        (Delivery.SENT, "Sent", "check"),
        (Delivery.SEEN, "Seen", "eye"),
        (Delivery.WAITING, "Waiting to be sent", "clock"),
        (Delivery.FAILED, "Not sent", "circle-alert"),
    ],
)
def test_delivery_is_a_word_beside_an_icon(delivery: Delivery, words: str, icon: str) -> None:
    line = lines(said("a", author=Author.ME, delivery=delivery))[-1]

    assert words in line.text
    assert line.icon == icon


def test_a_waiting_message_says_its_place() -> None:
    told = stamp(said("a", author=Author.ME, delivery=Delivery.WAITING, place=(2, 3)))

    assert told.endswith("Waiting to be sent · 2nd of 3")


def test_a_failed_message_says_why_and_offers_three_ways_on() -> None:
    message = said("k/1", author=Author.ME, delivery=Delivery.FAILED, reason="The chat was closed")
    line = lines(message)[-1]

    words = [line.text[link.start : link.end] for link in line.links]
    assert "Not sent: The chat was closed" in line.text
    assert words == ["Try again", "Copy", "Discard"]
    assert line.links[0].target == "undivided:retry/k%2F1"


def test_a_message_that_left_late_says_so() -> None:
    assert "sent later than written" in stamp(said("a", author=Author.ME, is_late=True))


def test_a_reply_says_quietly_what_vouches_for_it_or_what_nothing_does() -> None:
    told = {
        FactMarks(("39 €", "always"), ("list",)): ["No source: “39 €”, “always”"],
        FactMarks((), ("price list",)): ["Source: price list"],
        FactMarks((), ("list",), (), "asked"): [
            "Offered after a no: they asked for it",
            "Source: list",
        ],
    }

    for marks, words in told.items():
        made = lines(said("a", "39 €", Author.ME, facts=marks))
        assert [line.text.lstrip(ICON_GAP) for line in made if line.kind is Kind.FOLD] == words
    assert not any(line.kind is Kind.FOLD for line in lines(said("a", "39 €", Author.ME)))


def test_a_whisper_says_who_reads_it() -> None:
    made = lines(said("a", author=Author.COLLEAGUE, author_name="Tess", is_whisper=True))

    assert made[1].look is Look.WHISPER
    assert "only your team sees this" in made[2].text
    assert "Tess" in made[2].text


def test_each_day_has_its_line() -> None:
    told = kinds(said("a"), said("b", minute=24 * 60))

    assert told == ["DAY", "BUBBLE", "STAMP", "DAY", "BUBBLE", "STAMP"]


def test_the_first_day_says_how_the_chat_began() -> None:
    maker = LineMaker()
    maker.opening = "started 13:58 on Vesper floor lamp"

    known = maker.lines([said("a")], is_beginning=True)
    cut = maker.lines([said("a")], is_beginning=False)

    assert known[0].text.endswith("· started 13:58 on Vesper floor lamp")
    assert "started" not in cut[0].text


def test_days_are_named_from_today() -> None:
    today = date(2026, 11, 22)

    assert day_text(today, today) == "Today"
    assert day_text(date(2026, 11, 21), today) == "Yesterday"
    assert day_text(date(2026, 11, 3), today) == "Tuesday 3 November"
    assert day_text(date(2025, 11, 3), today) == "Monday 3 November 2025"


def test_a_long_message_is_folded_and_can_be_unfolded() -> None:
    message = said("a", "\n".join(["row"] * 80))
    maker = LineMaker()

    folded = maker.lines([message], is_beginning=True)
    maker.unfold("a")
    unfolded = maker.lines([message], is_beginning=True)

    assert folded[1].text.count("\n") == FOLD_AFTER_LINES - 1
    assert folded[2].text == "Show 30 more lines"
    assert unfolded[1].text.count("\n") == 79
    assert Kind.FOLD not in [line.kind for line in unfolded]


def test_no_more_than_4000_characters_are_laid_out() -> None:
    made = lines(said("a", "x" * 9000))

    assert len(made[1].text) == MESSAGE_LIMIT
    assert made[2].text == "5,000 more characters are not shown. Copy has all of it."


def test_files_and_choices_have_lines_of_their_own() -> None:
    photo = said("a", "", file=FileInfo("a\u202egpj.exe", "https://x/", size_bytes=340_000))
    asked = said("b", "May I?", Author.ME, choices=(Choice("Yes", is_pressed=True), Choice("No")))

    assert [line.kind for line in lines(photo)] == [Kind.DAY, Kind.FILE, Kind.STAMP]
    assert "agpj.exe" in lines(photo)[1].text
    assert lines(photo)[1].text.endswith("340 KB")
    assert [line.icon for line in lines(asked)[2:4]] == ["check", "circle"]


def test_a_message_with_choices_alone_has_lines() -> None:
    assert Kind.CHOICE in [line.kind for line in lines(said("a", "", choices=(Choice("Yes"),)))]


@pytest.mark.parametrize(
    ("text", "kind", "icon"),
    [
        ("The connection was lost at 14:02:17.", Kind.NOTICE, "wifi-off"),
        ("Card number hidden.", Kind.NOTICE, "credit-card"),
        ("Elena moved to Checkout", Kind.SYSTEM, "shopping-cart"),
        ("Something else", Kind.SYSTEM, "info"),
    ],
)
def test_important_system_lines_are_boxed(text: str, kind: Kind, icon: str) -> None:
    line = lines(said("a", text, Author.SYSTEM))[1]

    assert (line.kind, line.icon) == (kind, icon)


def test_a_system_line_has_no_links() -> None:
    assert lines(said("a", "Go to https://evil.example", Author.SYSTEM))[1].links == ()


def test_places_are_words() -> None:
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 21, 112)] == [
        *("1st", "2nd", "3rd", "4th", "11th", "21st", "112th")
    ]


def test_unchanged_messages_keep_their_very_lines() -> None:
    maker = LineMaker()
    messages = [said(f"k{n}", minute=5 * n) for n in range(5)]
    before = maker.lines(messages, is_beginning=True)

    after = maker.lines([*messages, said("new", minute=60)], is_beginning=True)

    assert all(one is other for one, other in zip(before[1:], after[1:], strict=False))


authors = st.sampled_from([Author.VISITOR, Author.ME, Author.COLLEAGUE, Author.SYSTEM])
histories = st.lists(st.tuples(authors, st.integers(0, 3), st.text(max_size=40)), max_size=12)


@given(histories)
def test_every_message_has_a_line_and_every_group_one_stamp(
    history: list[tuple[Author, int, str]],
) -> None:
    messages = []
    minute = 0
    for place, (author, later, text) in enumerate(history):
        minute += later
        messages.append(said(f"k{place}", text, author, minute))

    made = lines(*messages)

    assert {line.key for line in made if line.key} == {message.key for message in messages}
    feet = sum(line.is_foot for line in made)
    assert feet == sum(line.kind is Kind.STAMP for line in made)
    assert all(line.above is made[n].kind for n, line in enumerate(made[1:]))


def test_noon_is_the_tests_day() -> None:
    assert NOON.date() == date(2026, 11, 22)


@given(
    st.lists(st.tuples(st.sampled_from([Author.ME, Author.VISITOR]), st.integers(0, 3000))),
    st.integers(0, 8),
    st.integers(0, 8),
)
def test_lines_that_are_kept_equal_lines_that_are_made_anew(
    spoken: list[tuple[Author, int]], start: int, first: int
) -> None:
    messages = [
        said(f"Message {number}", author=author, minute=minute)
        for number, (author, minute) in enumerate(sorted(spoken, key=lambda each: each[1]))
    ]
    maker = LineMaker()
    maker.lines(messages[: start + first], is_beginning=True)
    later = messages[min(start, len(messages) // 2) :]

    assert maker.lines(messages, is_beginning=True) == lines(*messages)
    assert maker.lines(later, is_beginning=True) == lines(*later)


def own_file(delivery: Delivery, percent: int | None = None, url: str = "") -> Message:
    file = FileInfo("shoe.png", url, "image/png", 184_000, percent)
    return replace(said("shoe.png", author=Author.ME, delivery=delivery), file=file)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (own_file(Delivery.WAITING), "Waiting to be sent · Cancel"),
        (own_file(Delivery.SENDING, 40), "Sending · 40 % · Cancel"),
        (own_file(Delivery.SENDING), "Sending"),
        (own_file(Delivery.SENT, url="https://x/1"), "Sent"),
        (own_file(Delivery.FAILED), "Not sent · Try again · Discard"),
    ],
    ids=["waits", "is uploaded", "its event left", "sent", "refused"],
)
def test_an_own_file_says_how_far_it_is_and_what_can_be_done(message: Message, words: str) -> None:
    assert stamp(message).endswith(words)
    assert can_discard(message) is ("Cancel" in words or "Discard" in words)


def test_a_file_is_named_once_and_opened_only_where_it_has_arrived() -> None:
    for url, count in (("", 0), ("https://x/1", 1)):
        made = lines(own_file(Delivery.SENT, url=url))
        (line,) = [each for each in made if "shoe.png" in each.text]

        assert line.kind is Kind.FILE
        assert len(line.links) == count


def test_words_that_a_visitor_gave_a_file_stand_above_it() -> None:
    file = FileInfo("img_1.png", "https://x/1")

    assert kinds(replace(said("The broken heel"), file=file)) == ["DAY", "BUBBLE", "FILE", "STAMP"]


SHOUT = "WHERE IS MY ORDER, I AM WAITING"


def calm_maker() -> LineMaker:
    maker = LineMaker()
    maker.calming = Calmer(NO_PHRASES).calmed
    return maker


def texts(maker: LineMaker, *messages: Message) -> list[str]:
    made = maker.lines(messages, is_beginning=True)
    return [line.text for line in made if line.kind in (Kind.BUBBLE, Kind.FOLD)]


def test_shouted_words_of_a_visitor_are_shown_calmly_with_the_way_to_what_was_written() -> None:
    maker = calm_maker()
    shout, calm_one = said("a", SHOUT), said("b", "Hello?")
    calm = ["Where is my order, i am waiting", "Shown in small letters · Show as written", "Hello?"]
    written = [SHOUT, "Show in small letters", "Hello?"]

    assert texts(maker, shout, calm_one) == calm
    maker.turn_letters("a")
    assert texts(maker, shout, calm_one) == written
    maker.turn_all_letters()
    assert texts(maker, shout, calm_one) == written
    maker.turn_all_letters()
    assert texts(maker, shout, calm_one) == calm


def test_capitals_of_the_operator_stay() -> None:
    assert texts(calm_maker(), said("a", SHOUT, author=Author.ME)) == [SHOUT]
