"""The stylesheet of plain lists, trees and tables of rows inside sheets."""

from undivided.ui.look.theme import Tokens


def row_style(tokens: Tokens, kind: str, *, row_px: int = 30) -> str:
    """Return the stylesheet for a view of Qt's class `kind`, with an edge and marked rows.

    Args:
        row_px: The least height of a row, at 100 % text size.
    """
    return f"""
        {kind} {{ background: {tokens.surface}; border: 1px solid {tokens.strong};
            border-radius: {tokens.radius.button}px; padding: 3px; outline: 0; }}
        {kind}:focus {{ border: {tokens.ring_px}px solid {tokens.focus}; padding: 2px; }}
        {kind}::item {{ min-height: {tokens.px(row_px)}px; padding: 0 6px; border: none;
            color: {tokens.text}; }}
        {kind}::item:hover {{ background: {tokens.hover}; }}
        {kind}::item:selected {{ background: {tokens.selected}; color: {tokens.text}; }}
    """
