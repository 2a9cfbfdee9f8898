"""Typed answers are kept for proposals, as long as the operator wants that."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from undivided.library.growing.proposals import AT_LEAST
from undivided.library.model.parts import Variant
from undivided.library.model.responses import MAX_BODY, Response
from undivided.storage.library import written as library_written
from undivided.storage.library.store import LibraryStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ANSWER = "Our workshop repairs brass lamps within fourteen working days after arrival."
CARD = "4111 1111 1111 1111"


def _typed(store: LibraryStore, text: str, times: int = AT_LEAST) -> None:
    for _ in range(times):
        store.record_written(text, NOON)


def test_answer_that_is_typed_often_is_proposed_with_its_count(
    store: LibraryStore, open_store: Callable[[], LibraryStore]
) -> None:
    _typed(store, f"  {ANSWER}\n", 4)
    store.record_written("Something else that nobody wrote before today.", NOON)

    assert [(each.text, each.count) for each in open_store().proposals()] == [(ANSWER, 4)]


@pytest.mark.parametrize("is_variant", [False, True], ids=["text", "variant"])
def test_what_a_response_says_already_is_not_proposed(
    store: LibraryStore, is_variant: bool
) -> None:
    _typed(store, ANSWER)
    variants = (Variant(body=ANSWER),) if is_variant else ()
    store.add(
        Response(title="Lamps", body="Other words." if is_variant else ANSWER, variants=variants)
    )

    assert store.proposals() == ()


def test_what_was_declined_is_not_proposed_again_until_it_is_wanted(
    store: LibraryStore, open_store: Callable[[], LibraryStore]
) -> None:
    _typed(store, ANSWER)
    store.decline([ANSWER])
    _typed(store, f"{ANSWER} Thank you.")

    assert open_store().proposals() == ()

    store.propose_again([ANSWER])
    assert len(store.proposals()) == 1


def test_declined_answers_are_few_and_go_with_the_typed_ones(
    store: LibraryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_written, "MAX_DECLINED", 2)
    store.decline([f"Answer {number}" for number in range(3)])
    store.decline([f"My card is {CARD}"])

    declined = store.typed().declined
    assert declined[0] == "Answer 2"
    assert len(declined) == 2
    assert CARD not in declined[1]

    store.keep_written(is_on=False)
    assert store.typed().declined == ()


def test_latest_answers_stay(store: LibraryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_written, "MAX_WRITTEN", 3)
    for number in range(5):
        store.record_written(f"Answer {number}", NOON)

    texts = store._db.execute("select text from written order by number").fetchall()

    assert texts == [("Answer 2",), ("Answer 3",), ("Answer 4",)]


def test_blank_and_overlong_answers_are_not_kept(store: LibraryStore) -> None:
    store.record_written(" \n", NOON)
    store.record_written("x" * (MAX_BODY + 1), NOON)

    assert store.written_count() == 0


def test_card_numbers_never_reach_the_disk(store: LibraryStore, path: Path) -> None:
    store.record_written(f"Your card {CARD} was charged.", NOON)
    store.close()

    kept = b"".join(file.read_bytes() for file in path.parent.glob("library.db*"))

    assert b"was charged." in kept
    assert CARD.encode() not in kept


def test_cleared_answers_are_gone_and_new_ones_are_kept(store: LibraryStore) -> None:
    _typed(store, ANSWER)
    store.clear_written()
    before = store.written_count()
    _typed(store, ANSWER, 1)

    assert (before, store.written_count(), store.proposals()) == (0, 1, ())


def test_switched_off_keeps_nothing_until_it_is_switched_on(
    store: LibraryStore, open_store: Callable[[], LibraryStore]
) -> None:
    _typed(store, ANSWER)
    store.keep_written(is_on=False)
    _typed(store, ANSWER)
    other = open_store()
    is_off = (store.written_count(), other.keeps_written())
    other.keep_written(is_on=True)
    _typed(store, ANSWER, 1)

    assert is_off == (0, False)
    assert (store.written_count(), store.keeps_written()) == (1, True)
