"""HTML of other systems as the plain text that visitors read, with what was lost on the way."""

import re
from html import unescape

from undivided.library.formats.told import Told

# A sign that opens no tag; the parser would look for the tag's end again and again.
_LONELY = re.compile(r"<(?![a-zA-Z/!][^<>]*>)")
_LINES = re.compile(r"\n{3,}")
_SPACES_AT_END = re.compile(r"[ \t]+\n")


def plain(html: str, told: Told) -> str:
    """Return the words of the HTML with its lists, links and paragraphs.

    A link reads "words (https://…)". Text without any tag keeps its line breaks.

    Raises:
        ResponseRefused: It is nested too deep to be a message.
    """
    if "<" not in html:
        return unescape(html).replace("\xa0", " ")
    # Slow to import, and needed only for files of other systems.
    from undivided.library.formats.html_tags import converted  # noqa: PLC0415

    text = converted(_LONELY.sub("&lt;", _without_comments(html)), told)
    text = _SPACES_AT_END.sub("\n", text.replace("\xa0", " "))
    return _LINES.sub("\n\n", text).strip()


def _without_comments(html: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            break
        kept.append(html[at:start])
        at = end + 3
    return "".join((*kept, html[at:]))
