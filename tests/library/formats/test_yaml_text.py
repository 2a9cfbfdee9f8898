"""YAML is read as texts, lists and maps only, within bounds."""

import pytest

from undivided.library.errors import FileRefused
from undivided.library.formats import yaml_text
from undivided.library.formats.fields import Fields, Unread
from undivided.library.formats.yaml_text import read_yaml, write_yaml


def test_values_are_texts_but_for_true_false_and_nothing() -> None:
    (found,) = read_yaml("a: 1\nb: yes\nc: true\nd: ~\ne: 'true'\nf: 2026-01-01\ng: |\n  x\n")

    assert found == {
        "a": "1",
        "b": "yes",
        "c": True,
        "d": None,
        "e": "true",
        "f": "2026-01-01",
        "g": "x\n",
    }


def test_maps_know_their_line_and_a_doubled_name() -> None:
    (found,) = read_yaml("- a: 1\n- b: 1\n  b: 2\n")

    assert isinstance(found, list)
    assert [each.place for each in found] == ["line 1", "line 2"]
    assert [each.doubled for each in found] == ["", "b"]


def test_anchors_are_followed() -> None:
    (found,) = read_yaml("a: &x [1]\nb: *x\n---\nc: 1\n")[:1]

    assert found == {"a": ["1"], "b": ["1"]}


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system [x]", "!own x", "!own {c: d}", "!!python/name:os.system ''"],
)
def test_tags_are_never_obeyed(tag: str) -> None:
    (found,) = read_yaml(f"a: {tag}\nb: 1\n")

    assert isinstance(found, Fields)
    assert isinstance(found["a"], Unread)
    assert found["b"] == "1"


def test_names_that_are_no_texts_hide_nothing_else() -> None:
    (found,) = read_yaml("? [a, b]\n: 1\n? {c: d}\n: 2\ne: 3\n")

    assert found == {"list": "1", "Fields": "2", "e": "3"}


def test_bomb_of_anchors_is_refused_before_it_grows() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    with pytest.raises(FileRefused, match="grows too large"):
        read_yaml("\n".join(lines))


def test_long_text_repeated_by_an_anchor_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "MAX_WEIGHT", 1_000)
    text = "a: &a " + "x" * 6_400 + "\nb: [" + ", ".join(["*a"] * 20) + "]\n"

    with pytest.raises(FileRefused, match="grows too large"):
        read_yaml(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 100_000, "nested too deep"),
        ("- " * 1_000, "nested too deep"),
        ("a: *b", "unknown"),
        ("a: &a [*a]", "unknown"),
        ("a: [1", "is not YAML"),
        ("a: \x01", "characters that YAML forbids"),
        ("\tx: 1", "is not YAML"),
    ],
)
def test_what_is_no_good_yaml_is_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read_yaml(text)


def test_written_texts_come_back() -> None:
    document: dict[str, object] = {
        "a": ["x: y", "- z", "#", "true", "", " lead", "line\nnext", "\U0001f600\u202e", "'\""]
    }

    assert read_yaml(write_yaml(document)) == [document]
