"""Tables of the history: chats, events, pushes, visitors, operators' states, responses."""

from sqlite_utils import Database, Migrations

history = Migrations("undivided-server-history")
"""Every migration of the hub's tables, oldest first; accounts and sites have their own set."""


@history()
def m001_facts(database: Database) -> None:
    """Single values: the epoch and the floor of the running number."""
    database.table("facts").create({"name": str, "value": str}, pk="name")


@history()
def m002_visitors(database: Database) -> None:
    """Visitors, found by site; the details are one JSON document each."""
    database.table("visitors").create(
        {"id": str, "organization_id": str, "name": str, "email": str, "details": bytes},
        pk="id",
        not_null={"organization_id", "details"},
    )


@history()
def m003_chats(database: Database) -> None:
    """Chats with their counter row, and threads."""
    chats = database.table("chats").create(
        {
            "id": str,
            "organization_id": str,
            "visitor_id": str,
            "created_at": str,
            "last_thread_at": str,
            "is_active": int,
            "last_number": int,
            "seen": bytes,
            "group_ids": str,
            "details": bytes,
        },
        pk="id",
        not_null={"created_at", "last_thread_at", "is_active", "last_number", "group_ids"},
    )
    chats.create_index(["visitor_id"])
    chats.create_index(["last_thread_at", "id"])
    # Partial: a restart reads the active chats only, however long the history is.
    database.execute("CREATE INDEX idx_chats_active ON chats (id) WHERE is_active")
    threads = database.table("threads").create(
        {
            "id": str,
            "chat_id": str,
            "ordinal": int,
            "is_active": int,
            "created_at": str,
            "closed_at": str,
            "first_number": int,
            "user_ids": str,
            "tags": str,
            "starter_id": str,
            "request_key": str,
            "details": bytes,
        },
        pk="id",
        not_null={"chat_id", "ordinal", "is_active", "created_at", "first_number"},
        foreign_keys=[("chat_id", "chats", "id")],
    )
    threads.create_index(["chat_id", "ordinal"], unique=True)
    threads.create_index(["created_at", "id"])
    database.execute(
        "CREATE UNIQUE INDEX idx_threads_request ON threads (starter_id, request_key)"
        " WHERE request_key IS NOT NULL"
    )


@history()
def m004_events(database: Database) -> None:
    """Events under the running number that replays use, and their text index."""
    events = database.table("events").create(
        {
            "seq": int,
            "chat_id": str,
            "thread_id": str,
            "number": int,
            "author_id": str,
            "custom_id": str,
            "digest": bytes,
            "kind": str,
            "is_whisper": int,
            "audience": str,
            "text": str,
            "body": bytes,
        },
        pk="seq",
        not_null={"chat_id", "thread_id", "number", "kind", "is_whisper", "body"},
        foreign_keys=[("thread_id", "threads", "id")],
    )
    events.create_index(["chat_id", "number"], unique=True)
    # For ever: the same label never stores twice (promise G1).
    database.execute(
        "CREATE UNIQUE INDEX idx_events_custom ON events (chat_id, author_id, custom_id)"
        " WHERE custom_id IS NOT NULL"
    )
    database.execute(
        "CREATE VIRTUAL TABLE events_text USING fts5"
        " (text, content='events', content_rowid='seq', tokenize='unicode61', prefix='2 3')"
    )


@history()
def m005_pushes(database: Database) -> None:
    """Stored pushes other than events, under the same running number."""
    pushes = database.table("pushes").create(
        {
            "seq": int,
            "action": str,
            "chat_id": str,
            "thread_id": str,
            "audience": str,
            "is_for_visitor": int,
            "payload": bytes,
        },
        pk="seq",
        not_null={"action", "audience", "is_for_visitor", "payload"},
    )
    pushes.create_index(["chat_id"])


@history()
def m006_desks(database: Database) -> None:
    """Operators' public ids and routing states, kept over a restart."""
    database.table("desks").create(
        {"email": str, "public_id": str, "status": str, "shown_status": str},
        pk="email",
        not_null={"public_id", "status", "shown_status"},
    )


@history()
def m007_canned_responses(database: Database) -> None:
    """Shared canned responses under the running number of their changes; deletions stay."""
    canned = database.table("canned_responses").create(
        {"id": str, "version": int, "is_deleted": int, "details": bytes},
        pk="id",
        not_null={"version", "is_deleted", "details"},
    )
    canned.create_index(["version"], unique=True)
    database.execute(
        "CREATE INDEX idx_canned_responses_deleted ON canned_responses (version) WHERE is_deleted"
    )


@history()
def m008_response_files(database: Database) -> None:
    """Which files of shared responses were brought, and to whom; the bytes are in a folder."""
    files = database.table("response_files").create(
        {"digest": str, "place": str, "size_bytes": int, "created_at": str},
        pk=("digest", "place"),
        not_null={"size_bytes", "created_at"},
    )
    files.create_index(["place"])
