"""Tables of operators, their credentials and pictures, sites, uploads and settings."""

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("undivided.server.accounts")


@MIGRATIONS()
def accounts_1(database: Database) -> None:
    """Make all tables of the first version."""
    database.table("server_settings").create({"name": str, "value": bytes}, pk="name")
    # Counts changes that a running server has to read again.
    database.table("account_revision").create({"id": int, "number": int}, pk="id")
    database.table("account_revision").insert({"id": 1, "number": 0})
    _operators(database)
    _sites(database)
    database.table("uploads").create(
        {
            "id": str,
            "name": str,
            "content_type": str,
            "size_bytes": int,
            "width": int,
            "height": int,
            "uploader": str,
            "created_at": str,
        },
        pk="id",
        not_null=("name", "content_type", "size_bytes", "uploader", "created_at"),
    )


@MIGRATIONS()
def accounts_2(database: Database) -> None:
    """Remember which uploads a message refers to, so that the others can be removed."""
    database.table("uploads").add_column("is_used", int, not_null_default=0)


def _operators(database: Database) -> None:
    database.table("operators").create(
        {
            "email": str,
            "name": str,
            "title": str,
            "role": str,
            "max_chats": int,
            "photo_id": str,
            "no_photo_reason": str,
            "password_hash": str,
            "created_at": str,
            "revoked_at": str,
        },
        pk="email",
        not_null=("name", "title", "role", "max_chats", "created_at"),
    )
    database.table("operator_tokens").create(
        {"lookup": str, "email": str, "hash": str, "device": str, "created_at": str},
        pk="lookup",
        not_null=("email", "hash", "device", "created_at"),
        foreign_keys=[("email", "operators", "email")],
    )
    database.table("invitations").create(
        {"lookup": str, "email": str, "hash": str, "expires_at": str},
        pk="lookup",
        not_null=("email", "hash", "expires_at"),
        foreign_keys=[("email", "operators", "email")],
    )
    database.table("operator_photos").create(
        {"id": str, "content_type": str, "data": bytes},
        pk="id",
        not_null=("content_type", "data"),
    )


def _sites(database: Database) -> None:
    database.table("sites").create(
        {"organization_id": str, "name": str, "is_demo": int, "created_at": str},
        pk="organization_id",
        not_null=("name", "is_demo", "created_at"),
    )
    database.table("site_origins").create(
        {"organization_id": str, "origin": str},
        pk=("organization_id", "origin"),
        foreign_keys=[("organization_id", "sites", "organization_id")],
    )
