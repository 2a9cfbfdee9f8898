"""Two changed copies of a shared response become one, and nothing is lost without a word."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from undivided.library.model.parts import Alternative, Fact, Fill, Quote, SlotKind, Variant
from undivided.library.model.responses import MAX_BODY, Response, cleaned
from undivided.library.sharing.three_way import MERGED, FieldConflict, difference, merged
from undivided.library.text_changes import Kind, Piece

BASE = Response(title="Title", body="one\ntwo\nthree\nfour", shortcuts=("a", "b"), tags=("x",))
LISTS = ("shortcuts", "tags", "pages", "variants", "attachments")


def test_field_that_one_side_changed_is_taken_from_it() -> None:
    mine, theirs = replace(BASE, title="Mine"), replace(BASE, language="de", owner="them")

    result = merged(BASE, mine, theirs)

    assert result.response == replace(BASE, title="Mine", language="de", owner="them")
    assert result.conflicts == ()


def test_same_change_on_both_sides_is_no_conflict() -> None:
    both = replace(BASE, title="Both", body="other")

    assert (merged(BASE, both, both).response, merged(BASE, both, both).conflicts) == (both, ())


def test_two_changes_of_a_field_keep_both() -> None:
    result = merged(BASE, replace(BASE, title="Mine"), replace(BASE, title="Theirs"))

    assert result.conflicts == (FieldConflict("title", "Title", "Mine", "Theirs"),)
    assert result.response.title == "Theirs"
    assert result.decided({"title"}).title == "Mine"
    assert result.decided(()).title == "Theirs"


def test_lines_that_do_not_meet_are_put_together() -> None:
    mine = replace(BASE, body="zero\none\ntwo\nthree\nfour")
    theirs = replace(BASE, body="one\ntwo\nthree\n4\nfive")

    assert merged(BASE, mine, theirs).response.body == "zero\none\ntwo\nthree\n4\nfive"


def test_changes_in_one_line_or_beside_each_other_are_a_conflict() -> None:
    mine = replace(BASE, body="one\n2\nthree\nfour")

    for theirs in ("one\ndeux\nthree\nfour", "one\ntwo\n3\nfour", "one\nfour"):
        assert [c.field for c in merged(BASE, mine, replace(BASE, body=theirs)).conflicts] == [
            "body"
        ]


def test_words_added_and_removed_by_either_side_are_both_heard() -> None:
    mine, theirs = replace(BASE, tags=("x", "y")), replace(BASE, tags=("z",))

    result = merged(BASE, mine, theirs)

    assert (result.response.tags, result.conflicts) == (("y", "z"), ())


def test_other_order_of_shortcuts_is_a_conflict_when_both_changed_them() -> None:
    mine, theirs = replace(BASE, shortcuts=("b", "a")), replace(BASE, shortcuts=("a", "b", "c"))

    assert [c.field for c in merged(BASE, mine, theirs).conflicts] == ["shortcuts"]


def test_two_wordings_of_a_variant_are_both_kept() -> None:
    base = replace(BASE, variants=(Variant(body="old"),))
    mine = replace(base, variants=(Variant(body="mine"),))
    theirs = replace(base, variants=(Variant(body="theirs"),))

    result = merged(base, mine, theirs)

    assert [each.body for each in result.response.variants] == ["mine", "theirs"]


def test_blanks_are_put_together_by_their_names() -> None:
    base = replace(BASE, slots=(SlotKind(name="day"), SlotKind(name="old")))
    mine = replace(BASE, slots=(SlotKind(name="Day", fill=Fill.DATE), SlotKind(name="old")))
    theirs = replace(BASE, slots=(SlotKind(name="day"), SlotKind(name="new")))

    result = merged(base, mine, theirs)

    assert result.response.slots == (SlotKind(name="Day", fill=Fill.DATE), SlotKind(name="new"))
    assert [
        c.field
        for c in merged(
            base, mine, replace(BASE, slots=(SlotKind(name="day", fill=Fill.NUMBER),))
        ).conflicts
    ] == ["slots"]


def test_texts_that_are_too_long_together_stay_apart() -> None:
    long = "x" * (MAX_BODY // 2 - 20)
    mine, theirs = (
        replace(BASE, body=f"{long}\n{BASE.body}"),
        replace(BASE, body=f"{BASE.body}\n{long}"),
    )

    result = merged(BASE, mine, theirs)

    assert [c.field for c in result.conflicts] == []
    longer = replace(theirs, body=theirs.body + "y" * 100, tags=("q",))
    apart = merged(BASE, mine, longer)
    assert [c.field for c in apart.conflicts] == ["body", "tags"]
    assert apart.response == longer


def test_shortcuts_that_differ_in_case_only_stay_apart() -> None:
    mine, theirs = (
        replace(BASE, shortcuts=("a", "b", "X")),
        replace(BASE, shortcuts=("a", "b", "x")),
    )

    assert [c.field for c in merged(BASE, mine, theirs).conflicts] == ["shortcuts"]


def test_fields_that_do_not_fit_together_stay_apart_whoever_is_mine() -> None:
    base = replace(BASE, language="de")
    english = replace(BASE, language="en", title="New")
    mixed = replace(BASE, language="", variants=(Variant(body="v", language="en"),))

    disputed = ["title", "variants", "language"]
    assert [c.field for c in merged(base, english, mixed).conflicts] == disputed
    assert [c.field for c in merged(base, mixed, english).conflicts] == disputed


def test_what_is_mine_alone_stays_mine() -> None:
    mine = replace(BASE, id="m", starred=True, uses=7)
    theirs = replace(BASE, id="t", uses=9, title="New")

    assert merged(BASE, mine, theirs).response == replace(mine, title="New")


def test_thousands_of_equal_lines_are_merged_at_once() -> None:
    base = replace(BASE, body="a" + "\n" * 8000 + "b")
    mine = replace(BASE, body="c\nc" + "\n" * 7000 + "b")
    theirs = replace(BASE, body="a" + "\nx\n" * 3000 + "d")

    assert [c.field for c in merged(base, mine, theirs).conflicts] == ["body"]


def test_difference_is_shown_word_by_word() -> None:
    changed = replace(BASE, title="Other title", tags=("y",), uses=4)

    title, tags = difference(replace(BASE, title="The title"), changed)

    assert title.pieces == (
        Piece(Kind.REMOVED, "The"),
        Piece(Kind.ADDED, "Other"),
        Piece(Kind.SAME, " title"),
    )
    assert (tags.field, tags.before, tags.after, tags.pieces) == ("tags", ("x",), ("y",), ())


def test_response_does_not_differ_from_itself() -> None:
    assert difference(BASE, BASE) == ()


def _lists(*words: object) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(st.sampled_from(words), unique=True).map(tuple)


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["Title", "New", "Newer"]),
        "body": st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=6).map(
            lambda lines: "\n".join(["x", *lines, "y"])
        ),
        "shortcuts": _lists("a", "b", "B", "c"),
        "variants": _lists(
            Variant(body="v"), Variant(body="v", language="de"), Variant(body="w", language="en")
        ),
        "slots": _lists(
            SlotKind(name="day"), SlotKind(name="Day", fill=Fill.DATE), SlotKind(name="size")
        ),
        "folder": st.sampled_from([(), ("F",), ("F", "G")]),
        "tags": _lists("x", "y", "é", "e"),
        "language": st.sampled_from(["", "de", "en"]),
        "pages": _lists("*", "*/cart", "*/buy"),
        "owner": st.sampled_from(["", "ann@example.com"]),
        "review_by": st.none() | st.dates(),
        "fact": st.none()
        | st.builds(
            Fact,
            source=st.just("list"),
            valid_until=st.dates(),
            is_available=st.booleans(),
            alternatives=_lists(Alternative(name="lamp"), Alternative(name="bulb", reason="Same")),
        ),
        "quote": st.none() | st.builds(Quote, said_by=st.just("Ana"), is_agreed=st.booleans()),
        "is_offer": st.booleans(),
    },
)


@st.composite
def three_copies(draw: st.DrawFn) -> tuple[Response, Response, Response]:
    """Return a response and two copies in which some fields were changed."""
    base = cleaned(replace(BASE, **draw(CHANGES)))
    mine, theirs = (cleaned(replace(base, **draw(CHANGES))) for _ in range(2))
    return base, mine, theirs


@given(three_copies())
def test_nothing_is_lost_without_a_conflict(copies: tuple[Response, Response, Response]) -> None:
    base, mine, theirs = copies

    result = merged(base, mine, theirs)

    disputed = {conflict.field: conflict for conflict in result.conflicts}
    for name in MERGED:
        was, here, there, now = (
            getattr(each, name) for each in (base, mine, theirs, result.response)
        )
        if name in disputed:
            assert (disputed[name].mine, disputed[name].theirs, now) == (here, there, there)
        elif name in LISTS:
            assert {*here, *there} - {*was} <= {*now}
            assert not ({*was} - ({*here} & {*there})) & {*now}
        elif name == "body":
            added = {*here.split("\n"), *there.split("\n")} - {*was.split("\n")}
            assert added <= {*now.split("\n")}
        elif name == "slots":
            assert {*here, *there} - {*was} <= {*now}
        else:
            assert now == (there if here == was else here)


@given(three_copies())
def test_sides_may_change_places(copies: tuple[Response, Response, Response]) -> None:
    base, mine, theirs = copies

    one, other = merged(base, mine, theirs), merged(base, theirs, mine)

    disputed = {conflict.field for conflict in one.conflicts}
    assert [(c.field, c.mine, c.theirs) for c in one.conflicts] == [
        (c.field, c.theirs, c.mine) for c in other.conflicts
    ]
    assert {change.field for change in difference(one.response, other.response)} <= disputed


@given(three_copies())
def test_what_was_put_together_is_kept_as_it_is(
    copies: tuple[Response, Response, Response],
) -> None:
    base, mine, theirs = copies
    result = merged(base, mine, theirs).response

    assert cleaned(result) == result
    assert merged(theirs, result, theirs).response == result
    assert merged(base, result, result).conflicts == ()


@given(st.text("ab \n", max_size=60), st.text("ab \n", max_size=60))
def test_pieces_make_up_both_texts(before: str, after: str) -> None:
    pieces = difference(replace(BASE, body=before), replace(BASE, body=after))
    shown = pieces[0].pieces if pieces else (Piece(Kind.SAME, before),)

    assert "".join(piece.text for piece in shown if piece.kind is not Kind.ADDED) == before
    assert "".join(piece.text for piece in shown if piece.kind is not Kind.REMOVED) == after


@given(st.lists(st.sampled_from("abc"), max_size=8), st.data())
def test_lines_of_one_side_alone_are_taken_as_they_are(
    lines: list[str], data: st.DataObject
) -> None:
    body = "\n".join(["x", *lines, "x"])
    mine = "\n".join(["x", *data.draw(st.permutations(lines)), "x"])
    base = replace(BASE, body=body)

    result = merged(base, replace(BASE, body=mine), replace(base, title="New"))

    assert (result.response.body, result.response.title) == (mine, "New")
