"""`undivided canned`: the library on the command line, with no window, server or keyring."""

import argparse
import json
import os
import sys
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from undivided.library import formats
from undivided.library.errors import FileRefused
from undivided.library.formats import Format, own_json
from undivided.library.responses import Response, folder_path, shortcut_names, tag_words
from undivided.library.search import Filters
from undivided.protocol.errors import UndividedError

if TYPE_CHECKING:
    from undivided.storage.library_store import ImportReport, LibraryStore

_MAX_FILE_BYTES = 64 * 1024 * 1024


def run(args: argparse.Namespace) -> int:
    """Do what the words ask for; return 0, or 1 after one sentence on standard error."""
    try:
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
    from undivided.storage.library_store import LibraryStore
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


def _import(store: "LibraryStore", args: argparse.Namespace) -> None:
    parsed = formats.read(formats.decode(_file_bytes(args.file)), _chosen(args.format))
    report = store.import_responses(parsed, dry_run=args.dry_run)
    if args.json:
        json.dump(asdict(report), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        _tell(report, dry_run=args.dry_run)


def _tell(report: "ImportReport", *, dry_run: bool) -> None:
    would = " (nothing was changed yet)" if dry_run else ""
    print(
        f"{report.new} new, {report.changed} changed, {report.same} the same, "
        f"{len(report.refused)} left out{would}."
    )
    for refusal in report.refused:
        print(f"Row {refusal.row}: {refusal.reason}")
    for name in report.unknown_placeholders:
        print(f"The placeholder {{{{{name}}}}} is not known here; it stays as a blank to fill.")
    for loss in report.losses:
        print(loss)


def _export(store: "LibraryStore", args: argparse.Namespace) -> None:
    chosen = _chosen(args.format)
    if chosen is None:
        chosen = Format.CSV if args.file.casefold().endswith(".csv") else Format.JSON
    responses = store.everything()
    text = formats.write(responses, chosen)
    if args.file == "-":
        sys.stdout.write(text)
        return
    # Spreadsheets take a CSV file for UTF-8 only when it begins with the mark.
    data = text.encode("utf-8-sig" if chosen is Format.CSV else "utf-8")
    _replace_file(Path(args.file), data)
    if args.json:
        print(json.dumps({"exported": len(responses), "format": chosen.value}))
    else:
        print(f"{len(responses)} responses written to {args.file}.")


def _file_bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        if Path(name).stat().st_size > _MAX_FILE_BYTES:
            raise FileRefused(f"The file {name} is larger than 64 MiB. Import it in parts.")
        return Path(name).read_bytes()
    except OSError as error:
        raise FileRefused(f"The file {name} cannot be read: {error.strerror}.") from error


def _replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; what was there before stays until then."""
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise FileRefused(f"The file {path} cannot be written: {error.strerror}.") from error


def _chosen(name: str) -> Format | None:
    return None if name == "auto" else Format(name)


def _line(response: Response) -> str:
    shortcut = f"  {response.shortcut}" if response.shortcut else ""
    return f"{response.title}{shortcut}  {' '.join(response.body.split())}"


_COMMANDS = {
    "list": _list,
    "search": _search,
    "add": _add,
    "import": _import,
    "export": _export,
}
