"""What an operator decides about a file is done to its rows, and to nothing else."""

import pytest
from msgspec.structs import replace

from undivided.library.importing.choices import ImportChoices, taken
from undivided.library.importing.merging import Fate, plan
from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.parts import Variant
from undivided.library.model.responses import MAX_BODY, Response, Scope

CARRIED = frozenset({"title", "body"})


def file_with(body: str, *variants: Variant) -> Parsed:
    response = Response(title="Hello", body=body, folder=("Sales",), variants=variants)
    return Parsed((Row(2, response, CARRIED),))


def body_of(parsed: Parsed) -> str:
    return parsed.rows[0].response.body


def test_without_choices_the_file_stays_as_it_is() -> None:
    parsed = file_with("Hi")

    assert taken(parsed, ImportChoices()) is parsed


def test_a_target_folder_stands_above_the_folders_of_the_file() -> None:
    parsed = taken(file_with("Hi"), ImportChoices(folder=("From Chatwoot",)))

    assert parsed.rows[0].response.folder == ("From Chatwoot", "Sales")


def test_a_target_folder_also_moves_what_the_library_has_already() -> None:
    known = Response(id="a", title="Hello", body="Hi")
    parsed = taken(file_with("Hi"), ImportChoices(folder=("Chatwoot",)))

    (outcome,) = plan([known], parsed).outcomes

    assert (outcome.fate, outcome.changes) == (Fate.CHANGED, ("folder",))


def test_a_chosen_scope_wins_over_the_files() -> None:
    parsed = taken(file_with("Hi"), ImportChoices(scope=Scope.TEAM))

    assert parsed.rows[0].response.scope is Scope.TEAM
    assert "scope" in parsed.rows[0].carried


def test_a_scope_that_the_operator_may_not_give_is_not_taken_from_a_file() -> None:
    team = Response(title="Hello", body="Hi", scope=Scope.TEAM)
    parsed = Parsed((Row(2, team, CARRIED | {"scope"}),))
    choices = ImportChoices(may_share=frozenset({Scope.PERSONAL}))

    (new,) = plan([], taken(parsed, choices)).outcomes
    (same,) = plan([replace(team, id="a")], taken(parsed, choices)).outcomes

    assert new.response is not None
    assert new.response.scope is Scope.PERSONAL
    assert same.fate is Fate.SAME


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hi {{contact.first}}!", "Hi {{visitor.first_name}}!"),
        ("Hi {{ Contact.First | there }}!", "Hi {{ visitor.first_name | there }}!"),
        ("{{contact.first}}{{contact.first}}", "{{visitor.first_name}}{{visitor.first_name}}"),
        ("{{contact.first_of_all}}", "{{contact.first_of_all}}"),
        ("contact.first", "contact.first"),
    ],
)
def test_a_mapped_placeholder_becomes_a_value_of_the_chat(body: str, expected: str) -> None:
    choices = ImportChoices(placeholders={"Contact.first": "visitor.first_name"})

    assert body_of(taken(file_with(body), choices)) == expected


def test_a_mapped_placeholder_is_no_longer_unknown() -> None:
    parsed = file_with("{{contact.first}} {{contact.tier}}")

    mapped = taken(parsed, ImportChoices(placeholders={"contact.first": "visitor.first_name"}))

    assert mapped.unknown_placeholders == ("contact.tier",)


def test_placeholders_of_other_wordings_are_mapped_too() -> None:
    parsed = file_with("Hi", Variant(body="Hello {{a.b}}"))

    mapped = taken(parsed, ImportChoices(placeholders={"a.b": "visitor.name"}))

    assert mapped.rows[0].response.variants == (Variant(body="Hello {{visitor.name}}"),)


def test_a_text_that_would_grow_too_long_keeps_its_blank() -> None:
    body = "{{a.b}}" + "x" * (MAX_BODY - 7)

    mapped = taken(file_with(body), ImportChoices(placeholders={"a.b": "visitor.first_name"}))

    assert body_of(mapped) == body
