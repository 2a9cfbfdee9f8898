"""What the widget's and the demo shop's files weigh and must never contain."""

import gzip
import re
from pathlib import Path

import pytest

from undivided.resources import resource_path
from undivided.server.web.pages import widget_as_sent

BUDGET_BYTES = 30 * 1024
LATER = ("calls.js", "cards/", "helps.js")
"""Not on every page of a shop: loaded when a visitor opens the chat."""
LATER_BUDGET_BYTES = 17 * 1024
SELDOM = ("readback.js",)
"""Loaded when an operator has details confirmed, which few chats need."""
SELDOM_BUDGET_BYTES = 2 * 1024
MARKUP_SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|srcdoc"
    r"|\beval\(|new Function|setAttribute\(\s*[\"'](?:style|on)"
)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s\"'`<>)]+")
NESTED = re.compile(r"`[^`\n]*\$\{[^}`\n]*`")
TEXT = re.compile(r'"[^"\n]*"')
NAMESPACES = {"http://www.w3.org/2000/svg"}


def files(folder: str, *endings: str) -> list[Path]:
    found = [path for path in sorted(resource_path(folder).rglob("*")) if path.suffix in endings]
    assert found
    return found


def test_the_widget_is_smaller_than_30_kb_gzipped() -> None:
    sizes = {name: len(gzip.compress(body, mtime=0)) for name, body in widget_as_sent().items()}

    later = sum(size for name, size in sizes.items() if name.startswith(LATER))
    seldom = sum(size for name, size in sizes.items() if name.startswith(SELDOM))
    assert sum(sizes.values()) - later - seldom < BUDGET_BYTES, sizes
    assert seldom < SELDOM_BUDGET_BYTES, sizes
    assert later < LATER_BUDGET_BYTES, sizes


def test_scripts_are_sent_without_comments_and_words_as_they_were_written() -> None:
    sent = widget_as_sent()
    written = resource_path("widget", "words.js").read_text("utf-8")

    assert [name for name, body in sent.items() if b"/**" in body] == []
    assert TEXT.findall(sent["words.js"].decode()) == TEXT.findall(written)


@pytest.mark.parametrize("path", files("widget", ".js"), ids=lambda path: path.name)
def test_no_template_stands_in_another_whose_spaces_would_not_be_sent(path: Path) -> None:
    assert NESTED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", files("widget", ".js"), ids=lambda path: path.name)
def test_text_never_becomes_markup(path: Path) -> None:
    assert MARKUP_SINKS.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path", files("widget", ".html") + files("demo", ".html"), ids=lambda path: path.name
)
def test_a_strict_policy_finds_no_inline_code_or_style(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path",
    files("widget", ".js", ".css", ".html") + files("demo", ".html", ".css", ".svg"),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    addresses = set(ADDRESS.findall(path.read_text(encoding="utf-8")))

    assert addresses - NAMESPACES == set()


def test_every_word_is_used() -> None:
    table = resource_path("widget", "words.js").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in files("widget", ".js"))
    names = re.findall(r"^  (\w+)[:(]", table, re.MULTILINE)

    unused = [name for name in names if f"words.{name}" not in code]

    assert names
    assert unused == []
