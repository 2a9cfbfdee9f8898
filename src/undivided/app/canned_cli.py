"""`undivided canned`: the library on the command line, with no window, server or keyring."""

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from undivided.app.responses import canned_exchange
from undivided.library import formats
from undivided.library.finding.search import Filters
from undivided.library.formats import own_json
from undivided.library.model.responses import Response, folder_path, shortcut_names, tag_words
from undivided.protocol.errors import UndividedError

if TYPE_CHECKING:
    from undivided.storage.library.store import LibraryStore


def run(args: argparse.Namespace) -> int:
    """Do what the words ask for; return 0, or 1 after one sentence on standard error."""
    try:
        if args.canned_command == "formats":
            canned_exchange.show_formats(as_json=args.json)
            return 0
        with closing(_open(getattr(args, "profile", None))) as store:
            _COMMANDS[args.canned_command](store, args)
    except UndividedError as error:
        sys.stderr.write(f"{error.sentence}\n")
        return 1
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _open(profile: Path | None) -> "LibraryStore":
    # Slow to import, and not needed for `--help`.
    from undivided.database.errors import DatabaseDamaged, StorageError
    from undivided.storage.library.store import LibraryStore
    from undivided.storage.profile import default_profile_path, open_profile

    path = open_profile(profile or default_profile_path()).library_file
    try:
        # The running program may have the file open, so nothing is put in its place from here.
        return LibraryStore(path, may_restore=False)
    except DatabaseDamaged as error:
        raise StorageError(
            f"The canned library at {path} is damaged and was left as it is. "
            "Start Undivided: it restores what it can.",
            path,
        ) from error


def _list(store: "LibraryStore", args: argparse.Namespace) -> None:
    folder = folder_path(args.folder)
    found = [item for item in store.everything() if item.folder[: len(folder)] == folder]
    if args.json:
        sys.stdout.write(own_json.write(found))
        return
    heading: tuple[str, ...] | None = None
    for response in found:
        if response.folder != heading:
            heading = response.folder
            print(" / ".join(heading) or "No folder")
        print(f"  {_line(response)}")


def _search(store: "LibraryStore", args: argparse.Namespace) -> None:
    filters = Filters(folder=folder_path(args.folder))
    matches = store.search(" ".join(args.text), filters=filters, limit=args.limit)
    if args.json:
        sys.stdout.write(own_json.write(match.response for match in matches))
        return
    for match in matches:
        print(_line(match.response))
    if not matches:
        sys.stderr.write(f"Nothing for “{' '.join(args.text)}”.\n")


def _add(store: "LibraryStore", args: argparse.Namespace) -> None:
    body = args.body if args.body is not None else formats.decode(sys.stdin.buffer.read())
    added = store.add(
        Response(
            title=args.title,
            body=body,
            shortcuts=shortcut_names(" ".join(args.shortcut)),
            folder=folder_path(args.folder),
            tags=tag_words(",".join(args.tag)),
            language=args.language,
        )
    )
    if args.json:
        sys.stdout.write(own_json.write([added]))
    else:
        print(f"Kept {_line(added)}")


def _line(response: Response) -> str:
    shortcut = f"  {response.shortcut}" if response.shortcut else ""
    return f"{response.title}{shortcut}  {' '.join(response.body.split())}"


_COMMANDS = {
    "list": _list,
    "search": _search,
    "add": _add,
    "import": canned_exchange.bring_in,
    "export": canned_exchange.write_out,
}
