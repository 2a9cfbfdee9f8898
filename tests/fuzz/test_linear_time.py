"""No reader of foreign text takes more than its share of time, however the text is made."""

import json
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.fuzz.linear import is_linear
from undivided.etiquette.cards.numbers import masked, masked_unfinished
from undivided.etiquette.cards.split import masked_after
from undivided.etiquette.file_names import safe_name
from undivided.etiquette.web_addresses import find_links
from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.filling.slots import fill
from undivided.library.finding.search import marks, query
from undivided.library.formats import (
    autokey,
    lhc_words,
    livechat,
    textexpander,
    zendesk_macros,
)
from undivided.library.formats.espanso_vars import Body
from undivided.library.formats.html_text import plain
from undivided.library.formats.told import Told
from undivided.library.growing.templating import People, template_from
from undivided.library.text_changes import text_pieces
from undivided.protocol.codec import decode_incoming, decode_request
from undivided.protocol.errors import ProtocolError, UndividedError
from undivided.runtime.addresses import parse_address
from undivided.server.accounts.pictures import picture_in
from undivided.storage.library.words import vocabulary

UNITS = (
    "a", "1", "4", " ", "\n", "4 ", "4\n", "41 ", "4111 ", "4 4-", "4111111111111111 ",
    "4111 1111 1111 1111 ", "4111 1111 1111 1112 ", "4111-1111 ", "12/27 ", "\u2022", "\u2022 ",
    "\u2022" * 9 + "1111 12/27 123 ", "cvv 123 ", "cvv", "DE89", "DE89 ", "RF18 ", "1-", "\u0664",
    "\U0001d7d9 ", "\u200d1", "https://", "http://a/", "://", "https://a.b/)))", "{{", "}}", "{",
    "{{a}}", "{{a|b}}", "{{ ", "{{visitor.name}}", '"', '""', ",", '",', "'=", "[", "]", '{"a":',
    '[{"body":"x"},', "\\", "\\u0000", "\u0130", "\ufb03", "\u0301", "\u202e", "\ud800",
    "/", "../", ".", "x.", "xn--", "%41", "@", ":1", "\xff", "is ",
    "no. 4111111111111111 ", "<", "<a ", "<p a=", "<a href='", "<b>", "</b>", "<!--", "-->", "&#",
    "<p>", "<![", "<?", "%", "%d", "%filltext:", "[[", "[a]", "{a}", "<date ", "$|$", "*a", "&a ",
    "- ", ": ", "? ", "!!a ", "#", "%name%", "{%",
)  # fmt: skip


def quietly(work: Callable[[str], object]) -> Callable[[str], None]:
    def done(text: str) -> None:
        with suppress(UndividedError, ProtocolError, FileRefused):
            work(text)

    return done


def as_bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


READERS: dict[str, Callable[[str], object]] = {
    "masking": masked,
    "masking what is typed": masked_unfinished,
    "masking behind a message": lambda text: masked_after([text], text),
    "links": find_links,
    "filling slots": lambda text: fill(text, {"visitor.name": "\U0001f600{{a}}"}).in_utf16(),
    "comparing texts": lambda text: text_pieces(text, f"x{text[::-1]}"),
    "saving as a response": lambda text: template_from(text, People("Elena Rossi"), vocabulary()),
    "searching": lambda text: marks(text, query(text[:200]).terms),
    "requests": lambda text: decode_request(as_bytes(text)),
    "responses": lambda text: decode_incoming(as_bytes(f'{{"action":"{text}')),
    "CSV files": lambda text: formats.read(f"body\n{text}", formats.Format.CSV),
    "JSON files": lambda text: formats.read(json.dumps([{"body": text}]), formats.Format.JSON),
    "broken JSON files": lambda text: formats.read(f"[{text}", formats.Format.JSON),
    "HTML": lambda text: plain(text, Told()),
    "YAML files": lambda text: formats.read(f"matches:\n- {text}", "espanso"),
    "texts of Live Helper Chat": lambda text: lhc_words.body_of(text, text[::2], Told()),
    "texts of espanso": lambda text: Body((), Told()).form(text, None),
    "placeholders of Zendesk": lambda text: zendesk_macros._DIALECT.translated(text, Told()),
    "placeholders of LiveChat": lambda text: livechat._DIALECT.translated(text, Told()),
    "texts of TextExpander": lambda text: textexpander._translated(text, {}, Told()),
    "phrases of AutoKey": lambda text: autokey._translated(text, Told()),
    "encodings of old programs": lambda text: formats.decode(text.encode("cp1252", "replace")),
    "encodings": lambda text: formats.decode(as_bytes(text)),
    "addresses": parse_address,
    "pictures": lambda text: picture_in(b"\xff\xd8\xff" + text.encode("latin-1", "replace")),
    "file names": safe_name,
}


@pytest.mark.parametrize("reader", READERS)
def test_work_grows_no_faster_than_the_text(reader: str) -> None:
    work = quietly(READERS[reader])

    assert [] == [slow for unit in UNITS if (slow := is_linear(work, unit))]


@pytest.mark.parametrize(
    ("power", "slow_runs", "is_told"),
    [(1.0, 0, False), (1.0, 1, False), (2.0, 0, True)],
    ids=["grows with the text", "was slowed once", "grows with the square"],
)
def test_growth_is_told_from_a_busy_machine(
    power: float, slow_runs: int, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent, slowness = [0.0], [10.0] * slow_runs

    def work(text: str) -> None:
        seconds: float = (len(text) / 2_000) ** power
        spent.append(spent[-1] + seconds * (slowness.pop() if slowness else 1.0))

    monkeypatch.setattr(time, "process_time", lambda: spent[-1])

    assert bool(is_linear(work, "a")) == is_told
