"""The dictionaries, and the process that asks them."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from undivided.resources import resource_path
from undivided.storage.spelling.child import serve
from undivided.storage.spelling.dictionaries import (
    Dictionaries,
    DictionaryTrouble,
    Trouble,
    likeliest_first,
)
from undivided.storage.spelling.process import MOST_STARTS, Checked, SpellingProcess


@pytest.fixture(scope="module")
def shipped() -> Dictionaries:
    return Dictionaries([resource_path("spelling")])


@pytest.fixture
def process() -> Iterator[SpellingProcess]:
    made = SpellingProcess([resource_path("spelling")])
    yield made
    made.close()


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("en", "delivery", "delvery"),
        ("en-GB", "colour", "colourr"),
        ("de", "Lieferung", "Lieferungg"),
        ("de-AT", "Rechnung", "Rechnug"),
        ("fr", "livraison", "livrason"),
        ("es", "entrega", "entregga"),
        ("pl", "dostawa", "dostwaa"),
    ],
)
def test_every_shipped_dictionary_knows_its_language(
    shipped: Dictionaries, language: str, right: str, wrong: str
) -> None:
    assert (wrong,) == shipped.misspelt((right, wrong), language)
    assert any(right.casefold() in word.casefold() for word in shipped.suggestions(wrong, language))


def test_suggestions_that_keep_both_ends_of_a_word_come_first() -> None:
    found = ("delver", "delivery", "del very", "del-very", "slavery")

    assert ("delivery", "delver", "slavery", "del very", "del-very") == likeliest_first(
        "delvery", found
    )


@pytest.mark.parametrize(
    ("wrong", "found", "best"),
    [
        ("teh", ("tech", "teeth", "the"), "the"),
        ("dont", ("dint", "dot", "don't"), "don't"),
        ("hes", ("hews", "he's"), "he's"),
        ("Ths", ("Th's", "TVs", "Ts", "This"), "This"),
        ("iphone", ("phone", "iPhone"), "iPhone"),
    ],
)
def test_swapped_letters_and_forgotten_apostrophes_come_first(
    wrong: str, found: tuple[str, ...], best: str
) -> None:
    assert likeliest_first(wrong, found)[0] == best


def test_a_language_without_a_dictionary_is_told(shipped: Dictionaries) -> None:
    assert "" == shipped.name_for("ja")
    with pytest.raises(DictionaryTrouble) as told:
        shipped.misspelt(("delvery",), "ja")
    assert Trouble.MISSING is told.value.trouble


@pytest.mark.parametrize(
    ("words", "ending"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param(b"\x80\xff no dictionary\n", "", id="noise"),
        pytest.param(b"0\n", "", id="no-words"),
        pytest.param(b"not packed", ".xz", id="not-packed"),
    ],
)
def test_a_dictionary_that_cannot_be_read_is_told_and_the_others_work(
    tmp_path: Path, words: bytes, ending: str
) -> None:
    (tmp_path / f"en_US.aff{ending}").write_bytes(b"")
    (tmp_path / f"en_US.dic{ending}").write_bytes(words)
    found = Dictionaries([tmp_path, resource_path("spelling")])

    for ask in (found.misspelt, lambda words, language: found.suggestions(words[0], language)):
        with pytest.raises(DictionaryTrouble) as told:
            ask(("delvery",), "en_US")
        assert Trouble.BROKEN is told.value.trouble
    assert ("delvery",) == found.misspelt(("delvery",), "en_GB")


def test_an_english_word_is_right_with_its_accents(shipped: Dictionaries) -> None:
    assert () == shipped.misspelt(("café", "naïve"), "en_US")


def test_letters_that_the_dictionary_cannot_write_are_in_none_of_its_words(
    shipped: Dictionaries,
) -> None:
    assert ("доставка",) == shipped.misspelt(("доставка",), "pl_PL")
    assert () == shipped.suggestions("доставка", "pl_PL")


def test_the_first_folder_that_has_a_language_wins(tmp_path: Path) -> None:
    (tmp_path / "en_US.aff").write_text("SET UTF-8\n")
    (tmp_path / "en_US.dic").write_text("1\nzorp\n")
    (tmp_path / "xx_XX.dic").write_text("0\n")

    found = Dictionaries([tmp_path, resource_path("spelling")])

    assert () == found.misspelt(("zorp",), "en_US")
    assert ("delivery",) == found.misspelt(("delivery",), "en_US")
    assert "xx_XX" not in found.names


def test_the_child_answers_line_by_line_until_its_input_ends() -> None:
    out = io.StringIO()
    folders = json.dumps([str(resource_path("spelling"))])

    questions = ('["misspelt", "en", "delvery", "it"]', '["names", ""]', '["suggest", "ja", "x"]')
    serve([folders, *questions], out)

    first, second, third = map(json.loads, out.getvalue().splitlines())
    assert [["delvery"], ""] == first
    assert "en_GB" in second[0]
    assert [[], "missing"] == third


def test_the_process_answers_words_of_every_script(process: SpellingProcess) -> None:
    checked = process.misspelt(("delvery", "it", "Привет"), "en")
    assert Checked(("delvery", "Привет")) == checked
    assert "delivery" in process.suggestions("delvery", "en")


def test_a_process_that_ended_is_started_again(
    process: SpellingProcess, caplog: pytest.LogCaptureFixture
) -> None:
    process.names()
    assert process._process is not None
    process._process.kill()
    process._process.wait()

    assert Checked(("delvery",)) == process.misspelt(("delvery",), "en")
    assert ["spelling process ended"] == caplog.messages


def test_a_process_that_cannot_run_is_given_up_and_every_word_is_right(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    starts: list[int] = []

    def refuse(*words: object, **options: object) -> None:
        starts.append(1)
        raise PermissionError

    monkeypatch.setattr("undivided.storage.spelling.process.subprocess.Popen", refuse)
    broken = SpellingProcess([])

    assert Checked(trouble=Trouble.ENDED) == broken.misspelt(("delvery",), "en")
    assert () == broken.names()
    assert MOST_STARTS == len(starts) == len(caplog.messages)


def test_a_closed_process_is_not_started_again(process: SpellingProcess) -> None:
    process.close()

    assert Trouble.ENDED is process.misspelt(("delvery",), "en").trouble


def test_a_process_in_a_hurry_leaves_its_work_and_warns_of_nothing(
    process: SpellingProcess,
) -> None:
    process.names()
    answers: list[Checked] = []
    asking = Thread(target=lambda: answers.append(process.misspelt(("delvery",), "pl")))
    asking.start()

    process.hurry()
    asking.join()

    assert answers in ([Checked(trouble=Trouble.ENDED)], [Checked(("delvery",))])
    assert () == process.names()
