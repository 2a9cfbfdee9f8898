"""Which parts of a visitor's text are links."""

import pytest

from undivided.etiquette.web_addresses import find_links


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("see https://alderlane.example/care?x=1.", ["https://alderlane.example/care?x=1"]),
        ("(http://a.example/b)", ["http://a.example/b"]),
        ("two: https://a.example https://b.example", ["https://a.example", "https://b.example"]),
        ("javascript://alert(1) ftp://a.example file:///etc", []),
        ("https://good.example@evil.example/", []),
        ("https://good.example\u202emoc.live/", ["https://good.example"]),
        ('https://a.example/"onload="x', ["https://a.example/"]),
        ("https://", []),
        ("HTTPS://A.example", ["HTTPS://A.example"]),
        ("www.a.example", []),
    ],
)
def test_only_plain_web_addresses_are_links(text: str, targets: list[str]) -> None:
    assert [link.target for link in find_links(text)] == targets


def test_a_links_place_is_its_place_in_the_text() -> None:
    link = find_links("😊 https://a.example!")[0]

    assert "😊 https://a.example!"[link.start : link.end] == "https://a.example"
