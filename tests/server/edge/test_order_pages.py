"""The server's head start of buyers: its words, and how it is given."""

import logging
from pathlib import Path
from shutil import copytree

import pytest

from undivided import resources
from undivided.resources import resource_path
from undivided.server import cli
from undivided.server.web.listening import Options
from undivided.server.web.order_pages import order_pages

CART = "https://laden.example/warenkorb"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[Options]:
    """Return with what options servers would have been run."""
    seen: list[Options] = []

    def note(options: Options) -> int:
        seen.append(options)
        return 0

    monkeypatch.setattr(cli, "run", note)
    return seen


@pytest.mark.parametrize(
    ("words", "seconds"),
    [((), 60), (("--order-head-start", "0"), 0), (("--order-head-start", "600"), 600)],
    ids=["usual", "off", "longest"],
)
def test_the_head_start_is_a_number_of_seconds(
    served: list[Options], words: tuple[str, ...], seconds: int
) -> None:
    assert cli.main(["serve", "--data", "data", *words]) == 0
    assert [options.order_head_start_s for options in served] == [seconds]


@pytest.mark.parametrize("word", ["-1", "601", "a minute", "", "²"])
def test_no_other_head_start_is_taken(
    served: list[Options], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["serve", "--data", "data", f"--order-head-start={word}"])

    assert "a number of seconds from 0 to 600" in capsys.readouterr().err
    assert served == []


def test_the_help_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["serve", "--help"])

    told = " ".join(capsys.readouterr().out.split())
    assert "stand where they would had they come so much earlier" in told
    assert "0 keeps the order in which they came" in told


def test_a_file_that_cannot_be_read_costs_its_own_words_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    copytree(resource_path("coach"), tmp_path / "coach")
    (tmp_path / "coach" / "fr.toml").write_text("no = toml = at all")
    monkeypatch.setattr(resources, "resource_roots", lambda: (tmp_path,))
    with caplog.at_level(logging.ERROR, "undivided.server"):
        pages = order_pages.__wrapped__()

    assert pages.is_order(CART)
    assert not pages.is_order("https://boutique.example/panier")


def test_without_any_file_no_page_is_of_an_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(resources, "resource_roots", lambda: (tmp_path,))
    with caplog.at_level(logging.ERROR, "undivided.server"):
        pages = order_pages.__wrapped__()

    assert not pages.is_order(CART)
