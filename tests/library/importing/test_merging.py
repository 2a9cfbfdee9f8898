"""An import recognises what it knows, and repeating it changes nothing."""

from hypothesis import given
from msgspec.structs import replace

from tests.support.any_response import RESPONSES
from undivided.library import formats
from undivided.library.formats import Format
from undivided.library.importing.merging import Fate, plan
from undivided.library.importing.rows import Parsed, Refused, Row
from undivided.library.model.responses import Response

CSV = frozenset({"title", "body", "shortcuts", "folder", "tags", "language"})
ALL = CSV | {"id", "source", "source_id", "scope"}


def _rows(*responses: Response, carried: frozenset[str] = ALL) -> Parsed:
    return Parsed(
        tuple(Row(number, response, carried) for number, response in enumerate(responses, 2))
    )


def _r(title: str, body: str = "b", *shortcuts: str, source: str = "", id_: str = "") -> Response:
    return Response(
        id=id_,
        title=title,
        body=body,
        shortcuts=shortcuts,
        source="other" if source else "",
        source_id=source,
    )


def test_row_is_recognised_by_its_source_even_when_all_else_changed() -> None:
    known = _r("Old", "old", "x", source="7", id_="a")

    result = plan([known], _rows(_r("New", "new", "y", source="7")))

    assert result.changed == (_r("New", "new", "y", source="7", id_="a"),)


def test_row_is_recognised_by_its_shortcut() -> None:
    result = plan([_r("Old", "old", "x", id_="a")], _rows(_r("New", "new", "X")))

    assert result.changed == (_r("New", "new", "X", id_="a"),)


def test_rows_of_two_systems_with_one_shortcut_are_two_responses() -> None:
    known = replace(_r("Old", "old", "hi", source="7", id_="a"), source="chatwoot")

    result = plan([known], _rows(_r("New", "new", "hi", source="7")))

    assert (result.changed, result.new) == ((), ())
    assert result.refused == (Refused(2, "Its shortcut already belongs to “Old”."),)


def test_row_whose_text_was_edited_in_a_spreadsheet_is_recognised_by_its_title() -> None:
    result = plan([_r("Hours", "nine", id_="a")], _rows(_r("Hours", "ten"), carried=CSV))

    assert result.changed == (_r("Hours", "ten", id_="a"),)


def test_title_that_two_have_proves_nothing() -> None:
    hours = [_r("Hours", "nine", id_="a"), _r("Hours", "to five", id_="b")]

    assert plan(hours[:1], _rows(_r("Hours", "x"), _r("Hours", "y"), carried=CSV)).changed == ()
    assert plan(hours, _rows(_r("Hours", "x"), carried=CSV)).changed == ()
    assert plan(hours[:1], _rows(_r("Hours", "x"), carried=CSV - {"folder"})).changed == ()


def test_row_is_recognised_by_its_text() -> None:
    result = plan([_r("Old", "same", id_="a")], _rows(_r("New", "same")))

    assert result.changed == (_r("New", "same", id_="a"),)


def test_what_the_file_does_not_carry_stays() -> None:
    known = Response(id="a", title="T", body="b", tags=("kept",), starred=True, uses=4)

    result = plan([known], _rows(_r("New", "b"), carried=frozenset({"title", "body"})))

    assert result.changed == (
        Response(id="a", title="New", body="b", tags=("kept",), starred=True, uses=4),
    )


def test_second_row_about_the_same_response_is_refused_unless_it_says_the_same() -> None:
    result = plan([], _rows(_r("A", "1", "x"), _r("A", "1", "x"), _r("B", "2", "x")))

    assert (result.new, result.same) == ((_r("A", "1", "x"),), 1)
    assert result.refused == (
        Refused(4, "Row 2 is about the same response and says something else."),
    )


def test_shortcut_of_another_response_is_refused() -> None:
    library = [_r("Owner", "1", "x", source="1", id_="a"), _r("Mine", "2", source="2", id_="b")]

    result = plan(library, _rows(_r("Mine", "2", "x", source="2")))

    assert result.refused == (Refused(2, "Its shortcut already belongs to “Owner”."),)


def test_shortcut_that_was_given_up_earlier_in_the_file_is_free() -> None:
    library = [_r("A", "1", "x", source="1", id_="a"), _r("B", "2", source="2", id_="b")]

    result = plan(library, _rows(_r("A", "1", "y", source="1"), _r("B", "2", "x", source="2")))

    assert [response.shortcuts for response in result.changed] == [("y",), ("x",)]


def test_key_that_two_responses_share_stays_with_the_first() -> None:
    library = [_r("A", "1", "x", id_="a"), _r("B", "2", "x", id_="b")]

    result = plan(library, _rows(_r("B", "2", "y", id_="b"), _r("A", "1", "x")))

    assert (len(result.changed), result.same, result.refused) == (1, 1, ())


def test_two_responses_with_one_text_stay_two() -> None:
    library = [_r("A", "same", "x", id_="a")]

    result = plan(library, _rows(_r("B", "same", "y"), _r("A", "same", "x")))

    assert (result.new, result.same) == ((_r("B", "same", "y"),), 1)


def test_texts_from_two_sources_are_two_responses() -> None:
    result = plan([_r("A", "same", source="1", id_="a")], _rows(_r("A", "same", source="2")))

    assert result.new == (_r("A", "same", source="2"),)


def test_refused_rows_of_the_file_keep_their_place() -> None:
    parsed = Parsed(_rows(_r("A", "1", "x"), _r("B", "2", "x")).rows, (Refused(9, "bad"),))

    assert [refusal.row for refusal in plan([], parsed).refused] == [3, 9]


@given(RESPONSES)
def test_importing_an_export_again_changes_nothing(responses: list[Response]) -> None:
    for format_ in Format:
        first = plan([], formats.read(formats.write(responses, format_)))
        library = [
            replace(item, id=item.id or str(number)) for number, item in enumerate(first.new)
        ]
        again = plan(library, formats.read(formats.write(library, format_)))

        assert (again.new, again.changed, again.refused) == ((), (), ())
        assert again.same == len(library)


def test_every_row_of_the_file_has_its_fate_in_the_order_of_the_file() -> None:
    library = [_r("Old", "old", "x", id_="a"), _r("Same", "same", id_="b")]
    rows = (
        Row(3, _r("New", "new"), CSV),
        Row(4, _r("Changed", "old", "x"), CSV),
        Row(5, _r("Same", "same"), CSV),
        Row(6, _r("Other", "other", "x"), CSV),
    )

    result = plan(library, Parsed(rows, (Refused(2, "It has no text."),)))

    assert [(each.row, each.fate) for each in result.outcomes] == [
        (2, Fate.REFUSED),
        (3, Fate.NEW),
        (4, Fate.CHANGED),
        (5, Fate.SAME),
        (6, Fate.CONFLICT),
    ]
    assert [refusal.row for refusal in result.refused] == [2, 6]


def test_a_changed_row_says_what_it_changes() -> None:
    known = Response(id="a", title="Old", body="old", shortcuts=("x",), starred=True)

    (outcome,) = plan([known], _rows(_r("New", "new", "x"), carried=CSV)).outcomes

    assert outcome.before == known
    assert outcome.changes == ("title", "body")
