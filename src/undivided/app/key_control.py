"""Keys and the main menu: every action of the table, made to do something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from undivided.app.attention import Attention
from undivided.app.calls.call_control import CallControl
from undivided.app.calls.read_back_control import ReadBackControl
from undivided.app.chat_control import ChatControl
from undivided.app.coach.coach_control import CoachControl
from undivided.app.responses.library_control import LibraryControl
from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.app.sheet_control import SheetControl
from undivided.app.transcript_control import TranscriptControl
from undivided.resources import resource_path
from undivided.ui import keys
from undivided.ui.sheets.changes_sheet import ChangesSheet
from undivided.ui.sheets.keys_sheet import KeysSheet

MENU = (
    ("accept_next", "longest_wait", "calls", "accepting", "take_break"),
    ("search_responses", "quick_insert", "new_response", "toggle_panel"),
    ("manage_library", "import_responses", "export_responses"),
    ("larger", "smaller", "settings"),
    ("key_overview", "changes"),
    ("sign_out", "quit"),
)
CHAT_MENU = (
    ("hold", "back_from_hold", "transfer", "said_no", "is_buying"),
    ("calm", "supervisor", "abuse_note"),
    ("tick_question", "quick_insert", "put_differently", "read_back", "sum_up"),
    ("topic", "new_response", "save_transcript", "letters"),
    ("close_chat",),
)
TEXT_STEP_PERCENT = 10


@dataclass(frozen=True, slots=True)
class Controls:
    """Everything that a key can reach."""

    chats: ChatControl
    library: LibraryControl
    sheets: SheetControl
    attention: Attention
    settings: SettingsControl
    transcripts: TranscriptControl
    coach: CoachControl
    calls: CallControl
    read_back: ReadBackControl


class KeyControl(QObject):
    """Owns the window's actions.

    Args:
        leave: What ends the program (`quit`) and the sign-in (`sign_out`), or pauses it
            (`take_break`), what stops offers in the shown chat (`said_no`) or
            lets them be suggested (`is_buying`), ticks a question there
            (`tick_question`), sums up what was agreed (`sum_up`), and what helps with a hostile
            visitor (`calm`, `supervisor`, `abuse_note`).
    """

    def __init__(
        self,
        context: SessionContext,
        controls: Controls,
        leave: Mapping[str, Callable[[], None]],
    ) -> None:
        super().__init__(context.window)
        self._context = context
        self._chats = controls.chats
        self._library = controls.library
        self._sheets = controls.sheets
        self._attention = controls.attention
        self._settings = controls.settings
        self._transcripts = controls.transcripts
        self._calls = controls.calls
        self._read_back = controls.read_back
        self._actions = keys.actions(context.window)
        self._actions["sign_out"] = QAction("Sign out", context.window)
        self._actions["changes"] = QAction("What changed", context.window)
        context.window.addActions(list(self._actions.values()))
        for name, act in {**self._chat_acts(), **self._window_acts(), **leave}.items():
            self._actions[name].triggered.connect(lambda _checked=False, act=act: act())
        desk = context.window.desk
        desk.menu_requested.connect(lambda place: self._show_menu(MENU, place))
        desk.conversation.head.menu_requested.connect(
            lambda place: self._show_menu(CHAT_MENU, place)
        )
        desk.column.head.search_requested.connect(desk.search_responses)

    def _show_menu(self, groups: tuple[tuple[str, ...], ...], place: QPoint) -> None:
        """Show a menu; it closes by itself and starts no loop of its own."""
        menu = QMenu(self._context.window)
        for group in groups:
            for name in group:
                menu.addAction(self._actions[name])
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _chat_acts(self) -> dict[str, Callable[[], None]]:
        column = self._context.window.desk.column.chats
        return {
            "accept_next": self._chats.accept_next,
            "not_now": self._attention.dismiss_current,
            "longest_wait": self._chats.pick_longest_wait,
            "next_chat": lambda: column.pick_step(1),
            "previous_chat": lambda: column.pick_step(-1),
            **{f"chat_{number}": partial(column.pick_place, number - 1) for number in range(1, 10)},
            "hold": self._sheets.ask_to_hold,
            "back_from_hold": self._sheets.resume,
            "transfer": self._sheets.choose_colleague,
            "save_transcript": self._transcripts.ask,
            "calls": self._calls.open_list,
            "read_back": self._read_back.ask,
            "letters": self._context.window.desk.conversation.transcript.turn_letters,
            "why": self._context.window.desk.conversation.composer.coaching.open_menu,
            "attach_files": self._context.window.desk.conversation.composer.files.want,
            "close_chat": lambda: self._chats.ask_to_close(self._chats.shown or ""),
        }

    def _window_acts(self) -> dict[str, Callable[[], None]]:
        desk = self._context.window.desk
        return {
            "search_responses": desk.search_responses,
            "quick_insert": self._library.insertion.open_quick_list,
            "put_differently": self._library.rewording.put_differently,
            "toggle_panel": self._toggle_panel,
            "new_response": self._keep_draft_as_response,
            "manage_library": self._library.manager.open,
            "import_responses": self._library.imports.choose,
            "export_responses": self._library.exports.choose,
            "visitor_panel": desk.toggle_visitor,
            "next_pane": lambda: self._step_pane(1),
            "previous_pane": lambda: self._step_pane(-1),
            "accepting": lambda: self._chats.set_accepting(
                not self._context.bridge.status.is_accepting
            ),
            "try_now": self._chats.try_now,
            "larger": lambda: self._settings.change_text_size(TEXT_STEP_PERCENT),
            "smaller": lambda: self._settings.change_text_size(-TEXT_STEP_PERCENT),
            "usual_size": self._settings.usual_text_size,
            "settings": self._settings.open_sheet,
            "key_overview": self._show_keys,
            "changes": self._show_changes,
        }

    def _toggle_panel(self) -> None:
        desk = self._context.window.desk
        desk.show_panel(is_shown=not desk.is_panel_shown)

    def _keep_draft_as_response(self) -> None:
        text = self._context.window.desk.conversation.composer.text
        self._library.editing.write_new(body=text)

    def _step_pane(self, step: int) -> None:
        panes = self._panes()
        focused = self._context.window.focusWidget()
        here = next(
            (
                place
                for place, pane in enumerate(panes)
                if pane is focused or pane.isAncestorOf(focused)
            ),
            -step,
        )
        panes[(here + step) % len(panes)].setFocus()

    def _panes(self) -> list[QWidget]:
        desk = self._context.window.desk
        panes: list[QWidget] = [
            desk.column.chats,
            desk.conversation.transcript,
            desk.conversation.composer.editor,
            desk.panel.visitor,
            desk.panel.canned.list,
        ]
        return [pane for pane in panes if pane.isVisible()] or [desk.column.head]

    def _show_keys(self) -> None:
        KeysSheet(self._context.window, self._context.window.tokens).open()

    def _show_changes(self) -> None:
        changelog = resource_path("changelog.md").read_text("utf-8")
        ChangesSheet(self._context.window, self._context.window.tokens, changelog).open()
