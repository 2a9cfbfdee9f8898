"""An editor that was opened before news came: nothing of either side is written over."""

import pytest
from msgspec.structs import replace

from undivided.library.model.responses import Response, Scope, cleaned
from undivided.library.sharing.copies import Copy, Rights, Standing
from undivided.library.sharing.late_edits import ResponseChanged, brought_up, put_together
from undivided.protocol.canned_responses import OpenPlace, Place

TEAM = Place()
MAY = Rights(me="ann@desk.example", places=(OpenPlace(place=TEAM, may_edit=True),))
MAY_NOT = Rights(me="ann@desk.example", places=(OpenPlace(place=TEAM),))
OPENED = cleaned(Response(id="r1", title="Hours", body="We open at nine.", scope=Scope.TEAM))
NEWS = replace(OPENED, title="By Bob")
COPY = Copy(server_id="s1", response_id="r1", place=TEAM, version=7, base=NEWS)


def test_what_nobody_changed_meanwhile_is_saved_as_it_is() -> None:
    copy = replace(COPY, base=OPENED)
    written = replace(OPENED, title="By Ann")

    assert put_together(OPENED, written, OPENED, copy, MAY) == (written, copy)


def test_different_fields_are_put_together() -> None:
    written = replace(OPENED, body="We open at ten.")

    response, copy = put_together(OPENED, written, NEWS, COPY, MAY)

    assert (response.title, response.body) == ("By Bob", "We open at ten.")
    assert copy == COPY


@pytest.mark.parametrize(
    ("rights", "standing"),
    [(MAY, Standing.EDITED), (MAY_NOT, Standing.OVERRIDE)],
    ids=["may edit", "may not"],
)
def test_what_cannot_be_put_together_keeps_both_texts(rights: Rights, standing: Standing) -> None:
    written = replace(OPENED, title="By Ann")

    response, copy = put_together(OPENED, written, NEWS, COPY, rights)

    assert response == written
    assert copy is not None
    assert (copy.theirs, copy.theirs_version, copy.standing) == (NEWS, 7, standing)
    assert copy.base is None
    assert copy.needs_choice is (rights is MAY)


def test_an_override_that_another_program_changed_is_shown_before_it_is_written_over() -> None:
    own = replace(COPY, standing=Standing.OVERRIDE, base=OPENED)
    earlier, written = replace(OPENED, title="Earlier"), replace(OPENED, title="By Ann")

    with pytest.raises(ResponseChanged):
        put_together(OPENED, written, earlier, own, MAY_NOT)
    assert put_together(OPENED, written, earlier, own, MAY_NOT, seen=earlier) == (written, own)


def test_an_edit_that_takes_the_response_elsewhere_is_as_it_was_written() -> None:
    written = replace(OPENED, title="By Ann", scope=Scope.PERSONAL)

    assert put_together(OPENED, written, NEWS, COPY, MAY) == (written, COPY)


def test_a_draft_gets_what_was_changed_since_it_was_kept() -> None:
    draft = replace(OPENED, body="We open at ten.  ")

    opened, shown = brought_up(OPENED, draft, NEWS)

    assert opened == NEWS
    assert (shown.title, shown.body) == ("By Bob", "We open at ten.")


@pytest.mark.parametrize(
    "draft",
    [replace(OPENED, title="By Ann"), replace(OPENED, body=" ")],
    ids=["changed the same", "cannot be kept yet"],
)
def test_a_draft_that_cannot_be_put_together_stays_an_edit_of_its_base(draft: Response) -> None:
    assert brought_up(OPENED, draft, NEWS) == (OPENED, draft)


@pytest.mark.parametrize("base", [None, replace(NEWS, uses=3)], ids=["unknown", "the same"])
def test_a_draft_of_what_still_stands_is_as_it_was_typed(base: Response | None) -> None:
    draft = replace(OPENED, body=" half")

    assert brought_up(base, draft, NEWS) == (NEWS, draft)
