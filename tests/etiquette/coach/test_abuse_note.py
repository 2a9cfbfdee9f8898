"""A note on abuse quotes the visitor with the time, and is known again by its own words."""

from datetime import UTC, datetime, timedelta, timezone

from undivided.etiquette.coach.abuse_note import is_note, note_of
from undivided.etiquette.coach.chat_view import Author, Line

AT = datetime(2026, 11, 22, 14, 5, tzinfo=timezone(timedelta(hours=1)))


def test_a_note_quotes_what_was_written_with_its_time_in_utc() -> None:
    said = (
        Line(Author.VISITOR, "You\nidiots", datetime(2026, 11, 22, 13, 1, tzinfo=UTC)),
        Line(Author.VISITOR, "x" * 999),
    )

    head, first, second = note_of(said, AT).splitlines()

    assert head == "Note on abuse, 2026-11-22 13:05 UTC. The visitor wrote:"
    assert first == "13:01 “You idiots”"
    assert len(second) <= 202


def test_only_a_note_is_taken_for_one() -> None:
    assert is_note(note_of((), AT))
    assert not is_note("A note on abuse")
