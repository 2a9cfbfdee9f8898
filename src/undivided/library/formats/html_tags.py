"""HTML tags as plain text, one rule for each; the library takes the HTML apart."""

import re
from functools import lru_cache

from bs4 import BeautifulSoup, Tag
from bs4.builder._htmlparser import HTMLParserTreeBuilder
from bs4.exceptions import ParserRejectedMarkup
from markdownify import MarkdownConverter

from undivided.library.errors import ResponseRefused
from undivided.library.formats.told import Told

_STYLED = re.compile(r"(?:^|[;\s])(?:color|background|font)", re.IGNORECASE)
_SAFE_LINK = re.compile(r"(?:https?|mailto|tel):|[{#]", re.IGNORECASE)

EMPHASIS = "Bold, italic or underlined words became plain words"
PICTURE = "A picture was left out; its description stays"
TABLE = "A table became lines of text"
COLOURS = "Colours and fonts were not kept"
EMBEDDED = "A script, form, film or other embedded part was left out"
LINK = "A link that is no web, mail or telephone address was left out; its words stay"


def converted(html: str, told: Told) -> str:
    """Return the words of HTML whose tags are whole.

    Raises:
        ResponseRefused: It is nested too deep to be a message.
    """
    try:
        soup = _Document(
            html,
            builder=HTMLParserTreeBuilder,
            element_classes={Tag: _Tag},
            # What nobody here asks for.
            multi_valued_attributes=None,
            store_line_numbers=False,
        )
        text: str = _converter(told).convert_soup(soup)
    except (RecursionError, ParserRejectedMarkup) as error:
        raise ResponseRefused("The HTML of this row is nested too deep or broken.") from error
    return text


class _Tag(Tag):
    """A tag that finds a parent by its name alone.

    The converter asks every tag whether it stands inside `pre`; the general search that answers
    it took a fifth of the whole time.
    """

    def find_parent(self, name: str | None = None, **_: object) -> Tag | None:  # type: ignore[override]  # one of many ways to ask
        return next((parent for parent in self.parents if parent.name == name), None)


class _Document(BeautifulSoup):
    """All of the HTML, which stands inside nothing; see `_Tag`."""

    def find_parent(self, name: str | None = None, **_: object) -> Tag | None:  # type: ignore[override]  # one of many ways to ask
        return None


class _Plain(MarkdownConverter):
    """Writes text that reads well without any markup."""

    def __init__(self, told: Told) -> None:
        # Wrapping without a width only puts the lines of a paragraph together.
        super().__init__(
            bullets="-",
            wrap=True,
            wrap_width=None,
            escape_asterisks=False,
            escape_underscores=False,
        )
        self._told = told

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words, target = text.strip(), str(el.get("href") or "").strip()
        if not _SAFE_LINK.match(target) or target.startswith("#"):
            if target and not target.startswith("#"):
                self._told.lost(LINK)
            return text
        bare = target.removeprefix("mailto:").removeprefix("tel:")
        if not words or words in (target, bare):
            return bare
        return f"{words} ({bare})"

    def convert_attribute(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # Intercom's placeholder, written as in its plain text; it has no words of its own.
        words = str(el.get("default") or "")
        default = f'|fallback:"{words}"' if words else ""
        return f"{{{{{el.get('key') or ''}{default}}}}}{text}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        self._told.lost(PICTURE)
        return str(el.get("alt") or "").strip()

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # A line. What has room around itself inside keeps it; an empty line is one with a break.
        words = text.strip(" \t\r\n")
        if "_inline" in parent_tags:
            return f" {words} "
        if not words:
            return "\n\n" if el.find("br") else ""
        before = "\n\n" if text.startswith("\n\n") else "\n"
        after = "\n\n" if text.endswith("\n\n") else "\n"
        return f"{before}{words}{after}"

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "no-margin" in str(el.get("class") or "").split():
            # A line of Intercom.
            return self.convert_div(el, text, parent_tags)
        words: str = super().convert_p(el, text, parent_tags)  # type: ignore[misc]  # untyped there
        return words

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        return text if "_inline" in parent_tags else f"\n\n{text.strip()}\n\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{text.strip()}\n\n" if text.strip() else ""

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        self._told.lost(TABLE)
        return f"\n\n{text.strip()}\n\n"

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        cells = text.strip().removesuffix("|").rstrip()
        return f"{cells}\n" if cells else ""

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"{' '.join(text.split())} | "

    convert_th = convert_td

    def convert_span(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if el.name == "font" or _STYLED.search(str(el.get("style") or "")):
            self._told.lost(COLOURS)
        return text

    convert_font = convert_span

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if text.strip():
            self._told.lost(EMPHASIS)
        return text

    convert_strong = convert_i = convert_em = convert_u = convert_b
    convert_s = convert_del = convert_mark = convert_b

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text

    convert_kbd = convert_samp = convert_sub = convert_sup = convert_code
    convert_caption = convert_figcaption = convert_code

    def convert_script(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        self._told.lost(EMBEDDED)
        return ""

    convert_style = convert_iframe = convert_video = convert_audio = convert_script
    convert_object = convert_embed = convert_form = convert_svg = convert_script
    convert_input = convert_button = convert_select = convert_script


@lru_cache(maxsize=2)
def _converter(told: Told) -> _Plain:
    # One for all rows of a file: making one takes a tenth of the time of a row.
    return _Plain(told)
