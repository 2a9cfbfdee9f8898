"""The one stylesheet: a template whose names are tokens, for Fusion on every system.

Widgets choose a look by a property instead of a name of their own:

    label   look = head | title | page_title | figure | strong | secondary | muted | stamp | section
                   | ok | soon | late | hold | whisper | accent | tag | tag_ok | tag_soon | tag_late
                   | tag_accent | tag_hold | tag_whisper | key | unread
    button  kind = primary | flat | danger | chip | link | segment; `big` = true for 36 px,
                   `slim` = true for 28 px, `square` = true for an icon alone
    frame   look = card | popup | sheet | banner_soon | banner_hold | bar | column | surface | line
    edit    look = bare (the frame around it draws the edge)

`restyle(widget)` applies a property that changed after the widget was shown.
"""

from dataclasses import fields
from string import Template

from PySide6.QtWidgets import QWidget

from undivided.resources import ResourceMissing, resource_path
from undivided.ui.look.fonts import FAMILIES
from undivided.ui.look.theme import Tokens, TypeStep

__all__ = ["restyle", "stylesheet_for"]


def stylesheet_for(tokens: Tokens) -> str:
    """Return the whole window's stylesheet for a theme and text size."""
    return Template(_TEMPLATE).substitute(_names(tokens))


def restyle(widget: QWidget) -> None:
    """Apply the stylesheet again after one of the widget's look properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def _names(tokens: Tokens) -> dict[str, str]:
    names = {
        field.name: getattr(tokens, field.name)
        for field in fields(tokens)
        if isinstance(getattr(tokens, field.name), str)
    }
    for step in fields(tokens.type):
        size: TypeStep = getattr(tokens.type, step.name)
        names[f"px_{step.name}"] = f"{tokens.px(size.px)}px"
    for height in (18, 22, 24, 26, 28, 30, 32, 34, 36):
        names[f"h_{height}"] = f"{tokens.px(height)}px"
    names["h_22_ringed"] = f"{tokens.px(22) - 2 * (tokens.ring_px - 1)}px"
    names["families"] = ", ".join(f'"{family}"' for family in FAMILIES)
    names["ring"] = f"{tokens.ring_px}px"
    tick = _tick_path()
    names["check_image"] = f'image: url("{tick}");' if tick else ""
    names["pressed"] = tokens.sunken if not tokens.is_dark else tokens.hover
    return names


def _tick_path() -> str:
    try:
        return resource_path("icons", "check-on-accent.svg").as_posix()
    except ResourceMissing:
        return ""


_TEMPLATE = """
QWidget { font-family: $families; font-size: $px_base; color: $text; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $strong; padding: 5px 8px;
    font-size: $px_secondary; }

QLabel { background: transparent; }
QLabel[look="head"] { font-size: $px_head; font-weight: 600; }
QLabel[look="title"] { font-size: $px_sheet_title; font-weight: 600; }
QLabel[look="page_title"] { font-size: $px_page_title; font-weight: 600; }
QLabel[look="figure"] { font-size: $px_figure; font-weight: 600; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="subtitle"] { color: $text_2; }
QLabel[look="secondary"] { font-size: $px_secondary; color: $text_2; }
QLabel[look="muted"] { font-size: $px_secondary; color: $text_muted; }
QLabel[look="stamp"] { font-size: $px_stamp; color: $text_muted; }
QLabel[look="section"] { font-size: $px_stamp; font-weight: 600; color: $text_muted; }
QLabel[look="ok"] { font-size: $px_secondary; color: $ok_text; }
QLabel[look="soon"] { font-size: $px_secondary; font-weight: 600; color: $soon_text; }
QLabel[look="late"] { font-size: $px_secondary; font-weight: 600; color: $late_text; }
QLabel[look="hold"] { font-size: $px_secondary; font-weight: 600; color: $hold_text; }
QLabel[look="whisper"] { font-size: $px_secondary; color: $whisper_text; }
QLabel[look="accent"] { font-weight: 600; color: $accent_text; }
QLabel[look^="tag"] { font-size: $px_stamp; border-radius: 4px; padding: 1px 6px;
    background: $sunken; color: $text_2; }
QLabel[look="tag_ok"] { background: $ok_tint; color: $ok_text; }
QLabel[look="tag_soon"] { background: $soon_tint; color: $soon_text; }
QLabel[look="tag_late"] { background: $late_tint; color: $late_text; }
QLabel[look="tag_accent"] { background: $selected; color: $accent_text; }
QLabel[look="tag_hold"] { background: $hold_tint; color: $hold_text; }
QLabel[look="tag_whisper"] { background: $whisper_tint; color: $whisper_text; }
QLabel[look="key"] { font-size: $px_stamp; font-weight: 500; color: $text_muted;
    background: $surface; border: 1px solid $border; border-radius: 4px; padding: 0 5px; }
QLabel[look="unread"] { font-size: $px_stamp; font-weight: 600; color: $on_accent;
    background: $accent; border-radius: 8px; padding: 1px 5px; }

QFrame[look="card"] { background: $raised; border: 1px solid $border; border-radius: 8px; }
QFrame[look="popup"] { background: $raised; border: 1px solid $strong; border-radius: 10px; }
QFrame[look="sheet"] { background: $raised; border: 1px solid $border; border-radius: 12px; }
QFrame[look="banner_soon"] { background: $soon_tint; border-bottom: 1px solid $border; }
QFrame[look="banner_hold"] { background: $hold_tint; border-bottom: 1px solid $border; }
QFrame[look="bar"] { background: $window; border-top: 1px solid $border; }
QFrame[look="column"] { background: $window; }
QFrame[look="surface"] { background: $surface; }
QFrame[look="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }

QPushButton, QToolButton { background: $raised; color: $text; border: 1px solid $border;
    border-radius: 6px; padding: 0 11px; min-height: $h_28; font-weight: 500; }
QToolButton { padding: 0 7px; }
QPushButton:hover, QToolButton:hover { background: $hover; border-color: $strong; }
QPushButton:pressed, QToolButton:pressed { background: $pressed; }
QPushButton:disabled, QToolButton:disabled { color: $text_muted; background: transparent;
    border-color: $border; }
QPushButton:focus, QToolButton:focus { border: $ring solid $focus; padding: 0 10px; }
QToolButton:focus { padding: 0 6px; }
QPushButton[square="true"], QToolButton[square="true"] { padding: 0; min-width: $h_28;
    max-width: $h_28; }
QPushButton[big="true"] { min-height: $h_34; padding: 0 16px; }
QPushButton[big="true"]:focus { padding: 0 15px; }
QPushButton[slim="true"] { min-height: $h_26; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }

QPushButton[kind="primary"] { background: $accent; border-color: $accent; color: $on_accent;
    font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: $ring solid $text; }
QPushButton[kind="primary"]:disabled { background: $sunken; border-color: $sunken;
    color: $text_muted; }
QPushButton[kind="flat"], QToolButton[kind="flat"] { background: transparent;
    border-color: transparent; color: $text_2; }
QPushButton[kind="flat"]:hover, QToolButton[kind="flat"]:hover { background: $sunken; }
QPushButton[kind="flat"]:checked, QToolButton[kind="flat"]:checked { background: $selected;
    color: $accent_text; }
QPushButton[kind="flat"]:focus, QToolButton[kind="flat"]:focus { border: $ring solid $focus; }
QPushButton[kind="danger"] { color: $late_text; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; padding: 0 4px;
    color: $accent_text; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: $ring solid $focus; padding: 0 3px; }
QPushButton[kind="chip"] { min-height: $h_22; padding: 0 9px; border-radius: 12px;
    font-size: $px_secondary; font-weight: 400; color: $text_2; background: $surface; }
QPushButton[kind="chip"]:checked { background: $selected; border-color: $selected;
    color: $accent_text; font-weight: 600; }
QPushButton[kind="chip"]:focus { border: $ring solid $focus; padding: 0 8px;
    min-height: $h_22_ringed; }
QPushButton[kind="segment"] { min-height: $h_24; border-color: transparent; border-radius: 5px;
    background: $sunken; color: $text_2; }
QPushButton[kind="segment"]:checked { background: $segment_on; color: $text; font-weight: 600; }
QPushButton[kind="segment"]:focus { border: $ring solid $focus; }

QLineEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit { background: $surface; color: $text;
    border: 1px solid $strong; border-radius: 6px; padding: 0 9px; min-height: $h_30;
    selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus, QTimeEdit:focus {
    border: $ring solid $focus; padding: 0 8px; }
QLineEdit:disabled, QComboBox:disabled, QSpinBox:disabled { color: $text_muted;
    background: $window; border-color: $border; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $strong;
    selection-background-color: $selected; selection-color: $text; outline: 0; padding: 4px; }
QTextEdit, QPlainTextEdit { background: $surface; color: $text; border: 1px solid $strong;
    border-radius: 6px; selection-background-color: $accent; selection-color: $on_accent; }
QTextEdit:focus, QPlainTextEdit:focus { border: $ring solid $focus; }
QTextEdit[look="bare"], QPlainTextEdit[look="bare"], QLineEdit[look="bare"] { border: none;
    background: transparent; padding: 0; }

QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; background: $surface;
    border: 1px solid $strong; border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; $check_image }
QRadioButton::indicator:checked { border: 5px solid $accent; width: 6px; height: 6px; }
QCheckBox:focus, QRadioButton:focus { color: $accent_text; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: $ring solid $focus;
    width: 12px; height: 12px; }
QRadioButton::indicator:checked:focus { border: 5px solid $focus; width: 6px; height: 6px; }

QAbstractItemView { background: transparent; border: none; outline: 0; }
QListView::item { border: none; }
QTableView, QTreeView { selection-background-color: $selected; selection-color: $text;
    gridline-color: $border; }
QTableView::item { padding: 0 6px; }
QHeaderView::section { background: $window; color: $text_muted; border: none;
    border-bottom: 1px solid $border; padding: 4px 8px; font-size: $px_stamp; font-weight: 600; }

QMenu { background: $raised; border: 1px solid $strong; padding: 4px; }
QMenu::item { padding: 6px 26px 6px 10px; border-radius: 4px; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $text_muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 6px; }
QMenuBar { background: $window; }
QMenuBar::item { padding: 4px 10px; background: transparent; }
QMenuBar::item:selected { background: $selected; }

QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $strong; border: 4px solid transparent; border-radius: 6px; }
QScrollBar::handle:vertical { min-height: 36px; width: 4px; margin: 0 4px; border: none;
    border-radius: 2px; }
QScrollBar::handle:horizontal { min-width: 36px; height: 4px; margin: 4px 0; border: none;
    border-radius: 2px; }
QScrollBar::handle:vertical:hover { margin: 0 3px; border-radius: 3px; background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: $focus; }
QTabWidget::pane { border: none; }
QTabBar::tab { background: transparent; color: $text_2; padding: 6px 12px;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: $accent_text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { border: $ring solid $focus; }
QProgressBar { background: $track; border: none; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QGroupBox { border: 1px solid $border; border-radius: 8px; margin-top: 8px; padding: 12px; }
"""
