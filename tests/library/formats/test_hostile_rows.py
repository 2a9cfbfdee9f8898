"""A row that means harm is refused by its number, or kept as harmless text; its neighbours stay."""

import json
from collections.abc import Callable

import pytest

from tests.support.format_samples import reasons_by_row, responses_by_row
from undivided.library import formats
from undivided.library.filling.slots import fill
from undivided.library.formats import Format

BIDI = "Pay \u202e001\u202c now"
NESTED = "{{ {{visitor.name}} }} {{{{visitor.name|{{x}}}}}}"
LARGE = "x" * 1_000_000


def _objects(rows: list[dict[str, object]]) -> bytes:
    return json.dumps(rows).encode()


def _table(header: str, text: str) -> bytes:
    cell = text.replace('"', '""')
    return f'{header}\nfirst,good\nsecond,"{cell}"\nthird,good too\n'.encode()


def _list(name: str, body: str, **more: object) -> Callable[[str], bytes]:
    def written(text: str) -> bytes:
        texts = ("good", text, "good too")
        return _objects(
            [{"id": i, name: f"n{i}", body: each, **more} for i, each in enumerate(texts, start=2)]
        )

    return written


FILES: dict[str, Callable[[str], bytes]] = {
    "csv": lambda text: _table("title,body", text),
    "two-columns": lambda text: _table("short_code,content", text),
    "lhc": lambda text: _table("title,msg", text),
    "zammad": lambda text: _table("name,content", text),
    "textexpander": lambda text: b"abbr,text\n" + _table("", text).lstrip(),
    "chatwoot": _list("short_code", "content"),
    "rocketchat": _list("shortcut", "text"),
    "livechat": _list("group", "text", tags=[]),
    "zendesk-chat": _list("name", "message"),
    "helpscout": _list("name", "chatText"),
    "intercom": _list("name", "body_text"),
    "front": _list("name", "body"),
    "frappe": _list("title", "message"),
    "libredesk": _list("name", "message_content"),
}
"""How to write three rows, the second of which has the text; its number is 3 in each."""


@pytest.mark.parametrize("name", FILES)
def test_cell_of_a_megabyte_is_refused_and_its_neighbours_are_kept(name: str) -> None:
    parsed = formats.read(FILES[name](LARGE), name)

    numbers = sorted(responses_by_row(parsed))
    (number,) = reasons_by_row(parsed)
    assert "The text has 1,000,000 characters; at most" in reasons_by_row(parsed)[number]
    assert {number - 1, number + 1} <= set(numbers)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A1", "@SUM(A1)", "-2+3", BIDI, NESTED])
def test_hostile_text_stays_text(name: str, text: str) -> None:
    parsed = formats.read(FILES[name](text), name)

    assert parsed.refused == ()
    bodies = [row.response.body for row in parsed.rows]
    assert "good too" in bodies
    written = formats.write([row.response for row in parsed.rows], Format.CSV)
    assert all(line[:1] not in set("=+-@") for line in written.splitlines())


@pytest.mark.parametrize("name", FILES)
def test_value_put_into_an_imported_text_is_never_expanded(name: str) -> None:
    parsed = formats.read(FILES[name]("Hi {{visitor.name}}"), name)

    for row in parsed.rows:
        filled = fill(
            row.response.body, {"visitor.name": "{{operator.name}}", "operator.name": "!"}
        )
        assert "!" not in filled.text
