"""A review as a page that loads nothing from anywhere; every text in it is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from undivided.etiquette.calm_text import one_line
from undivided.etiquette.review.figure_words import CHAT_HEADS, chat_cells, figure_rows
from undivided.etiquette.review.reports import Reviewed

_STYLE = (
    ":root{color-scheme:light dark;--ink:#1c1e21;--soft:#5b626b;--edge:#dcdfe3;--page:#fff}"
    "@media(prefers-color-scheme:dark){"
    ":root{--ink:#e8eaed;--soft:#a3abb5;--edge:#3a3e44;--page:#1b1d20}}"
    "body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;"
    "color:var(--ink);background:var(--page)}"
    "h1{font-size:20px}h2{margin:2.5rem 0 .5rem;font-size:17px;overflow-wrap:anywhere}"
    "h3{margin:1.5rem 0 .25rem;font-size:14px}"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "td,th{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;"
    "border-bottom:1px solid var(--edge)}"
    "th{font-weight:600;color:var(--soft);font-size:12px;vertical-align:bottom}"
    "td{overflow-wrap:anywhere}code{font-size:13px;white-space:nowrap}"
    ".wide{overflow-x:auto}.wide td{overflow-wrap:normal}"
    ".figures{max-width:32rem}.figures td+td{text-align:right;white-space:nowrap}"
    ".steps{max-width:40rem}"
    ".findings th:first-child{width:3rem}.findings th:nth-child(2){width:9rem}"
)


def as_html(files: Sequence[Reviewed]) -> str:
    """Return the page of some files."""
    return page_of("Review of chats", "".join(_section(each) for each in files))


def page_of(title: str, body: str) -> str:
    """Return a whole page; both are HTML already."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{title}</h1>{body}</body></html>\n"
    )


def _section(each: Reviewed) -> str:
    review = each.review
    findings = [
        (
            str(found.line),
            f"<code>{escape(found.rule)}</code>",
            escape(one_line(found.message)),
            escape(one_line(found.remedy)),
        )
        for found in review.findings
    ]
    chats = [chat_cells(chat) for chat in review.chats]
    left_out = "".join(f"<li>Line {line}: {escape(reason)}</li>" for line, reason in each.unread)
    heads = ("Line", "Rule", "What was seen", "Better")
    found = table("findings", findings, heads) if findings else "<p>Nothing was found.</p>"
    return (
        f"<h2>{escape(one_line(each.name, 200))}</h2>"
        + (f"<p>{escape(each.note)}</p>" if each.note else "")
        + found
        + "<h3>Chat by chat</h3>"
        + f'<div class="wide" tabindex="0">{table("chats", chats, CHAT_HEADS)}</div>'
        + "<h3>All together</h3>"
        + table("figures", figure_rows(review.measures))
        + (f"<h3>Left out</h3><ul>{left_out}</ul>" if left_out else "")
    )


def table(name: str, rows: Iterable[Sequence[str]], heads: Sequence[str] = ()) -> str:
    """Return a table; its cells are HTML already."""
    head = "".join(f'<th scope="col">{word}</th>' for word in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f'<table class="{name}">{top}<tbody>{body}</tbody></table>'
