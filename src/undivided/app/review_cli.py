"""`undivided review`: saved chats through the coach's rules, with no window, server or keyring."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from undivided.app.review_spelling import ReviewSpelling
from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.phrases import Phrases
from undivided.etiquette.coach.reading import Reader, Reading
from undivided.etiquette.coach.rules.every import RULES
from undivided.etiquette.review import closing_report, page, reports
from undivided.etiquette.review.closing import Closing, closing_of
from undivided.etiquette.review.closing_counts import closing_review
from undivided.etiquette.review.masked_lines import masked_lines
from undivided.etiquette.review.reports import Reviewed
from undivided.etiquette.review.reviewing import masked_transcript, review
from undivided.etiquette.review.saved import Transcript, TranscriptRefused
from undivided.etiquette.review.transcripts import LONGEST_FILE, read_transcript
from undivided.library.filling.values import first_name
from undivided.protocol.errors import UndividedError
from undivided.storage.coach_words import CoachWords, known_languages, load_coach_words
from undivided.storage.language_guess import language_of


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    transcript: Transcript


def run(args: argparse.Namespace) -> int:
    """Do what the words ask for; return 0, 1 after one sentence about a file, 2 for wrong words."""
    try:
        if args.rules:
            _write(_rules(is_json=args.format == "json"))
            return 0
        if not args.file:
            sys.stderr.write("Say which saved chat to review, or list the rules with --rules.\n")
            return 2
        args.lang = args.lang.replace("_", "-")
        if note := _note_of_unknown(args.lang):
            sys.stderr.write(f"{note}\n")
        return _review(args)
    except BrokenPipeError:
        # Whoever read our output has seen enough, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _note_of_unknown(tag: str) -> str:
    """Return what to say of a language that was asked for and has no phrases, or ""."""
    tags = known_languages()
    if not tag or tag.partition("-")[0].lower() in tags:
        return ""
    return (
        f"There are no phrases for the language {tag!r}, so only the rules that need no words "
        f"were used; known are {', '.join(tags)}."
    )


def _review(args: argparse.Namespace) -> int:
    files, is_well = [], True
    for name in args.file:
        try:
            files.append(_File(name, read_transcript(_bytes_of(name), name)))
        except UndividedError as error:
            sys.stderr.write(f"{error.sentence}\n")
            is_well = False
    if files:
        _write(_printed(files, args))
    return 0 if is_well else 1


def _printed(files: list[_File], args: argparse.Namespace) -> str:
    if args.mask:
        return _masked(files)
    return _closings(files, args) if args.closing else _report(files, args)


def _closings(files: list[_File], args: argparse.Namespace) -> str:
    writers = {
        "json": closing_report.as_json,
        "html": closing_report.as_html,
        "text": closing_report.as_text,
    }
    found = (each for file in files for each in _closings_of(file, args))
    return writers[args.format](closing_review(found))


def _closings_of(file: _File, args: argparse.Namespace) -> Iterator[Closing | None]:
    _, words = _words_of(file, args)
    reader = Reader(words.phrases)
    name = first_name(args.visitor or file.transcript.visitor_name)
    for _, chat in groupby(masked_transcript(file.transcript), key=lambda each: each.chat):
        yield closing_of(list(chat), reader, name)


def _report(files: list[_File], args: argparse.Namespace) -> str:
    as_json = partial(reports.as_json, is_list=len(args.file) > 1)
    writer: dict[str, Callable[[list[Reviewed]], str]] = {
        "json": as_json,
        "html": page.as_html,
        "text": reports.as_text,
    }
    spelling = ReviewSpelling(is_on=not args.no_spelling)
    try:
        return writer[args.format]([_reviewed(file, args, spelling) for file in files])
    finally:
        spelling.close()


def _reviewed(file: _File, args: argparse.Namespace, spelling: ReviewSpelling) -> Reviewed:
    transcript = file.transcript
    language, words = _words_of(file, args)
    found = review(
        transcript,
        words.phrases,
        glossary=words.glossary,
        visitor_name=first_name(args.visitor or transcript.visitor_name),
        wrong_words=spelling.in_language(language),
    )
    unread = tuple((each.line, each.reason) for each in transcript.unread)
    told = _note_of_unknown(args.lang) or _note(language, found.language)
    note = " ".join(filter(None, (told, spelling.problem)))
    return Reviewed(file.name, found, unread, note)


def _words_of(file: _File, args: argparse.Namespace) -> tuple[str, CoachWords]:
    """Return the language of a file, or "", and the coach's words of it."""
    said = "\n".join(each.said.text for each in file.transcript.messages)
    language = args.lang or language_of(said) or _language_by_phrases(said)
    words = load_coach_words(language)
    if words.problem:
        sys.stderr.write(f"{words.problem}\n")
    return language, words


def _language_by_phrases(said: str) -> str:
    """Return the language whose phrases know most of a chat of a few words, if one knows most."""
    known = {tag: _known(said, load_coach_words(tag).phrases) for tag in known_languages()}
    best = max(known.values(), default=(0, 0))
    tags = [tag for tag, counts in known.items() if counts == best]
    return tags[0] if any(best) and len(tags) == 1 else ""


def _known(said: str, phrases: Phrases) -> tuple[int, int]:
    """Return how many words of a chat a language's phrases have, and how many phrases there are."""
    hits = Reading(said, phrases).hits
    return len({place for hit in hits for place in range(hit.first, hit.last + 1)}), len(hits)


def _note(language: str, used: str) -> str:
    """Return what to say about a language that no words were looked up in, or ""."""
    if used:
        return ""
    tags = ", ".join(known_languages())
    if not language:
        return (
            "The language was not recognised, so only the rules that need no words were used; "
            f"--lang sets it to one of {tags}."
        )
    return (
        f"The chat seems to be in {language!r}, which has no phrases here, so only the rules that "
        f"need no words were used; --lang sets it to one of {tags}."
    )


def _masked(files: list[_File]) -> str:
    for file in files:
        for each in file.transcript.unread:
            sys.stderr.write(f"{one_line(file.name, 200)}:{each.line}: left out: {each.reason}\n")
    return "".join(f"{line}\n" for line in masked_lines(file.transcript for file in files))


def _rules(*, is_json: bool) -> str:
    return reports.rules_as_json(RULES) if is_json else reports.rules_as_text(RULES)


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read(LONGEST_FILE + 1)
    try:
        with Path(name).open("rb") as file:
            # One byte more than may be is enough to say that it is too many.
            return file.read(LONGEST_FILE + 1)
    except OSError as error:
        raise TranscriptRefused(f"The file {name} cannot be read: {error.strerror}.") from error


def _write(text: str) -> None:
    # Lone surrogates of a hostile file must not end the report.
    sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.buffer.flush()
