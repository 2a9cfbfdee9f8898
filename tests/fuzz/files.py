"""Files from elsewhere: responses, settings, pictures, and their names."""

import json
import tempfile
from pathlib import Path

from hypothesis import strategies as st

from tests.fuzz.strategies import NASTY, broken, has_reason, texts
from undivided.etiquette.file_names import safe_name
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.importing import merging
from undivided.library.model.responses import cleaned
from undivided.server.accounts.pictures import MAX_PIXELS, Picture, picture_in
from undivided.server.web.file_kinds import kind_of
from undivided.storage.settings import Settings, SettingsFile

_CSV = (
    "folder,title,shortcuts,tags,language,body\r\n"
    'Delivery,"Say ""hi""",/hi,"a, b",en,"Hello {{visitor.name}},\nhow are you?"\r\n'
    "Delivery/Abroad,'=1+1,/abroad,,de,Text\r\n"
)
_JSON = json.dumps(
    {
        "format": "undivided-responses",
        "version": 1,
        "responses": [
            {"id": "1", "title": "Hello", "body": "Hi", "shortcuts": ["hi"], "uses": 3,
             "last_used": "2026-11-22T10:00:00+00:00", "scope": "team", "starred": True},
            {"body": "Only a body", "folder": ["a", "b"], "tags": ["x"]},
        ],
    }
)  # fmt: skip
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts, st.sampled_from(NASTY)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
_FIELDS = ("id", "title", "body", "shortcuts", "folder", "tags", "scope", "uses", "last_used", "x")
_ROWS = st.lists(st.one_of(_VALUES, st.dictionaries(st.sampled_from(_FIELDS), _VALUES)), max_size=4)
_CELLS = st.lists(st.lists(texts, max_size=7).map(",".join), max_size=5).map("\n".join)
responses: st.SearchStrategy[object] = st.one_of(
    broken([_CSV.encode(), _JSON.encode(), _CSV.encode("utf-16"), _CSV.encode("cp1252")]),
    _ROWS.map(
        lambda rows: json.dumps({"format": "undivided-responses", "responses": rows}).encode()
    ),
    _ROWS.map(lambda rows: json.dumps(rows).encode()),
    _CELLS.map(lambda cells: f"title,body\n{cells}".encode("utf-8", "replace")),
    st.binary(max_size=300),
)
settings: st.SearchStrategy[object] = st.one_of(
    broken([b'{"theme": "dark", "text_size_percent": 110, "email": "a@b.test", "sounds": false}']),
    st.dictionaries(
        st.sampled_from(("theme", "sounds", "focus_soon_s", "geometry", "z")), _VALUES
    ).map(lambda made: json.dumps(made).encode()),
    st.binary(max_size=60),
)
_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x40\x00\x00\x00\x20\x08\x06\x00\x00\x00"
_GIF = b"GIF89a\x40\x00\x20\x00\xf7\x00\x00"
_JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x00\x20\x00\x40"
)
_WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x3f\x00\x00\x1f\x00\x00"
_WEBP_KINDS = (b"VP8X", b"VP8L", b"VP8 ")
pictures: st.SearchStrategy[object] = st.one_of(
    broken(
        [_PNG, _GIF, _JPEG, _WEBP, _WEBP.replace(b"VP8X", b"VP8L"), _WEBP.replace(b"VP8X", b"VP8 ")]
    ),
    st.binary(max_size=80),
)


def every_bad_row_has_a_reason(data: object) -> None:
    """A file is refused with a sentence, or each row is good or has a number and a reason."""
    assert isinstance(data, bytes)
    try:
        parsed = formats.read(formats.decode(data))
    except FileRefused as refused:
        has_reason(refused.sentence)
        return
    for refusal in parsed.refused:
        assert refusal.row >= 1
        assert refusal.reason
    kept = [row.response for row in parsed.rows]
    assert [cleaned(response) for response in kept] == kept
    assert all(sentence.encode() for sentence in parsed.losses)
    plan = merging.plan((), parsed)
    assert len(plan.new) + len(plan.changed) + plan.same + len(plan.refused) >= len(parsed.rows)
    for format_ in formats.Format:
        written = formats.write(plan.new, format_)
        again = formats.read(formats.decode(written.encode()), format_)
        assert again.refused == ()
        is_same = [row.response.body for row in again.rows] == [each.body for each in plan.new]
        # Single braces are placeholders of Live Helper Chat; that is said.
        assert is_same or (format_ is formats.Format.LHC and formats.losses(plan.new, format_))


def settings_are_read_or_put_aside(data: object) -> None:
    """Settings are of the right types, or the usual ones with a sentence; no file is lost."""
    assert isinstance(data, bytes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "settings.json")
        path.write_bytes(data)
        loaded, sentence = SettingsFile(path).load()
        usual = Settings()
        for name in Settings.__dataclass_fields__:
            assert type(getattr(loaded, name)) is type(getattr(usual, name))
        assert path.exists() == (sentence == "")
        assert not sentence or path.with_suffix(".damaged").read_bytes() == data
        SettingsFile(path).save(loaded)
        assert SettingsFile(path).load() == (loaded, "")


def picture_is_measured_or_none(data: object) -> None:
    """A header is a picture with a size, or none at all."""
    assert isinstance(data, bytes)
    picture = picture_in(data)
    kind = kind_of("a.png", data)
    if picture is not None:
        assert isinstance(picture, Picture)
        assert min(picture.width, picture.height) > 0
        assert (kind.refusal is not None) == (picture.width * picture.height > MAX_PIXELS)


def file_name_is_harmless(text: object) -> None:
    """A name has no folder, no control character and a bounded length, and is kept as it is."""
    assert isinstance(text, str)
    name = safe_name(text)
    assert name
    assert len(name) <= 160
    assert not set(name) & set("/\\\x00\r\n\u202e")
    assert name.encode()
