"""Rules of the writes that are repeated until they succeed."""

from undivided.runtime.due_writes import DueWrites


def anything(_subject: object) -> bool:
    return True


def due(writes: DueWrites[str]) -> list[str]:
    return [write.work for write in writes.again(anything)]


def test_a_write_that_failed_is_due_until_it_is_done() -> None:
    writes: DueWrites[str] = DueWrites()
    write = writes.asked("a", "first")
    writes.failed(write)

    assert due(writes) == ["first"]
    assert due(writes) == []

    writes.failed(write)
    assert due(writes) == ["first"]

    writes.done(write)
    assert not writes.has_failed


def test_a_later_write_of_the_same_subject_takes_the_place_of_one_that_failed() -> None:
    writes: DueWrites[str] = DueWrites()
    writes.failed(writes.asked("a", "first"))
    writes.asked("a", "second")

    assert due(writes) == []


def test_a_write_that_fails_when_another_took_its_place_is_not_due() -> None:
    writes: DueWrites[str] = DueWrites()
    first = writes.asked("a", "first")
    second = writes.asked("a", "second")
    writes.failed(first)
    writes.done(second)

    assert not writes.has_failed
    assert due(writes) == []


def test_an_older_write_that_is_done_leaves_the_newer_one_due() -> None:
    writes: DueWrites[str] = DueWrites()
    first = writes.asked("a", "first")
    second = writes.asked("a", "second")
    writes.failed(second)
    writes.done(first)

    assert due(writes) == ["second"]


def test_failed_writes_are_repeated_in_the_order_of_asking() -> None:
    writes: DueWrites[str] = DueWrites()
    for subject, work in (("a", "old"), ("b", "other"), ("a", "new")):
        writes.failed(writes.asked(subject, work))

    assert due(writes) == ["other", "new"]


def test_a_subject_may_be_held_back() -> None:
    writes: DueWrites[str] = DueWrites()
    writes.failed(writes.asked("a", "first"))
    held = writes.again(lambda subject: subject != "a")

    assert held == []
    assert writes.has_failed
    assert due(writes) == ["first"]


def test_what_something_else_wrote_over_is_not_due() -> None:
    writes: DueWrites[str] = DueWrites()
    writes.failed(writes.asked("a", "before"))
    number = writes.last_number
    writes.superseded("a", number)
    writes.failed(writes.asked("a", "behind"))
    writes.superseded("a", number)

    assert due(writes) == ["behind"]
