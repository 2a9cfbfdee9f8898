"""`undivided-server operator ...`: what each verb does and prints."""

import argparse
import secrets
import sys
from pathlib import Path

from undivided.server.accounts.account_errors import AdministrationError
from undivided.server.accounts.admin_telling import told
from undivided.server.accounts.operators import (
    Accounts,
    NewOperator,
    Row,
    check_password,
    operator_of,
)
from undivided.server.accounts.pictures import PHOTO_BYTES
from undivided.server.accounts.real_names import normal_email
from undivided.server.data_folder import accounts_data
from undivided.server.serve import read_clock

_ONCE = "This token is not shown again; it signs in like a password."


def add(options: argparse.Namespace) -> int:
    """Add an operator."""
    password = _password(options)
    if password is not None:
        check_password(password, options.email)
    new = NewOperator(
        email=options.email,
        name=options.name,
        title=options.title,
        role=options.role,
        max_chats=options.max_chats,
        photo=_photo(options.photo),
        no_photo_reason=options.no_photo_reason,
    )
    with accounts_data(options.data, make=True) as database:
        accounts = Accounts(database, secrets.token_bytes)
        token = accounts.add(new, read_clock())
        if password is not None:
            accounts.set_password(new.email, password)
        operator = operator_of(accounts.row(new.email), "")
    facts = {"email": operator.email, "token": token, "may_accept": operator.may_accept}
    lines = [f"Added {operator.name} <{operator.email}>.", f"Token: {token}", _ONCE]
    if not operator.may_accept:
        lines.append(
            "Visitors are not given to an operator without a photo: "
            "add one by `operator photo`, or say there why there is none."
        )
    return told(options, facts, lines)


def list_all(options: argparse.Namespace) -> int:
    """List operators."""
    with accounts_data(options.data) as database:
        rows = list(Accounts(database, secrets.token_bytes).rows())
    facts = [_facts(row) for row in rows]
    lines = [
        f"{each['email']}  {each['name']}  {each['role']}  {each['state']}"
        + "".join(f"\n    {token['lookup']}  {token['device']}" for token in _tokens(row))
        for each, row in zip(facts, rows, strict=True)
    ]
    return told(options, {"operators": facts}, lines or ["There are no operators yet."])


def revoke(options: argparse.Namespace) -> int:
    """End one token, or everything that signs an operator in."""
    with accounts_data(options.data) as database:
        accounts = Accounts(database, secrets.token_bytes)
        if options.token:
            accounts.revoke_token(options.email, options.token)
            count = 1
        else:
            count = accounts.revoke(options.email, read_clock())
    email = normal_email(options.email)
    return told(
        options, {"email": email, "revoked": count}, [f"Tokens of {email} revoked: {count}."]
    )


def token(options: argparse.Namespace) -> int:
    """Print another token, and set a password when one is given."""
    password = _password(options)
    with accounts_data(options.data) as database:
        accounts = Accounts(database, secrets.token_bytes)
        if password is not None:
            accounts.set_password(options.email, password)
        made = accounts.issue_token(options.email, options.device, read_clock())
    email = normal_email(options.email)
    return told(options, {"email": email, "token": made}, [f"Token: {made}", _ONCE])


def invite(options: argparse.Namespace) -> int:
    """Print a one-time code."""
    with accounts_data(options.data) as database:
        code = Accounts(database, secrets.token_bytes).invite(options.email, read_clock())
    lines = [f"Code: {code}", "It sets a password once, within 7 days."]
    return told(options, {"email": normal_email(options.email), "code": code}, lines)


def photo(options: argparse.Namespace) -> int:
    """Replace the photo."""
    picture = _photo(options.photo)
    with accounts_data(options.data) as database:
        accounts = Accounts(database, secrets.token_bytes)
        accounts.set_photo(options.email, picture, options.no_photo_reason)
        operator = operator_of(accounts.row(options.email), "")
    facts = {"email": operator.email, "may_accept": operator.may_accept}
    return told(options, facts, [f"The picture of {operator.name} was replaced."])


def _facts(row: Row) -> dict[str, object]:
    operator = operator_of(row, "")
    revoked = row["revoked_at"] is not None
    ready = "accepts chats" if operator.may_accept else "needs a photo"
    return {
        "email": operator.email,
        "name": operator.name,
        "title": operator.title,
        "role": operator.role,
        "max_chats": operator.max_chats,
        "may_accept": operator.may_accept and not revoked,
        "has_password": row["password_hash"] is not None,
        "state": "revoked" if revoked else ready,
        "tokens": row["tokens"],
    }


def _tokens(row: Row) -> list[dict[str, str]]:
    held = row["tokens"]
    assert isinstance(held, list)
    return held


def _password(options: argparse.Namespace) -> str | None:
    return sys.stdin.readline().rstrip("\r\n") if options.password_stdin else None


def _photo(path: Path | None) -> bytes | None:
    if path is None:
        return None
    if not path.is_file():
        raise AdministrationError(f"There is no photo {path}.")
    with path.open("rb") as file:
        # One byte more than allowed tells that the rest would be too much.
        return file.read(PHOTO_BYTES + 1)
