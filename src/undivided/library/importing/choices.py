"""What an operator decides before a file is imported: folder, scope and placeholders."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from msgspec.structs import replace as with_fields

from undivided.library.importing.rows import Parsed, Row
from undivided.library.model.responses import MAX_BODY, Response, Scope
from undivided.protocol.canned_responses import Place


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """How the rows of a file are taken into the library.

    Attributes:
        folder: Everything is put below it; empty leaves the folders as the file says.
        scope: Who shares what is imported, or None for what the file says.
        placeholders: Values of the chat by the unknown names that they stand for, such as
            `{"contact.first": "visitor.first_name"}`; case does not matter. Names that are not
            here stay as blanks that the operator fills.
        may_share: The scopes that the operator may give; of a file's other scopes nothing is
            taken over, so that what is new is the operator's own.
        place: Which of several teams or sites has what is new to them; None for the usual one.
    """

    folder: tuple[str, ...] = ()
    scope: Scope | None = None
    placeholders: Mapping[str, str] = field(default_factory=dict)
    may_share: frozenset[Scope] = frozenset(Scope)
    place: Place | None = None


def taken(parsed: Parsed, choices: ImportChoices) -> Parsed:
    """Return the rows of a file as the operator wants them."""
    if choices == ImportChoices():
        return parsed
    names = {name.casefold(): value for name, value in choices.placeholders.items()}
    pattern = _placeholders(names) if names else None
    rows = tuple(_row(row, choices, pattern, names) for row in parsed.rows)
    return replace(parsed, rows=rows)


def _row(
    row: Row, choices: ImportChoices, pattern: re.Pattern[str] | None, names: Mapping[str, str]
) -> Row:
    response, carried = row.response, row.carried
    if choices.folder:
        response = with_fields(response, folder=choices.folder + response.folder)
        carried |= {"folder"}
    if choices.scope is not None:
        response = with_fields(response, scope=choices.scope)
        carried |= {"scope"}
    elif response.scope not in choices.may_share:
        response = with_fields(response, scope=Scope.PERSONAL)
        carried -= {"scope"}
    if pattern is not None:
        response = _renamed(response, pattern, names)
    return replace(row, response=response, carried=carried)


def _placeholders(names: Mapping[str, str]) -> re.Pattern[str]:
    either = "|".join(map(re.escape, names))
    return re.compile(
        rf"(\{{\{{[^\S\n]*)({either})([^\S\n]*(?:\|[^{{}}\n]*)?\}}\}})", re.IGNORECASE
    )


def _renamed(response: Response, pattern: re.Pattern[str], names: Mapping[str, str]) -> Response:
    def renamed(body: str) -> str:
        new = pattern.sub(lambda found: found[1] + names[found[2].casefold()] + found[3], body)
        # A longer name may not push a text over what a response holds.
        return new if len(new) <= MAX_BODY else body

    return with_fields(
        response,
        body=renamed(response.body),
        variants=tuple(
            with_fields(variant, body=renamed(variant.body)) for variant in response.variants
        ),
    )
