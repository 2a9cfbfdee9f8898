"""A review as text for people, as a page, and as JSON for programs."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.coach.rule import Rule
from undivided.etiquette.review.measures import Measures
from undivided.etiquette.review.reviewing import Review

_STYLE = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;"
    "color:#1c1e21;background:#fff}table{border-collapse:collapse;width:100%}"
    "td,th{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;"
    "border-bottom:1px solid #dcdfe3}h2{margin-top:2rem}code{font-size:13px}"
    "@media(prefers-color-scheme:dark){body{color:#e8eaed;background:#1b1d20}"
    "td,th{border-color:#3a3e44}}"
)


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


def as_json(files: Sequence[Reviewed]) -> str:
    """Return one JSON object for one file, and a list of them with their names for several."""
    objects = [_object(each) for each in files]
    if len(objects) == 1:
        return json.dumps(objects[0], ensure_ascii=False, indent=1) + "\n"
    named = [{"file": each.name, **made} for each, made in zip(files, objects, strict=True)]
    return json.dumps(named, ensure_ascii=False, indent=1) + "\n"


def as_text(files: Sequence[Reviewed]) -> str:
    """Return findings as a linter prints them, then the figures."""
    return "\n".join(line for each in files for line in _text_lines(each)) + "\n"


def as_html(files: Sequence[Reviewed]) -> str:
    """Return a page that loads nothing from anywhere; every text in it is escaped."""
    body = "".join(_section(each) for each in files)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Review of chats</title>'
        f"<style>{_STYLE}</style></head><body><h1>Review of chats</h1>{body}</body></html>\n"
    )


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
        "measures": {**review.measures, "language": review.language or None},
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
    figures = ", ".join(f"{words} {value}" for words, value in _figures(each.review.measures))
    lines.append(f"{name}: {count} finding{'' if count == 1 else 's'}. {figures}.")
    return lines


def _section(each: Reviewed) -> str:
    rows = "".join(
        f"<tr><td>{finding.line}</td><td><code>{escape(finding.rule)}</code></td>"
        f"<td>{escape(one_line(finding.message))}</td>"
        f"<td>{escape(one_line(finding.remedy))}</td></tr>"
        for finding in each.review.findings
    )
    left_out = "".join(f"<li>Line {line}: {escape(reason)}</li>" for line, reason in each.unread)
    figures = "".join(
        f"<tr><td>{words}</td><td>{value}</td></tr>"
        for words, value in _figures(each.review.measures)
    )
    head = "<tr><th>Line</th><th>Rule</th><th>What was seen</th><th>Better</th></tr>"
    return (
        f"<h2>{escape(one_line(each.name, 200))}</h2>"
        + (f"<p>{escape(each.note)}</p>" if each.note else "")
        + (f"<table>{head}{rows}</table>" if rows else "<p>Nothing was found.</p>")
        + f"<table>{figures}</table>"
        + (f"<p>Left out:</p><ul>{left_out}</ul>" if left_out else "")
    )


def _figures(measures: Measures) -> list[tuple[str, str]]:
    return [
        (re.sub("_s$", " in seconds", name).replace("_", " "), f"{value:g}")
        for name, value in measures.items()
        if value is not None
    ]
