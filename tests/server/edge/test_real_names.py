"""Visitors meet people with names, on pages whose origin is exact."""

import pytest

from undivided.server.accounts.real_names import (
    email_problem,
    name_problem,
    normal_email,
    normal_origin,
    origin_problem,
)


@pytest.mark.parametrize(
    "name", ["Ann Lee", "Zoë", "李娜", "Bo", "Test Ann", "Agent Smith", "O'Neil"]
)
def test_persons_name_is_taken(name: str) -> None:
    assert name_problem(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "A",
        "42",
        "agent",
        "Agent 1",
        "SUPPORT",
        "test",
        "Test User",
        "Support-Team",
        "A B",
        "Ann\nLee",
        "Ann\u202eLee",
        "x" * 300,
    ],
)
def test_placeholder_is_no_name(name: str) -> None:
    assert name_problem(name) is not None


@pytest.mark.parametrize("email", ["", "ann", "a b@x.com", "a@b@c", "a@\u202ex.com", "a" * 260])
def test_unusable_address_is_refused(email: str) -> None:
    assert email_problem(email) is not None


def test_addresses_are_compared_in_one_form() -> None:
    assert normal_email(" Ann@X.com ") == "ann@x.com"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Shop.Example/", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_origin_is_stored_as_browsers_write_it(text: str, origin: str) -> None:
    assert origin_problem(text) is None
    assert normal_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop.example",
        "ftp://shop.example",
        "https://shop.example/path",
        "https://*.example",
        "https://u@shop.example",
        "https://shop.example:x",
        "https://a;b",
        "http://shop.example",
    ],
)
def test_anything_else_is_no_origin(text: str) -> None:
    assert origin_problem(text) is not None
