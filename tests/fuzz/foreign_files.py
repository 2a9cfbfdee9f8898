"""Files and folders of other systems: broken samples, and rows with anything in any field."""

import json
from pathlib import Path

from hypothesis import strategies as st

from tests.fuzz.strategies import NASTY, broken, has_reason, texts
from tests.support.format_samples import SAMPLES
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import Chosen, File
from undivided.library.formats.yaml_text import write_yaml
from undivided.library.model.responses import cleaned

_FILES = {
    path.relative_to(SAMPLES).as_posix(): path.read_bytes()
    for path in sorted(SAMPLES.rglob("*"))
    if path.is_file()
}
_NAMES = st.sampled_from((None, *formats.sources()))
_FIELDS = (
    "id", "_id", "name", "title", "short_code", "shortcut", "content", "text", "tags", "actions",
    "field", "value", "message", "options", "body", "body_text", "type", "msg", "fallback_msg",
    "languages", "matches", "trigger", "triggers", "replace", "form", "form_fields", "vars",
    "params", "values", "html", "global_vars", "undivided", "message_content", "active", "scope",
    "restriction", "chatText", "preview", "data", "abbreviation", "abbreviations", "keywords",
)  # fmt: skip
_PLACEHOLDERS = (
    "{{contact.name}}", "{{ user.name | default: 'x' }}", "{%customer.firstName,fallback=x%}",
    "#{ticket.id}", "{nick}", "%name%", "%filltext:name=a%", "<date format=%d>", "<script name=x>",
    "[[a]]", "$|$", "<attribute key='a'/>", "<b>", "</p>", "<a href='x'>", "<!--", "<table><td>",
)  # fmt: skip
_WORDS = st.one_of(texts, st.lists(st.sampled_from(_PLACEHOLDERS + NASTY)).map(" ".join))
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _WORDS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(_FIELDS), inner, max_size=6),
    ),
    max_leaves=12,
)
_ROWS = st.lists(st.dictionaries(st.sampled_from(_FIELDS), _VALUES, max_size=10), max_size=4)


def _yaml(rows: list[dict[str, object]]) -> bytes:
    whole = json.dumps(rows, ensure_ascii=False).encode("utf-8", "replace")
    return write_yaml({"matches": json.loads(whole)}).encode()


@st.composite
def _broken_sample(draw: st.DrawFn) -> Chosen:
    """Return a broken sample by itself, or in the folder of the others."""
    name = draw(st.sampled_from(sorted(_FILES)))
    data = draw(broken([_FILES[name]]))
    if draw(st.booleans()):
        return formats.one_file(data, name)
    others = [File(other, kept) for other, kept in _FILES.items() if "/" in other and other != name]
    return formats.folder([File(name, data), *others])


chosen: st.SearchStrategy[object] = st.tuples(
    st.one_of(
        _broken_sample(),
        _ROWS.map(lambda rows: formats.one_file(json.dumps(rows), "x.json")),
        _ROWS.map(lambda rows: formats.one_file(_yaml(rows), "x.yml")),
        st.builds(
            formats.one_file, st.binary(max_size=200), st.sampled_from(("x.csv", "x.yml", "", "x"))
        ),
    ),
    _NAMES,
)


def file_is_read_or_refused(case: object) -> None:
    """Whatever the file is said to be: one sentence, or each row is good or has its reason."""
    assert isinstance(case, tuple)
    given, name = case
    try:
        parsed = formats.read(given, name)
    except FileRefused as refused:
        has_reason(refused.sentence)
        refused.sentence.encode()
        return
    for refusal in parsed.refused:
        assert refusal.row >= 1
        has_reason(refusal.reason)
        refusal.reason.encode()
    kept = [row.response for row in parsed.rows]
    assert [cleaned(response) for response in kept] == kept
    assert all(sentence.encode() and sentence.endswith(".") for sentence in parsed.losses)
    assert all(placeholder.encode() for placeholder in parsed.unknown_placeholders)
    assert not Path("/tmp/undivided-was-run").exists()
