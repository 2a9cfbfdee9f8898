"""Mends the names of rows: a key with one wrong byte is a key, and nothing would find the row."""

import sqlite3
from contextlib import suppress


def mend_keys(
    target: sqlite3.Connection, table: str, source: sqlite3.Connection, backup: sqlite3.Connection
) -> None:
    """Give rows their keys back where the damaged file's index and a backup agree on them.

    Two witnesses are needed: a row's number may have been given to another row since the backup.

    Args:
        target: The new file, with the rows as they were read.
        table: A name of ours.
        source: The damaged file.
        backup: A whole file of an earlier state.
    """
    for index, column in _keys(target, table):
        # Answered by the index alone, which is another copy of the key than the row's own.
        keys = f"SELECT rowid, {column} FROM {table}"  # noqa: S608 - our names
        indexed = _by_number(source, f"{keys} INDEXED BY {index}")
        known, kept = _by_number(backup, keys), _by_number(target, keys)
        for number, key in kept.items():
            right = indexed.get(number)
            if right is not None and right != key and right == known.get(number):
                with suppress(sqlite3.IntegrityError):
                    target.execute(
                        f"UPDATE {table} SET {column} = ? WHERE rowid = ?",  # noqa: S608 - our names
                        (right, number),
                    )


def _keys(connection: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    """Return each index that keeps a single column of text unique, with that column."""
    found = []
    for _, index, is_unique, *_ in connection.execute(f"PRAGMA index_list({table})").fetchall():
        columns = connection.execute(f"PRAGMA index_info({index})").fetchall()
        if is_unique and len(columns) == 1 and columns[0][2] is not None:
            found.append((index, columns[0][2]))
    types = {row[1]: row[2].upper() for row in connection.execute(f"PRAGMA table_info({table})")}
    return [(index, column) for index, column in found if types.get(column) == "TEXT"]


def _by_number(connection: sqlite3.Connection, statement: str) -> dict[int, object]:
    found: dict[int, object] = {}
    with suppress(sqlite3.Error, UnicodeDecodeError):
        found.update(connection.execute(statement))
    return found
