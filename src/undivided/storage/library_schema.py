"""The tables of the canned library's file, one migration after the other.

The full-text index finds rows in the order of its row ids, and stops as soon as it has
enough. So each response's row id in the index, `place`, is computed from how often it was
used: the index then is in the order of use by itself, exactly and without sorting. A second,
smaller index holds titles and shortcuts only, because those are what most searches mean.
"""

from sqlite_utils import Database, Migrations

LIBRARY_MIGRATIONS = Migrations("library")

_COLUMNS = "title, shortcuts, tags, folder, body"
_TOKENS = "tokenize = 'unicode61 remove_diacritics 2'"


@LIBRARY_MIGRATIONS()
def create_responses(db: Database) -> None:
    """Create the responses, their shortcuts, the two indexes, and what keeps them together."""
    db.execute(
        """
        create table responses (
            serial integer primary key,
            id text not null unique,
            title text not null,
            title_words text not null,
            label_words text not null,
            shortcut_words text not null,
            body text not null,
            folder text not null default '',
            shortcuts text not null default '',
            tags text not null default '',
            scope text not null default 'personal',
            language text not null default '',
            source text not null default '',
            source_id text not null default '',
            starred integer not null default 0,
            uses integer not null default 0,
            last_used text,
            place integer generated always as (serial - (uses << 32)) virtual
        )
        """
    )
    db.execute("create unique index responses_place on responses (place)")
    db.execute("create index responses_last_used on responses (last_used)")
    db.execute("create index responses_starred on responses (place) where starred")
    db.execute("create index responses_folder on responses (folder, place)")
    db.execute(
        """
        create table shortcuts (
            name text primary key,
            serial integer not null references responses (serial) on delete cascade
        ) without rowid
        """
    )
    db.execute("create index shortcuts_serial on shortcuts (serial)")
    _index(db, "response_words", _COLUMNS, prefixes="1 2 3")
    # Small enough to keep every usual beginning ready.
    _index(db, "response_heads", "title, shortcuts", prefixes="1 2 3 4 5 6 7 8")
    db.table("facts").create({"name": str, "value": str}, pk="name")


def _index(db: Database, name: str, columns: str, *, prefixes: str) -> None:
    """Create a full-text index over the responses and the triggers that keep it true."""
    old = ", ".join(f"old.{column}" for column in columns.split(", "))
    new = ", ".join(f"new.{column}" for column in columns.split(", "))
    # The names come from this module alone.
    remove = f"insert into {name} ({name}, rowid, {columns}) values ('delete', old.place, {old});"  # noqa: S608
    insert = f"insert into {name} (rowid, {columns}) values (new.place, {new});"  # noqa: S608
    db.execute(
        f"create virtual table {name} using fts5 "
        f"({columns}, content = 'responses', content_rowid = 'place', {_TOKENS}, "
        f"prefix = '{prefixes}')"
    )
    for event, statements in (
        ("insert", insert),
        ("delete", remove),
        (f"update of uses, {columns}", remove + insert),
    ):
        db.execute(
            f"create trigger {name}_{event[:6]} after {event} on responses begin {statements} end"
        )
