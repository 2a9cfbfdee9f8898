"""Filters, the situation, typing errors and the closest titles."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from undivided.library import formats
from undivided.library.errors import ShortcutTaken
from undivided.library.finding.search import Filters, Match, Situation, Why, marks
from undivided.library.formats import Format
from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.order_steps import OrderStep
from undivided.library.model.parts import ActiveTimes, Variant
from undivided.library.model.responses import Response, Scope
from undivided.storage.library.store import LibraryStore

CARRIED = frozenset({"title", "body", "uses"})
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
CHECKOUT = Situation(page="https://shop.example/checkout/2")


def _titles(matches: list[Match]) -> list[str]:
    return [match.response.title for match in matches]


@pytest.fixture
def filled(store: LibraryStore) -> LibraryStore:
    german = (Variant(body="Bald da.", language="de"),)
    for response in (
        Response(title="Parcel one", body="b", tags=("Post Office",), language="en-GB"),
        Response(title="Parcel two", body="b", scope=Scope.TEAM, variants=german, starred=True),
        Response(title="Parcel three", body="b", tags=("office",), language="en", folder=("A",)),
    ):
        store.add(response)
    return store


@pytest.mark.parametrize("typed", ["parcel", "", "arcel", "parcle"])
@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(tag="post office"), {"one"}),
        (Filters(tag="OFFICE"), {"three"}),
        (Filters(scope=Scope.TEAM), {"two"}),
        (Filters(scope=Scope.SITE), set()),
        (Filters(language="en"), {"one", "three"}),
        (Filters(language="en-GB"), {"one"}),
        (Filters(language="de"), {"two"}),
        (Filters(language="e"), set()),
        (Filters(language="en", folder=("A",)), {"three"}),
        (Filters(language="en", tag="office", scope=Scope.PERSONAL), {"three"}),
        (Filters(is_starred=True), {"two"}),
    ],
)
def test_filters_hold_for_every_way_of_finding(
    filled: LibraryStore, typed: str, filters: Filters, titles: set[str]
) -> None:
    found = filled.search(typed, filters=filters)

    assert {title.split()[-1] for title in _titles(found)} == titles


def test_response_is_not_offered_outside_its_times(store: LibraryStore) -> None:
    store.add(Response(title="Parcel always", body="b"))
    store.add(Response(title="Parcel evening", body="b", active=ActiveTimes(opens=time(18))))
    last_year = ActiveTimes(last_day=date(2025, 12, 31))
    store.add(Response(title="Parcel once", body="b", active=last_year))

    for typed in ("parcel", "parcel b", "", "arcel", "parcell"):
        overview = store.search(typed)
        noon = store.search(typed, situation=Situation(at=NOON))
        late = store.search(typed, situation=Situation(at=NOON + timedelta(hours=7)))

        assert len(overview) == 3
        assert _titles(noon) == ["Parcel always"]
        assert {*_titles(late)} == {"Parcel always", "Parcel evening"}


def test_what_is_asleep_takes_no_place_among_the_found(store: LibraryStore) -> None:
    over = ActiveTimes(last_day=date(2025, 12, 31))
    for number in range(12):
        store.add(Response(title=f"Parcel {number}", body="b", active=over, uses=9))
    for number in range(12, 17):
        store.add(Response(title=f"Parcel {number}", body="b"))

    for typed in ("parcel", "parcel b", ""):
        assert len(store.search(typed, situation=Situation(at=NOON), limit=5)) == 5


@pytest.mark.parametrize("typed", ["parc", "parcel l"])
def test_best_place_wins_although_hundreds_are_used_more(store: LibraryStore, typed: str) -> None:
    busy = [Response(title=f"Late parcel {n}", body="b", uses=9 + n) for n in range(40)]
    start = [Response(title="Parcel office", body="late", uses=1)] if typed == "parc" else []
    rows = [*busy, *start, Response(title="Parcel late", body="b")]
    rows.append(Response(title="Ask", body="b", shortcuts=("parcel-late",)))
    store.import_responses(formats.read(formats.write(rows, Format.JSON)))

    found = store.search(typed, limit=5)

    wanted = ["Ask", *(["Parcel office"] if start else []), "Parcel late", "Late parcel 39"]
    assert _titles(found)[: len(wanted)] == wanted

    store.change_many([each.id for each in store.everything()], move_to=("A",))
    inside = store.search(typed, filters=Filters(folder=("A",), scope=Scope.PERSONAL), limit=5)
    assert _titles(inside) == _titles(found)


def test_tag_and_folder_win_although_hundreds_of_texts_are_used_more(store: LibraryStore) -> None:
    rows = [Response(title=f"T{n}", body=f"customs {n}", uses=9) for n in range(40)]
    rows += [Response(title="Tagged", body="b", tags=("customs",))]
    rows += [Response(title="Inside", body="b", folder=("Customs",))]
    store.import_responses(formats.read(formats.write(rows, Format.JSON)))

    assert {*_titles(store.search("custo", limit=5))[:2]} == {"Tagged", "Inside"}


def test_responses_for_the_page_go_first_among_equals(store: LibraryStore) -> None:
    for number in range(30):
        store.add(Response(title=f"Pay by card {number}", body="b", uses=9))
    store.add(Response(title="Pay later", body="b", pages=("*/checkout*",)))
    store.add(Response(title="Other page", body="pay", pages=("*/cart*",)))
    store.add(Response(title="Ask", body="b", shortcuts=("pay",)))

    typed = store.search("pay", situation=CHECKOUT, limit=3)
    browsed = store.search("", situation=CHECKOUT, limit=3)

    assert _titles(typed)[:2] == ["Ask", "Pay later"]
    assert [match.is_for_page for match in typed] == [False, True, False]
    assert typed[1].reason == "start of its title · for this page"
    assert browsed[0].reason == "for this page"
    assert _titles(browsed)[0] == "Pay later"


def test_responses_for_a_step_of_the_order_are_those_of_its_pages_most_used_first(
    store: LibraryStore,
) -> None:
    step = OrderStep("Payment", ("*/checkout/payment*",))
    store.add(Response(title="Cards", body="b", pages=("*/checkout*",), uses=1))
    store.add(Response(title="Invoice", body="b", pages=("*/payment",), uses=7))
    store.add(
        Response(
            title="Asleep",
            body="b",
            pages=("*/payment",),
            active=ActiveTimes(last_day=date(2020, 1, 1)),
        )
    )
    store.add(Response(title="Other page", body="payment", pages=("*/cart*",)))
    store.add(Response(title="Any page", body="payment"))
    now = Situation(at=NOON)

    assert _titles(store.for_step(step, now)) == ["Invoice", "Cards"]
    assert _titles(store.for_step(step, now, limit=1)) == ["Invoice"]
    assert all(match.is_for_page for match in store.for_step(step, now))


def test_responses_that_fit_the_message_go_first_among_equals(store: LibraryStore) -> None:
    for number in range(30):
        store.add(Response(title=f"Pay by card {number}", body="b", uses=9))
    store.add(Response(title="Pay in instalments", body="b"))

    found = store.search("pay", situation=Situation(message="Can I use instalments?"), limit=3)

    assert _titles(found)[0] == "Pay in instalments"
    assert found[0].reason == "start of its title · fits their message"


def test_among_equals_the_one_used_last_goes_first(store: LibraryStore) -> None:
    ids = [store.add(Response(title=f"Pay {name}", body="b")).id for name in "abc"]
    for number, response_id in enumerate((ids[1], ids[2], ids[0])):
        store.record_use(response_id, NOON + timedelta(minutes=number))

    assert _titles(store.search("pay")) == ["Pay a", "Pay c", "Pay b"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("delivrey", "Delivery abroad"),
        ("dleivery", "Delivery abroad"),
        ("dilivery abraod", "Delivery abroad"),
        ("Pasword", "New password"),
        ("passwrod new", "New password"),
        ("newe", "New password"),
        ("refnu", "When the refund arrives"),
        ("créme", "Crème brûlée"),
        ("insurence", "Insurance"),
    ],
)
def test_typing_errors_are_forgiven(store: LibraryStore, typed: str, title: str) -> None:
    for each in (
        "Delivery abroad",
        "New password",
        "When the refund arrives",
        "Crème brûlée",
        "Insurance",
    ):
        store.add(Response(title=each, body="b"))

    found = store.search(typed)

    assert _titles(found) == [title]


@pytest.mark.parametrize("typed", ["cat", "delivery xyzzy", "qqqqqqqq", "paswrdo x"])
def test_what_is_too_far_off_is_not_guessed(store: LibraryStore, typed: str) -> None:
    store.add(Response(title="Delivery of a car", body="b"))

    assert store.search(typed) == []


def test_typing_errors_are_only_forgiven_when_nothing_is_found(store: LibraryStore) -> None:
    store.add(Response(title="Form", body="b"))
    store.add(Response(title="From abroad", body="b"))

    assert _titles(store.search("form")) == ["Form"]
    assert [match.why for match in store.search("fromm")] == [Why.SPELLING]
    assert store.search("fromm")[0].reason == "spelt nearly the same"


def test_letters_of_the_word_that_was_meant_are_marked(store: LibraryStore) -> None:
    store.add(Response(title="Delivery abroad", body="b"))

    assert store.search("delivrey abraod")[0].terms == ("delivery", "abroad")


def test_new_word_is_known_to_the_spelling_at_once(
    store: LibraryStore, open_store: Callable[[], LibraryStore]
) -> None:
    nothing = store.search("warrenty")
    open_store().add(Response(title="Warranty", body="b"))

    assert nothing == []
    assert _titles(store.search("warrenty")) == ["Warranty"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Złoty kurs", "zloty"),
        ("Złoty kurs", "ZŁOTY ku"),
        ("Købsbevis", "kob"),
        ("Bal\u0131k içecek", "balik ice"),
        ("İade", "iade"),
        ("Maße der Straße", "masse strasse"),
        ("Cœur ouvert", "coeur"),
        ("Đặt hàng", "dat hang"),
        ("Þjónusta", "thjon"),
    ],
)
def test_letters_of_a_language_are_found_with_and_without_their_keys(
    store: LibraryStore, written: str, typed: str
) -> None:
    store.add(Response(title=written, body="b"))
    store.add(Response(title="Other", body=f"{written}."))

    for asked in (typed, written):
        assert _titles(store.search(asked)) == [written, "Other"]
    (first, _) = store.search(typed)
    assert marks(written, first.terms)[0][0] == 0


def test_title_with_a_letter_of_its_own_wins_although_hundreds_of_texts_are_used_more(
    store: LibraryStore,
) -> None:
    rows = [Row(n, Response(title=f"Kurs {n}", body="złoty", uses=9), CARRIED) for n in range(90)]
    store.import_responses(Parsed(tuple(rows)))
    store.add(Response(title="Złoty", body="b"))

    assert _titles(store.search("zloty"))[0] == "Złoty"


def test_shortcuts_that_differ_in_such_a_letter_only_are_one(store: LibraryStore) -> None:
    store.add(Response(title="One", body="b", shortcuts=("łódź",)))

    with pytest.raises(ShortcutTaken):
        store.add(Response(title="Two", body="b", shortcuts=("lodz",)))


def test_closest_titles_are_the_way_on_from_an_empty_list(store: LibraryStore) -> None:
    for title in ("Delivery abroad", "Delivery costs", "Opening hours"):
        store.add(Response(title=title, body="b"))

    found = store.closest("delivery to the moon", limit=2)

    assert {*_titles(found)} == {"Delivery abroad", "Delivery costs"}
    assert {match.why for match in found} == {Why.CLOSEST}
    assert store.closest("zzzz") == []
    assert store.closest(" ") == []
    assert store.closest("delivery", filters=Filters(folder=("A",))) == []


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("/abc", "shortcut"),
        ("/ab", "start of its shortcut"),
        ("parc", "start of its title"),
        ("late", "in its title"),
        ("offi", "tag “Post office”"),
        ("abro", "folder “Abroad”"),
        ("late offi", "tag “Post office”"),
        ("soon", "in its text"),
        ("bald", "in another wording"),
        ("arcel", "inside a word"),
        ("parsel", "spelt nearly the same"),
    ],
)
def test_match_says_why_in_words(store: LibraryStore, typed: str, reason: str) -> None:
    store.add(
        Response(
            title="Parcel late",
            body="It comes soon.",
            shortcuts=("abc",),
            tags=("x", "Post office"),
            folder=("Delivery", "Abroad"),
            variants=(Variant(body="Bald da.", language="de"),),
        )
    )

    assert [match.reason for match in store.search(typed)] == [reason]


def test_shortcut_gives_its_response_whatever_case_and_slash(store: LibraryStore) -> None:
    added = store.add(Response(title="Hello", body="b", shortcuts=("Café",)))

    assert [store.by_shortcut(name) for name in ("/cafe", "CAFÉ", " #café ")] == [added] * 3
    assert store.by_shortcut("caf") is None
    assert store.by_shortcut("") is None


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("wifi", ["Wi-Fi in the shop"]),
        ("shop wifi", ["Wi-Fi in the shop"]),
        ("e-mail", ["Our email"]),
        ("gift cart", []),
        ("password", ["Pass word rules"]),
    ],
)
def test_words_are_found_whether_written_as_one_or_in_two(
    store: LibraryStore, typed: str, titles: list[str]
) -> None:
    for title in ("Wi-Fi in the shop", "Our email", "Pass word rules"):
        store.add(Response(title=title, body="b"))

    assert _titles(store.search(typed)) == titles


def test_body_that_has_a_word_in_two_is_found_and_says_why(store: LibraryStore) -> None:
    store.add(Response(title="Cable", body="There is Wi-Fi."))

    assert [match.reason for match in store.search("wifi")] == ["spelt nearly the same"]
