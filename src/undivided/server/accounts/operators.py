"""Operators and their credentials in the server's database.

Only hashes of secrets are stored. Blocking and slow where a secret is hashed: call it from a
worker thread or from a command. Times come in as `now`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import NotFoundError

from undivided.protocol.ids import UserId, opaque_id
from undivided.protocol.limits import CHATS_PER_OPERATOR, TITLE_CHARACTERS
from undivided.protocol.moments import Moment, to_wire
from undivided.server.accounts import tokens
from undivided.server.accounts.account_errors import AdministrationError, UnknownOperator
from undivided.server.accounts.account_store import changing
from undivided.server.accounts.hashing import Entropy, hash_of
from undivided.server.accounts.pictures import PHOTO_BYTES, SVG, initials_svg, picture_in
from undivided.server.accounts.real_names import email_problem, name_problem, normal_email
from undivided.server.directory import Operator, Role

ROLES = (Role.OWNER, Role.ADMINISTRATOR, Role.NORMAL)
INVITATION_LIFE = timedelta(days=7)
REASON_CHARACTERS = 500
DEVICE_CHARACTERS = 100
PHOTO_ID_BYTES = 15
_PASSWORD_LENGTHS = range(10, 1_025)

Row = dict[str, Any]
"""A row of `operators`, as SQLite gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOperator:
    """What `operator add` is told; `photo` is the picture file's bytes."""

    email: str
    name: str
    title: str = ""
    role: str = Role.NORMAL
    max_chats: int = 3
    photo: bytes | None = None
    no_photo_reason: str | None = None


class Accounts:
    """The operators of one database.

    Args:
        database: With the migrations of `account_schema` applied.
        entropy: Random bytes for tokens and salts.
    """

    def __init__(self, database: Database, entropy: Entropy) -> None:
        self._database = database
        self._entropy = entropy

    def add(self, new: NewOperator, now: Moment) -> str:
        """Store the operator and return a first token, which is shown nowhere again.

        Raises:
            AdministrationError: With the sentence to show; nothing was stored.
        """
        email = normal_email(new.email)
        _check(new, email)
        token, row = self._prepared_token(email, "first token", now)
        with changing(self._database):
            if self._database.table("operators").count_where("email = ?", [email]):
                raise AdministrationError(
                    f"There is an operator {email} already; "
                    "`operator token` makes another token for him."
                )
            self._database.table("operators").insert(
                {
                    "email": email,
                    "name": new.name.strip(),
                    "title": new.title.strip(),
                    "role": new.role,
                    "max_chats": new.max_chats,
                    "photo_id": self._kept_picture(new.name, new.photo, new.no_photo_reason),
                    "no_photo_reason": new.no_photo_reason,
                    "created_at": to_wire(now.wall),
                }
            )
            self._database.table("operator_tokens").insert(row)
        return token

    def issue_token(self, email: str, device: str, now: Moment) -> str:
        """Return a new token; an operator who was revoked may sign in again with it."""
        token, row = self._prepared_token(normal_email(email), device, now)
        with changing(self._database):
            self._database.table("operators").update(self.row(email)["email"], {"revoked_at": None})
            self._database.table("operator_tokens").insert(row)
        return token

    def revoke(self, email: str, now: Moment) -> int:
        """End every token, password and invitation; return how many tokens there were."""
        with changing(self._database):
            key = self.row(email)["email"]
            count = self._database.table("operator_tokens").count_where("email = ?", [key])
            self._database.table("operator_tokens").delete_where("email = ?", [key])
            self._database.table("invitations").delete_where("email = ?", [key])
            self._database.table("operators").update(
                key, {"revoked_at": to_wire(now.wall), "password_hash": None}
            )
        return count

    def revoke_token(self, email: str, lookup: str) -> None:
        """End one token, named by its public first part.

        Raises:
            AdministrationError: The operator has no such token.
        """
        with changing(self._database):
            key = str(self.row(email)["email"])
            found = self._database.conn.execute(
                "DELETE FROM operator_tokens WHERE lookup = ? AND email = ?", [lookup, key]
            ).rowcount
            if not found:
                raise AdministrationError(f"{key} has no token {lookup}.")

    def invite(self, email: str, now: Moment) -> str:
        """Return a one-time code with which the operator sets a password within 7 days."""
        code = tokens.new_token(tokens.INVITATION_PREFIX, self._entropy)
        stored = hash_of(code, self._entropy)
        with changing(self._database):
            key = self.row(email)["email"]
            self._database.table("invitations").delete_where("email = ?", [key])
            self._database.table("operators").update(key, {"revoked_at": None})
            self._database.table("invitations").insert(
                {
                    "lookup": tokens.lookup_of(code, tokens.INVITATION_PREFIX),
                    "email": key,
                    "hash": stored,
                    "expires_at": to_wire(now.wall + INVITATION_LIFE),
                }
            )
        return code

    def set_password(self, email: str, password: str) -> None:
        """Replace the password; open invitations end.

        Raises:
            AdministrationError: The password is too short, too long or the address.
        """
        check_password(password, email)
        stored = hash_of(password, self._entropy)
        with changing(self._database):
            key = self.row(email)["email"]
            self._database.table("invitations").delete_where("email = ?", [key])
            self._database.table("operators").update(key, {"password_hash": stored})

    def set_photo(self, email: str, photo: bytes | None, reason: str | None) -> None:
        """Replace the picture by `photo`, or by initials for `reason`."""
        if photo is None and not reason:
            raise AdministrationError("Give a photo, or a reason why there is none.")
        with changing(self._database):
            row = self.row(email)
            picture = self._kept_picture(str(row["name"]), photo, reason)
            self._database.table("operators").update(
                row["email"], {"photo_id": picture, "no_photo_reason": reason}
            )
            self._database.table("operator_photos").delete_where("id = ?", [row["photo_id"]])

    def row(self, email: str) -> Row:
        """Return the operator's stored row.

        Raises:
            UnknownOperator: There is none.
        """
        key = normal_email(email)
        try:
            return dict(self._database.table("operators").get(key))
        except NotFoundError:
            raise UnknownOperator(key) from None

    def rows(self) -> Iterator[Row]:
        """Yield every operator's row with the public parts of his tokens."""
        for row in self._database.table("operators").rows_where(order_by="created_at, email"):
            held = self._database.table("operator_tokens").rows_where(
                "email = ?", [row["email"]], order_by="created_at", select="lookup, device"
            )
            yield {**row, "tokens": [dict(token) for token in held]}

    def _prepared_token(
        self, email: str, device: str, now: Moment
    ) -> tuple[str, dict[str, object]]:
        """Return a token and its row; hashing is slow, so it happens before the write lock."""
        token = tokens.new_token(tokens.OPERATOR_PREFIX, self._entropy)
        return token, {
            "lookup": tokens.lookup_of(token, tokens.OPERATOR_PREFIX),
            "email": email,
            "hash": hash_of(token, self._entropy),
            "device": device[:DEVICE_CHARACTERS],
            "created_at": to_wire(now.wall),
        }

    def _kept_picture(self, name: str, photo: bytes | None, reason: str | None) -> str | None:
        if photo is not None:
            content_type, data = _photo_type(photo), photo
        elif reason:
            _check_reason(reason)
            content_type, data = SVG, initials_svg(name)
        else:
            return None
        key = opaque_id(self._entropy(PHOTO_ID_BYTES)).lower()
        self._database.table("operator_photos").insert(
            {"id": key, "content_type": content_type, "data": data}
        )
        return key


def operator_of(row: Row, photos_url: str) -> Operator:
    """Return the stored row as the hub sees an operator.

    Args:
        row: From `operators`.
        photos_url: What goes before a picture's id.
    """
    picture = row["photo_id"]
    return Operator(
        email=UserId(str(row["email"])),
        name=str(row["name"]),
        title=str(row["title"]),
        photo_url=f"{photos_url}{picture}" if picture else "",
        role=str(row["role"]),
        max_chats=int(str(row["max_chats"])),
        may_accept=picture is not None and name_problem(str(row["name"])) is None,
    )


def check_password(password: str, email: str) -> None:
    """Raise `AdministrationError` when the password is no good."""
    if len(password) not in _PASSWORD_LENGTHS:
        raise AdministrationError(
            f"A password has between {_PASSWORD_LENGTHS[0]} and {_PASSWORD_LENGTHS[-1]} characters."
        )
    if password.strip().lower() == normal_email(email):
        raise AdministrationError("The e-mail address cannot be the password.")


def _check(new: NewOperator, email: str) -> None:
    problem = email_problem(email) or name_problem(new.name.strip())
    if problem is None and new.role not in ROLES:
        problem = f"A role is one of {', '.join(ROLES)}."
    if problem is None and not 1 <= new.max_chats <= CHATS_PER_OPERATOR:
        problem = f"An operator has between 1 and {CHATS_PER_OPERATOR} chats at once."
    if problem is None and (len(new.title) > TITLE_CHARACTERS or not new.title.isprintable()):
        problem = f"A title has at most {TITLE_CHARACTERS} printable characters."
    if problem:
        raise AdministrationError(problem)


def _check_reason(reason: str) -> None:
    # One word such as "no" is no reason that an administrator can stand by.
    if len(reason.split()) < 2 or len(reason) > REASON_CHARACTERS:
        raise AdministrationError(
            "Say in a few words why there is no photo, like 'asked not to be shown'."
        )


def _photo_type(photo: bytes) -> str:
    picture = picture_in(photo)
    if picture is None:
        raise AdministrationError("The photo is no PNG, JPEG, WebP or GIF picture.")
    if len(photo) > PHOTO_BYTES or picture.is_too_large:
        raise AdministrationError("The photo is larger than 2 MB or 16 million pixels.")
    return picture.content_type
