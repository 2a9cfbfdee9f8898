"""The tables of the desk's file, one migration after the other."""

from sqlite_utils import Database, Migrations

migrations = Migrations("desk")


@migrations()
def first_tables(db: Database) -> None:
    """Create the outbox and the drafts, both kept apart per account."""
    db.table("outbox").create(
        {
            "number": int,
            "account": str,
            "custom_id": str,
            "chat_id": str,
            "event": bytes,
            "written_at": str,
            "attempts": int,
            "failed": str,
        },
        pk="number",
        not_null={"account", "custom_id", "chat_id", "event", "written_at", "attempts", "failed"},
    )
    db.table("outbox").create_index(["account", "custom_id"], unique=True)
    db.table("drafts").create(
        {"account": str, "chat_id": str, "text": str, "changed_at": str},
        pk=("account", "chat_id"),
        not_null={"text", "changed_at"},
    )


@migrations()
def files(db: Database) -> None:
    """Let messages and drafts name files; their bytes lie beside the desk's file."""
    db.table("outbox").add_column("digest", str, not_null_default="")
    db.table("draft_files").create(
        {
            "number": int,
            "account": str,
            "chat_id": str,
            "digest": str,
            "name": str,
            "media_type": str,
            "size": int,
            "added_at": str,
        },
        pk="number",
        not_null={"account", "chat_id", "digest", "name", "media_type", "size", "added_at"},
    )
    db.table("draft_files").create_index(["account", "chat_id", "digest", "name"], unique=True)


@migrations()
def draft_marks(db: Database) -> None:
    """Let drafts remember what is no text: their blanks, and the responses they were made of."""
    db.table("drafts").add_column("marks", str, not_null_default="")


@migrations()
def sent_pictures(db: Database) -> None:
    """Remember which pictures were sent, while their copies are kept."""
    db.table("sent_pictures").create(
        {
            "number": int,
            "account": str,
            "custom_id": str,
            "digest": str,
            "size": int,
            "sent_at": str,
        },
        pk="number",
        not_null={"account", "custom_id", "digest", "size", "sent_at"},
    )
    db.table("sent_pictures").create_index(["account", "custom_id"], unique=True)
