"""Credentials are read exactly and stored as hashes; signed statements keep to their purpose."""

from base64 import b64encode
from dataclasses import replace

import pytest

from undivided.protocol.ids import OrganizationId, UserId
from undivided.protocol.moments import Moment
from undivided.server.accounts.hashing import NOBODY, hash_of, is_secret_of
from undivided.server.accounts.signing import Signer
from undivided.server.accounts.tokens import (
    INVITATION_PREFIX,
    OPERATOR_PREFIX,
    Credential,
    lookup_of,
    new_token,
    read_credential,
)
from undivided.server.directory import Visitor

NOW = Moment.at(1_000)
VISITOR = Visitor(id=UserId("v1"), organization_id=OrganizationId("shop"))
SIGNER = Signer(b"k" * 32)


def zeros(count: int) -> bytes:
    return bytes(count)


def test_token_shows_its_purpose_and_finds_its_row() -> None:
    token = new_token(OPERATOR_PREFIX, zeros)

    assert token == "undv_" + "A" * 43
    assert lookup_of(token, OPERATOR_PREFIX) == "AAAAAAAA"
    assert lookup_of(token, INVITATION_PREFIX) is None


def test_token_never_looks_like_an_option_on_a_command_line() -> None:
    draws = iter([b"\xf8" + bytes(31), bytes(32)])
    token = new_token(OPERATOR_PREFIX, lambda _: next(draws))

    assert lookup_of(token, OPERATOR_PREFIX) == "AAAAAAAA"


@pytest.mark.parametrize(
    ("text", "credential"),
    [
        ("Bearer abc", Credential("abc")),
        ("bearer  abc", Credential("abc")),
        (f"Basic {b64encode(b'Ann@x.com:abc').decode()}", Credential("abc", "ann@x.com")),
        (f"Basic {b64encode(b'no colon').decode()}", None),
        (f"Basic {b64encode(bytes([255, 254])).decode()}", None),
        ("Basic !!!", None),
        ("Digest abc", None),
        ("abc", None),
        ("Bearer ", None),
        ("Bearer " + "a" * 5_000, None),
        ("", None),
    ],
)
def test_login_token_is_read_with_its_scheme(text: str, credential: Credential | None) -> None:
    assert read_credential(text) == credential


def test_hash_tells_the_right_secret_and_holds_none() -> None:
    stored = hash_of("correct horse", zeros)

    assert is_secret_of("correct horse", stored)
    assert not is_secret_of("correct horsf", stored)
    assert "correct" not in stored


def test_nobody_has_the_hash_of_unknown_accounts() -> None:
    assert not is_secret_of("", NOBODY)


def test_visitor_token_is_read_back_until_it_expires() -> None:
    token = SIGNER.visitor_token(VISITOR, NOW)

    assert SIGNER.visitor_of(token, NOW) == VISITOR
    assert SIGNER.visitor_of(token, Moment.at(1_000 + 8 * 3_600)) is None


def test_statement_of_another_purpose_is_no_visitor_token() -> None:
    ticket = SIGNER.page_ticket(VISITOR.organization_id, "https://shop.example", NOW)

    assert SIGNER.visitor_of(ticket, NOW) is None


def test_ticket_counts_for_its_own_site_only() -> None:
    ticket = SIGNER.page_ticket(OrganizationId("shop"), "https://shop.example", NOW)

    assert SIGNER.parent_of(ticket, OrganizationId("shop"), NOW) == "https://shop.example"
    assert SIGNER.parent_of(ticket, OrganizationId("other"), NOW) is None


@pytest.mark.parametrize("text", ["", ".", "a.b", "é.x", "=" * 9, "A" * 9_000, "WyJhIl0.x"])
def test_garbage_is_no_statement(text: str) -> None:
    assert SIGNER.visitor_of(text, NOW) is None


def test_changed_or_foreign_statement_is_refused() -> None:
    token = SIGNER.visitor_token(VISITOR, NOW)
    body, signature = token.split(".")
    flipped = signature[:5] + ("A" if signature[5] != "A" else "B") + signature[6:]

    assert SIGNER.visitor_of(f"{body}.{flipped}", NOW) is None
    assert Signer(b"o" * 32).visitor_of(token, NOW) is None


def test_identity_secret_belongs_to_one_visitor_of_one_site() -> None:
    secret = SIGNER.identity_secret(VISITOR)

    assert SIGNER.is_identity_secret(VISITOR, secret)
    assert not SIGNER.is_identity_secret(replace(VISITOR, id=UserId("v2")), secret)
    other = replace(VISITOR, organization_id=OrganizationId("other"))
    assert not SIGNER.is_identity_secret(other, secret)
