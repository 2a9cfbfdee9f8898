"""Lists say what there is, and what needs a look."""

from datetime import UTC, date, datetime, time, timedelta

from undivided.library.model.parts import ActiveTimes, Fact, Variant
from undivided.library.model.responses import Response
from undivided.storage.library.lists import Counted
from undivided.storage.library.store import LibraryStore

TODAY = date(2026, 5, 1)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def _titles(responses: list[Response]) -> list[str]:
    return [response.title for response in responses]


def test_tags_are_counted_whatever_their_case(store: LibraryStore) -> None:
    for number, tags in enumerate([("Post", "late"), ("post",), ("post", "Très"), ()]):
        store.add(Response(title=f"{number}", body="b", tags=tags))

    assert store.tags() == [Counted("post", 3), Counted("late", 1), Counted("Très", 1)]


def test_languages_count_variants_and_the_language_of_a_region(store: LibraryStore) -> None:
    store.add(Response(title="a", body="b", language="en-GB"))
    store.add(Response(title="b", body="b", language="en", variants=(_german(),)))
    store.add(Response(title="c", body="b"))

    assert store.languages() == [Counted("en", 2), Counted("de", 1), Counted("en-gb", 1)]


def _fact(until: date) -> Fact:
    return Fact(source="price list", valid_until=until)


def test_stale_are_those_to_review_and_those_whose_time_or_fact_is_over(
    store: LibraryStore,
) -> None:
    over = ActiveTimes(last_day=TODAY - 5 * DAY)
    for response in (
        Response(title="Today", body="b", review_by=TODAY),
        Response(title="Long ago", body="b", review_by=TODAY - 9 * DAY, active=over),
        Response(title="Tomorrow", body="b", review_by=TODAY + DAY),
        Response(title="Over", body="b", active=over),
        Response(title="Evenings", body="b", active=ActiveTimes(opens=time(18))),
        Response(title="Last day", body="b", active=ActiveTimes(last_day=TODAY)),
        Response(title="Old price", body="b", fact=_fact(TODAY - DAY)),
        Response(title="Price", body="b", fact=_fact(TODAY)),
    ):
        store.add(response)

    assert _titles(store.stale(TODAY)) == ["Long ago", "Over", "Old price", "Today"]


def test_never_used_leaves_the_list_with_the_first_use(store: LibraryStore) -> None:
    ids = {name: store.add(Response(title=name, body="b")).id for name in "ba"}
    before = _titles(store.never_used())
    store.record_use(ids["a"], NOON)

    assert (before, _titles(store.never_used())) == (["a", "b"], ["b"])


def test_always_edited_were_sent_often_and_never_as_they_stand(store: LibraryStore) -> None:
    for title, untouched, edited in (
        ("Thrice", 0, 3),
        ("Twice", 0, 2),
        ("Once as it is", 1, 9),
        ("Often", 0, 7),
    ):
        store.add(Response(title=title, body="b", sent_untouched=untouched, sent_edited=edited))

    assert _titles(store.always_edited()) == ["Often", "Thrice"]


def test_duplicates_come_in_groups_the_most_used_first(store: LibraryStore) -> None:
    text = "We are open from nine to six on working days, and on Saturday until two."
    for title, body, uses in (
        ("Hours", text, 1),
        ("Opening", text.upper().replace(",", "") + " Welcome!", 5),
        ("Other", "Your parcel is on its way and should be there tomorrow.", 9),
    ):
        store.add(Response(title=title, body=body, uses=uses))

    assert [_titles([*group]) for group in store.duplicates()] == [["Opening", "Hours"]]


def _german() -> Variant:
    return Variant(body="Guten Tag", language="de")


def test_a_response_knows_which_others_have_it_inside(store: LibraryStore) -> None:
    store.add(Response(title="Plain", body="inner {{inner}} {{day|> inner}}"))
    store.add(Response(title="Text", body="We ship {{> Inner }}."))
    variant = Variant(body="{{> /INNER}}", language="de")
    store.add(Response(title="Variant", body="b", variants=(variant,)))
    store.add(Response(title="By id", body="{{> r1}} {{> other}}"))

    assert _titles(store.holding(["inner", "r1"])) == ["Text", "Variant", "By id"]
    assert store.holding([]) == []
