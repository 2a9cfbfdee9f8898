"""`undivided-server backup` and `restore`: one file out of a running server, and back in."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from undivided.database.backups import backups_folder, copy_file, faults_of
from undivided.database.errors import StorageError
from undivided.database.faults import translated
from undivided.database.keeping import open_kept
from undivided.database.opening import applied_steps, read_only, writing
from undivided.database.rights import PRIVATE_FOLDER, create_private, refusal
from undivided.database.salvage import swap_in
from undivided.server.data_folder import sole_server
from undivided.server.data_kind import forget_epoch, server_file
from undivided.server.database import FILE_NAME, WHAT
from undivided.server.errors import ServerError

BEFORE_RESTORE = "undivided-server-before-restore.db"


def back_up_to(target: Path, data: Path) -> str:
    """Copy the database to a new file, also while the server runs; return what to say.

    Raises:
        ServerError: There is no database, the file exists, or the copy is damaged.
        StorageError: It could not be read or written.
    """
    path = data / FILE_NAME
    if not path.exists():
        raise ServerError(f"There is no server data in {data}. Check --data.")
    if target.exists():
        raise ServerError(f"{target} exists already. Nothing was changed; give another name.")
    new = target.with_name(f"{target.name}.new")
    with _removed_at_last(new), _refused(target):
        create_private(new, "backup")
        with translated(WHAT, path):
            copy_file(path, new)
        if faults_of(new):
            raise ServerError(
                f"The server's database at {path} is damaged, so no backup was made. "
                "Stop the server and start it: it restores what can be read."
            )
        new.replace(target)
    return (
        f"The database is now also in {target}; "
        "uploaded files and those of responses are not in it."
    )


def restore_from(source: Path, data: Path) -> str:
    """Put a backup in the place of the database of a server that does not run.

    The former database is kept among the backups. The next start begins a new epoch, so that
    operators' programs and widgets notice that history was put back (promise G6).

    Raises:
        ServerError: A server runs, or the file is no good backup; nothing was changed.
        StorageError: It could not be written; nothing was changed.
    """
    path = data / FILE_NAME
    with sole_server(data), _refused(path):
        _check_backup(source)
        former = _keep_former(path)
        new = path.with_name(f"{path.name}.new")
        with _removed_at_last(new), translated(WHAT, new):
            create_private(new, WHAT)
            copy_file(source, new)
            kept = open_kept(new, server_file())
            with closing(kept.connection), writing(kept.connection, new, what=WHAT):
                forget_epoch(kept.connection)
                chats, events = (
                    kept.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                    for table in ("chats", "events")
                )
            swap_in(new, path)
    before = f" What was there before is in {former}." if former else ""
    return (
        f"Restored {chats} chats with {events} events from {source}; "
        f"operators and visitors are told at their next contact.{before}"
    )


def _check_backup(source: Path) -> None:
    if not source.is_file():
        raise ServerError(f"There is no file {source}. Nothing was changed.")
    if faults_of(source):
        raise ServerError(f"{source} is damaged or no database. Nothing was changed.")
    with closing(read_only(source)) as backup:
        steps = applied_steps(backup)
    if not steps & server_file().steps:
        raise ServerError(f"{source} is no backup of a chat server. Nothing was changed.")


def _keep_former(path: Path) -> Path | None:
    """Keep the present database, also a damaged one; None when there is none."""
    if not path.exists():
        return None
    backups_folder(path).mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    kept = backups_folder(path) / BEFORE_RESTORE
    new = kept.with_name(f"{kept.name}.new")
    with _removed_at_last(new):
        create_private(new, WHAT)
        try:
            with translated(WHAT, path):
                copy_file(path, new)
        except StorageError:
            shutil.copyfile(path, new)
        new.replace(kept)
    return kept


@contextmanager
def _removed_at_last(path: Path) -> Iterator[None]:
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refusal(error, "backup", path) from error
