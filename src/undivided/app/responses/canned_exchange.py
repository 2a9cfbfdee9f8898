"""`undivided canned import`, `export` and `formats`: files of responses on the command line."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from undivided.app.responses.import_place import chosen_place
from undivided.library import formats
from undivided.library.formats import Format
from undivided.library.importing.choices import ImportChoices, taken
from undivided.library.model.responses import Scope
from undivided.storage.chosen_files import chosen_at
from undivided.storage.text_file import write_whole
from undivided.ui.responses.sharing_words import place_name

if TYPE_CHECKING:
    from undivided.storage.library.store import ImportReport, LibraryStore


def bring_in(store: "LibraryStore", args: argparse.Namespace) -> None:
    """Add and change what a file or folder says, and tell what became of each row."""
    is_piped = args.file == "-"
    chosen = formats.one_file(sys.stdin.buffer.read()) if is_piped else chosen_at(Path(args.file))
    file = "standard input" if is_piped else Path(args.file).name
    name = formats.detect(chosen).name if args.format == "auto" else args.format
    place = chosen_place(store.open_places(), args.scope, args.place)
    scope = place.open.place.scope if place is not None else args.scope
    choices = ImportChoices(scope=Scope(scope) if scope else None)
    parsed = taken(formats.read(chosen, name), choices)
    report = store.import_responses(parsed, dry_run=args.dry_run, place=place, name=file)
    if args.json:
        json.dump(asdict(report), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(f"Read as {formats.sources()[name].label}.")
        if place is not None:
            print(f"New ones go to “{place_name(place.open)}” when Undivided connects next.")
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


def write_out(store: "LibraryStore", args: argparse.Namespace) -> None:
    """Write all responses to a file, and tell what its format cannot hold."""
    chosen = _export_format(args)
    responses = store.everything()
    text = formats.write(responses, chosen, store.files_of(responses))
    if args.file == "-":
        sys.stdout.write(text)
        return
    # Made absolute, so that a folder such as "." has a name to be refused with.
    write_whole(Path(args.file).absolute(), formats.encode(text, chosen))
    missing = store.missing(file for each in responses for file in each.attachments)
    losses = formats.losses(responses, chosen, missing)
    if args.json:
        told = {"exported": len(responses), "format": chosen.value, "losses": losses}
        print(json.dumps(told, ensure_ascii=False))
        return
    print(f"{len(responses)} responses written to {args.file}.")
    for loss in losses:
        print(loss)


def _export_format(args: argparse.Namespace) -> Format:
    if args.format != "auto":
        return Format(args.format)
    ending = args.file.rpartition(".")[2].casefold()
    return {"csv": Format.CSV, "yml": Format.ESPANSO, "yaml": Format.ESPANSO}.get(
        ending, Format.JSON
    )


def show_formats(*, as_json: bool) -> None:
    """Show what can be imported and exported, and what each format loses."""
    known = formats.sources()
    written = frozenset(Format)
    if as_json:
        described = [
            {
                "name": source.name,
                "label": source.label,
                "export": source.name in written,
                "losses": source.loses,
            }
            for source in known.values()
        ]
        print(json.dumps(described, ensure_ascii=False, indent=1))
        return
    for source in known.values():
        also = ", also written by export" if source.name in written else ""
        print(f"{source.name:<14}{source.label}{also}")
        for sentence in source.loses:
            print(f"{'':<14}{sentence}")
