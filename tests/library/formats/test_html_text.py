"""HTML becomes text that reads well, and what was lost is told."""

import pytest

from undivided.library.errors import ResponseRefused
from undivided.library.formats import html_tags
from undivided.library.formats.html_text import plain
from undivided.library.formats.told import Told


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><div><br></div><div>Two</div>", "One\n\nTwo"),
        ("<div>One</div><div> </div><div>Two</div>", "One\nTwo"),
        ("<div>One</div><p>Two</p><div>Three</div>", "One\n\nTwo\n\nThree"),
        ("<div><p>One</p></div><div><p>Two</p></div>", "One\n\nTwo"),
        ("<h2><div>One</div>two</h2>", "One two"),
        ('<p class="x no-margin">1</p><p class="no-margin">2</p><p>3</p>', "1\n2\n\n3"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<p>One\n  two</p>", "One two"),
        ("<ul><li>One</li><li>Two<ul><li>In</li></ul></li></ul>", "- One\n- Two\n  - In"),
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two"),
        ("<h2>Head</h2>Text", "Head\n\nText"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<h2>One<br>two</h2>", "One two"),
        ('<span style="margin: 0">plain</span> <code>x_y</code>', "plain x_y"),
        ("<table></table><p>after</p>", "after"),
        ('See <a href="https://example.org/a">our page</a>.', "See our page (https://example.org/a)."),
        ('<a href="https://example.org">https://example.org</a>', "https://example.org"),
        ('<a href="mailto:a@example.org">a@example.org</a>', "a@example.org"),
        ('<a href="tel:+49">call us</a>', "call us (+49)"),
        ('<a href="https://example.org"><img alt="x"></a>', "x (https://example.org)"),
        ('<a href="https://example.org/{{ticket.id}}">x</a>', "x (https://example.org/{{ticket.id}})"),
        ("a&nbsp;&amp;&nbsp;b &lt;3", "a & b <3"),
        ("Tom &amp; Ann\nsay 5 > 3", "Tom & Ann\nsay 5 > 3"),
        ("5 < 7 and <b>8 < 9</b>", "5 < 7 and 8 < 9"),
        ("a<!-- hidden <b>x</b> -->b", "ab"),
        ("a <!-- open", "a <!-- open"),
        ("snake_case *star* [x]_<b>y</b>", "snake_case *star* [x]_y"),
    ],
)  # fmt: skip
def test_html_reads_as_a_person_would_write_it(html: str, text: str) -> None:
    assert plain(html, Told()) == text


@pytest.mark.parametrize(
    ("html", "text", "loss"),
    [
        ("<b>Bold</b>", "Bold", html_tags.EMPHASIS),
        ("<em>Slanted</em> <u>under</u>", "Slanted under", html_tags.EMPHASIS),
        ('<span style="color: red">Red</span>', "Red", html_tags.COLOURS),
        ('<font face="Arial">Arial</font>', "Arial", html_tags.COLOURS),
        ('<img src="https://example.org/x.png" alt="Our shop">', "Our shop", html_tags.PICTURE),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "A | B\n1 | 2",
            html_tags.TABLE,
        ),
        ("a<script>alert(1)</script>b", "ab", html_tags.EMBEDDED),
        ("a<style>p {}</style>b", "ab", html_tags.EMBEDDED),
        ('<iframe src="https://example.org"></iframe>x', "x", html_tags.EMBEDDED),
        ('<a href="javascript:alert(1)">click</a>', "click", html_tags.LINK),
        ('<a href="data:text/html,x">click</a>', "click", html_tags.LINK),
    ],
)
def test_what_text_cannot_hold_is_told(html: str, text: str, loss: str) -> None:
    told = Told()
    told.begin(3)

    assert plain(html, told) == text
    assert told.losses() == (f"{loss} (row 3).",)


@pytest.mark.parametrize(
    "html", ['<a name="x">anchor</a>', '<a href="#top">anchor</a>', "<b> </b>"]
)
def test_what_nobody_misses_is_not_told(html: str) -> None:
    told = Told()
    plain(html, told)

    assert told.losses() == ()


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<ul><li>", "<table><td>"])
def test_html_nested_without_end_is_refused(tag: str) -> None:
    with pytest.raises(ResponseRefused, match="nested too deep"):
        plain(tag * 2_000, Told())
