"""The tables of the canned library's file, one migration after the other.

The full-text index finds rows in the order of its row ids, and stops as soon as it has
enough. So each response's row id in the index, `place`, is computed from how often it was
used: the index then is in the order of use by itself, exactly and without sorting. A second,
smaller index leaves the texts out, because most searches mean a title or a shortcut.
"""

from sqlite_utils import Database, Migrations

from undivided.storage.library.rows import fill_folded, fill_names

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


@LIBRARY_MIGRATIONS()
def keep_more_of_responses(db: Database) -> None:
    """Add what a response got besides its text, its files and versions, and what is shared."""
    for column in (
        "details text not null default ''",
        "variant_bodies text not null default ''",
        "tag_names text not null default ''",
        "language_names text not null default ''",
        "active text not null default ''",
        "pages text not null default ''",
        "review_by text",
        "owner text not null default ''",
        "sent_untouched integer not null default 0",
        "sent_edited integer not null default 0",
    ):
        db.execute(f"alter table responses add column {column}")
    fill_names(db.conn)
    for name in ("active", "pages", "review_by"):
        # Few responses have them, and those few are looked up with every search.
        db.execute(f"create index responses_{name} on responses (place) where {name} > ''")
    db.execute("create index responses_title on responses (folder, title_words)")
    _index_again(db, "response_words", f"{_COLUMNS}, variant_bodies", prefixes="1 2 3")
    # Tags and folders too: a word in them counts for more than one in a text.
    _index_again(db, "response_heads", "title, shortcuts, tags, folder", prefixes="1 2 3 4 5 6 7 8")
    _tables_beside(db)


@LIBRARY_MIGRATIONS()
def fold_every_letter(db: Database) -> None:
    """Let words with letters such as the Polish l with a stroke be found by plain letters."""
    for column in ("plain_heads", "plain_texts"):
        db.execute(f"alter table responses add column {column} text not null default ''")
    fill_folded(db.conn)
    db.execute("create index responses_title_start on responses (title_words)")
    heads = "title, shortcuts, tags, folder, plain_heads"
    texts = f"{_COLUMNS}, variant_bodies, plain_heads, plain_texts"
    _index_again(db, "response_words", texts, prefixes="1 2 3")
    _index_again(db, "response_heads", heads, prefixes="1 2 3 4 5 6 7 8")


@LIBRARY_MIGRATIONS()
def pair_unspaced_signs(db: Database) -> None:
    """Let Chinese, Japanese and Korean texts be found by the words in them."""
    # The triggers keep the indexes true.
    fill_folded(db.conn)


def _index_again(db: Database, name: str, columns: str, *, prefixes: str) -> None:
    for event in ("insert", "delete", "update"):
        db.execute(f"drop trigger {name}_{event}")
    db.execute(f"drop table {name}")
    _index(db, name, columns, prefixes=prefixes)
    db.execute(f"insert into {name} ({name}) values ('rebuild')")  # noqa: S608 - our names


def _tables_beside(db: Database) -> None:
    """Create what is kept about responses: files, older versions, typed texts, what is shared."""
    db.execute(
        """
        create table files (
            digest text primary key,
            bytes blob not null,
            media_type text not null,
            size integer not null
        )
        """
    )
    # Without a reference to the response: what was deleted can be brought back.
    db.execute(
        """
        create table versions (
            number integer primary key,
            response_id text not null,
            at text,
            author text not null default '',
            content text not null
        )
        """
    )
    db.execute("create index versions_response on versions (response_id, number)")
    db.execute(
        """
        create table written (
            number integer primary key,
            at text not null,
            text text not null
        )
        """
    )
    db.execute(
        """
        create table shared (
            number integer primary key,
            origin text not null,
            id text not null,
            version integer not null,
            is_deleted integer not null default 0,
            base text not null default ''
        )
        """
    )
    db.execute("create unique index shared_id on shared (origin, id)")


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
