"""Every file is taken for what it is, and may be read as what it is said to be."""

import pytest
from msgspec.structs import replace

from tests.support.format_samples import SAMPLES, read_sample
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import Chosen, File
from undivided.library.importing.merging import plan
from undivided.library.importing.rows import Parsed
from undivided.storage.chosen_files import chosen_at

FORMATS = {
    "autokey": "autokey",
    "chatwoot.json": "chatwoot",
    "espanso": "espanso",
    "espanso.yml": "espanso",
    "frappe.json": "frappe",
    "front.json": "front",
    "helpscout.json": "helpscout",
    "intercom.json": "intercom",
    "lhc.csv": "lhc",
    "libredesk.json": "libredesk",
    "livechat-v2.json": "livechat",
    "livechat-v3.json": "livechat",
    "mibew.yml": "mibew",
    "own.csv": "csv",
    "rocketchat.json": "rocketchat",
    "textexpander.csv": "textexpander",
    "two-columns.csv": "two-columns",
    "undivided.json": "json",
    "zammad.csv": "zammad",
    "zammad.json": "zammad",
    "zendesk-chat.json": "zendesk-chat",
    "zendesk.json": "zendesk",
}


def read_or_refusal(chosen: Chosen, name: str | None = None) -> Parsed | str:
    """Return what was read, or the sentence why nothing was."""
    try:
        return formats.read(chosen, name)
    except FileRefused as error:
        return error.sentence


def test_every_source_has_a_sample() -> None:
    assert set(FORMATS.values()) == set(formats.sources())
    assert set(FORMATS) == {sample.name for sample in SAMPLES.iterdir()}


@pytest.mark.parametrize("sample", FORMATS)
def test_sample_is_taken_for_what_it_is(sample: str) -> None:
    assert formats.detect(chosen_at(SAMPLES / sample)).name == FORMATS[sample]


@pytest.mark.parametrize("sample", FORMATS)
def test_sample_is_the_same_when_its_format_is_named(sample: str) -> None:
    assert read_sample(sample) == read_sample(sample, FORMATS[sample])


@pytest.mark.parametrize("sample", [name for name in FORMATS if "." in name])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encoding_changes_nothing(sample: str, encoding: str) -> None:
    text = (SAMPLES / sample).read_bytes().decode()

    assert formats.read(formats.one_file(text.encode(encoding), sample)) == read_sample(sample)


@pytest.mark.parametrize("sample", FORMATS)
@pytest.mark.parametrize("name", formats.sources())
def test_wrong_name_is_refused_or_read_but_breaks_nothing(sample: str, name: str) -> None:
    parsed = read_or_refusal(chosen_at(SAMPLES / sample), name)

    if isinstance(parsed, Parsed):
        assert all(refusal.reason for refusal in parsed.refused)
    else:
        assert parsed.endswith(".")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"[1]", b"null", b"hello", b"{", b"\xff\xfe", b"---\n"]
)
@pytest.mark.parametrize("name", ["", "x.json", "x.yml", "x.csv"])
def test_nothing_to_read_is_one_sentence_or_no_rows(data: bytes, name: str) -> None:
    parsed = read_or_refusal(formats.one_file(data, name))

    if isinstance(parsed, Parsed):
        assert parsed.rows == ()
    else:
        assert parsed.endswith(".")


@pytest.mark.parametrize("text", ["5", '"text"', "null"])
def test_json_that_is_no_list_is_one_sentence(text: str) -> None:
    with pytest.raises(FileRefused, match="holds no list of responses"):
        formats.read(text, "chatwoot")


def test_answer_about_one_response_is_read() -> None:
    parsed = formats.read('{"id": 1, "short_code": "a", "content": "b"}')

    assert [row.response.body for row in parsed.rows] == ["b"]


def test_folder_of_neither_kind_is_refused() -> None:
    with pytest.raises(FileRefused, match="holds neither phrases"):
        formats.detect(formats.folder([File("a.json", b"[]")]))


def test_each_source_says_what_it_is() -> None:
    for name, source in formats.sources().items():
        assert source.name == name
        assert source.label
        assert all(sentence.endswith(".") for sentence in source.loses)


def test_repeated_import_of_every_sample_doubles_nothing() -> None:
    for sample in FORMATS:
        first = plan((), read_sample(sample))
        library = [replace(each, id=str(number)) for number, each in enumerate(first.new)]
        again = plan(library, read_sample(sample))

        assert (again.new, again.changed) == ((), ()), sample
        assert again.same == len(library), sample
