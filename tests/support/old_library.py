"""A library's file as the program's first version left it, with one migration and some rows."""

from pathlib import Path

from sqlite_utils import Database

from undivided.storage.library.schema import LIBRARY_MIGRATIONS

SECOND_STEP = "keep_more_of_responses"
ROWS = (
    ("r1", "Delivery", "By {{day}}.", "del eta", "post,Late", "en-GB", 2),
    ("r2", "Greeting", "Hello.", "", "", "", 0),
)
"""Id, title, body, shortcuts, tags, language, uses."""


def make_first_library(path: Path) -> None:
    """Write the file of an old version, closed and in write-ahead mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = Database(path, execute_plugins=False)
    db.execute("pragma journal_mode = wal")
    LIBRARY_MIGRATIONS.apply(db, stop_before=SECOND_STEP)
    with db.conn:
        for response_id, title, body, shortcuts, tags, language, uses in ROWS:
            db.execute(
                "insert into responses (id, title, title_words, label_words, shortcut_words, body,"
                " shortcuts, tags, language, uses) values (?, ?, ?, ?, '', ?, ?, ?, ?, ?)",
                (
                    response_id,
                    title,
                    f" {title.lower()}",
                    f" {title.lower()}",
                    body,
                    shortcuts,
                    tags,
                    language,
                    uses,
                ),
            )
        db.execute("insert into facts values ('starter', 'starter.json')")
    db.close()
