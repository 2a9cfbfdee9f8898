"""A review as text for people and as JSON for programs; `page` makes the HTML of it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.rule import Rule
from undivided.etiquette.review.by_chat import ChatFigures
from undivided.etiquette.review.figure_words import chat_sentence, figure_rows
from undivided.etiquette.review.reviewing import Review


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A file with what came of it.

    Attributes:
        name: As it was given.
        unread: (line, reason) of lines that were passed over.
        note: A sentence about how it was read, such as an unknown language, or "".
    """

    name: str
    review: Review
    unread: tuple[tuple[int, str], ...] = ()
    note: str = ""


def as_json(files: Sequence[Reviewed], *, is_list: bool = False) -> str:
    """Return one JSON object for one file, and a list of them with their names for several.

    Args:
        is_list: Several were asked for, even if one alone could be read.
    """
    objects = [_object(each) for each in files]
    if len(objects) == 1 and not is_list:
        return json.dumps(objects[0], ensure_ascii=False, indent=1) + "\n"
    named = [{"file": each.name, **made} for each, made in zip(files, objects, strict=True)]
    return json.dumps(named, ensure_ascii=False, indent=1) + "\n"


def as_text(files: Sequence[Reviewed]) -> str:
    """Return findings as a linter prints them, then the figures."""
    return "\n".join(line for each in files for line in _text_lines(each)) + "\n"


def rules_as_json(rules: Iterable[Rule]) -> str:
    """Return what can be found, with the practices behind it."""
    return json.dumps([_rule_object(rule) for rule in rules], ensure_ascii=False, indent=1) + "\n"


def rules_as_text(rules: Iterable[Rule]) -> str:
    """Return what can be found, a line each."""
    rows = [_rule_object(rule) for rule in rules]
    width = max(len(str(row["rule"])) for row in rows)
    return "".join(
        f"{row['rule']:<{width}}  {row['title']} (practice {_numbers(row['practices'])}). "
        f"{row['why']}\n"
        for row in rows
    )


def _rule_object(rule: Rule) -> dict[str, object]:
    return {
        "rule": rule.name,
        "practices": list(rule.practices),
        "title": rule.title,
        "why": rule.why,
        "is_gate": rule.is_gate,
    }


def _numbers(practices: object) -> str:
    return ", ".join(map(str, practices)) if isinstance(practices, list) else ""


def _object(each: Reviewed) -> dict[str, object]:
    review = each.review
    return {
        "findings": [
            {
                "rule": finding.rule,
                "line": finding.line,
                "message": finding.message,
                "remedy": finding.remedy,
            }
            for finding in review.findings
        ],
        "signals": [{"line": line, "signal": signal.value} for line, signal in review.signals],
        "blocks": [{"line": line, "parts": list(parts)} for line, parts in review.blocks],
        "measures": {
            **review.measures,
            "language": review.language or None,
            "by_chat": [_chat_object(chat) for chat in review.chats],
        },
        "unread": [{"line": line, "reason": reason} for line, reason in each.unread],
        "note": each.note,
    }


def _text_lines(each: Reviewed) -> list[str]:
    name = one_line(each.name, 200)
    lines = [f"{name}: {each.note}"] if each.note else []
    lines += [f"{name}:{line}: left out: {reason}" for line, reason in each.unread]
    for finding in each.review.findings:
        remedy = f" Better: {one_line(finding.remedy)}" if finding.remedy else ""
        message = one_line(finding.message)
        lines.append(f"{name}:{finding.line}: {finding.rule}: {message}{remedy}")
    count = len(each.review.findings)
    lines.append(f"{name}: {count} finding{'' if count == 1 else 's'}.")
    lines += [f"  {chat_sentence(chat)}" for chat in each.review.chats]
    rows = figure_rows(each.review.measures)
    width = max(len(label) for label, _ in rows)
    return lines + [f"  {label:<{width}}  {value}" for label, value in rows]


def _chat_object(chat: ChatFigures) -> dict[str, object]:
    return {
        "chat": chat.chat,
        "line": chat.line,
        "replies": chat.replies,
        "greeting": chat.has_greeting,
        "name": chat.has_name,
        "thanks": chat.has_thanks,
        "goodbye": chat.has_goodbye,
        "share_within_30_words": chat.short_share,
        "turns": chat.turns,
        "abrupt_lines": None if chat.abrupt is None else list(chat.abrupt),
        "share_abrupt": chat.abrupt_share,
        "little_effort": [
            {"line": effort.line, "ratio": effort.ratio} for effort in chat.little_effort
        ],
        "share_untouched": chat.untouched_share,
        "words_misspelt": chat.misspelt,
    }
