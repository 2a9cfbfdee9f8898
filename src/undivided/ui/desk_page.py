"""The desk: chats, conversation and side panel, the banner above and the status below."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from undivided.qtmodels.bridge import Bridge
from undivided.qtmodels.canned_model import CannedModel
from undivided.ui.banner import LinkBanner
from undivided.ui.call_banner import CallBanner
from undivided.ui.chats import chat_column
from undivided.ui.chats.chat_column import ChatColumn
from undivided.ui.chats.view_switch import CHATS, SETTINGS, ViewSwitch
from undivided.ui.conversation.conversation import Conversation
from undivided.ui.look.theme import Tokens
from undivided.ui.panel_strip import PanelStrip
from undivided.ui.side_panel import SidePanel
from undivided.ui.status_bar import DeskStatusBar

PANEL_WIDTH = 352
PANEL_BESIDE_FROM = 1180
"""Below this width the side panel lies over the conversation instead of beside it."""
COLUMN_FULL_FROM = 860
COLUMN_WIDE_FROM = 1180
PANEL_OVERLAY_WIDTH = 320


class DeskPage(QWidget):
    """Everything an operator works with; its parts are attributes to be connected.

    Signals:
        settings_requested: The foot's Settings button.
        menu_requested: The main menu, with where it belongs on the screen.
    """

    settings_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(
        self,
        bridge: Bridge,
        canned: CannedModel,
        tokens: Tokens,
        count_words: Callable[[str], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.banner = LinkBanner(tokens, self)
        self.calls = CallBanner(tokens, self)
        # Each part is made where it stays: Qt styles a whole part anew when it is moved.
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self.column = ChatColumn(bridge, tokens, self._split)
        self.views = ViewSwitch((CHATS, SETTINGS), tokens, self.column)
        self.conversation = Conversation(bridge, tokens, count_words, self._split)
        self.panel = SidePanel(canned, tokens, count_words, self._split)
        self.strip = PanelStrip(tokens, self)
        self.status = DeskStatusBar(tokens, self)
        self._tokens = tokens
        self._is_panel_wanted = True
        self._is_over = False
        self._wanted = 0
        self._lay_out()
        bridge.status_changed.connect(self.status.set_status)
        bridge.status_changed.connect(lambda status: self.banner.show_link(status.link))
        self.column.head.menu_requested.connect(self.menu_requested)
        self.views.view_picked.connect(self._view_picked)
        self.panel.close_requested.connect(self.leave_panel)
        self.conversation.composer.came_forward.connect(self._hide_overlay)
        self.strip.visitor_requested.connect(self.toggle_visitor)
        self.strip.responses_requested.connect(self._toggle_responses)

    def set_tokens(self, tokens: Tokens) -> None:
        """Use another theme or text size."""
        for part in (
            self.banner,
            self.calls,
            self.column,
            self.views,
            self.conversation,
            self.panel,
            self.strip,
            self.status,
        ):
            part.set_tokens(tokens)
        self._tokens = tokens
        self._fit(self.width())

    def show_panel(self, *, is_shown: bool) -> None:
        """Show or hide the side panel, beside the conversation or over it."""
        here = QApplication.focusWidget()
        if not is_shown and here is not None and self.panel.isAncestorOf(here):
            # Qt would give them to whatever comes next in the window.
            self.conversation.composer.focus_text()
        if self._is_over:
            self.panel.setVisible(is_shown)
            self._place_overlay()
            self.panel.raise_()
        else:
            self._is_panel_wanted = is_shown
            self.panel.setVisible(is_shown)

    @property
    def is_panel_shown(self) -> bool:
        """Whether the side panel can be seen."""
        return self.panel.isVisible()

    def toggle_visitor(self) -> None:
        """Show who the visitor is, or fold that away when it is seen already."""
        if self.is_panel_shown and not self.panel.visitor.is_folded:
            if self._is_over:
                self.leave_panel()
            else:
                self.panel.visitor.set_folded(is_folded=True)
        else:
            self.panel.visitor.set_folded(is_folded=False)
            self.show_panel(is_shown=True)
            if self._is_over:
                # Escape must close what lies over the conversation.
                self.panel.visitor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search_responses(self) -> None:
        """Bring the caret to the search of the responses."""
        self.show_panel(is_shown=True)
        self.panel.canned.focus_search()

    def _toggle_responses(self) -> None:
        if self.is_panel_shown:
            self.leave_panel()
        else:
            self.search_responses()

    def leave_panel(self) -> None:
        """Give the keys back to the composer; a panel that lies over the conversation goes."""
        self._hide_overlay()
        self.conversation.composer.focus_text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the composer with an Escape that no part needed for itself."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave_panel()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the column and the panel when there is no room for them."""
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        is_over = width < PANEL_BESIDE_FROM
        if is_over != self._is_over:
            self._is_over = is_over
            if is_over:
                self.panel.setParent(self)
                self.panel.hide()
            else:
                self._split.addWidget(self.panel)
                self._split.setStretchFactor(2, 0)
                self.panel.setVisible(self._is_panel_wanted)
            self.panel.set_over(is_over=is_over)
        # The narrowest window has no room for it; the menu and the keys open the panel there.
        self.strip.setVisible(is_over and width >= COLUMN_FULL_FROM)
        self._place_overlay()
        self._fit_column(width)

    def _fit_column(self, width: int) -> None:
        is_rings = width < COLUMN_FULL_FROM
        is_wide = width >= COLUMN_WIDE_FROM
        rings = self._tokens.px(chat_column.RINGS_WIDTH)
        # Large text needs a wider column, as long as the conversation keeps most of the window.
        widest = max(chat_column.SMALLEST_WIDTH, width * 3 // 10)
        least = rings if is_rings else min(widest, self._tokens.px(chat_column.SMALLEST_WIDTH))
        most = rings if is_rings else self._tokens.px(chat_column.LARGEST_WIDTH)
        wanted = min(widest, self._tokens.px(chat_column.WIDTH)) if is_wide else least
        was = (self.column.minimumWidth(), self.column.maximumWidth(), self._wanted)
        if was != (least, most, wanted):
            self._wanted = wanted
            self.column.setMinimumWidth(least)
            self.column.setMaximumWidth(most)
            rest = width - wanted - (0 if self._is_over else PANEL_WIDTH)
            self._split.setSizes([wanted, rest, PANEL_WIDTH])
            self.views.setVisible(not is_rings)
            self.views.set_words(has_words=is_wide)

    def _place_overlay(self) -> None:
        if self._is_over:
            # Asked of the layout, as the splitter may not have its new place yet.
            area = self._middle.geometry()
            width = min(self._tokens.px(PANEL_OVERLAY_WIDTH), area.width())
            right = area.right() + 1 - (0 if self.strip.isHidden() else self.strip.width())
            self.panel.setGeometry(right - width, area.top(), width, area.height())

    def _hide_overlay(self) -> None:
        if self._is_over:
            self.panel.hide()

    def _view_picked(self, name: str) -> None:
        if name == SETTINGS.name:
            self.views.show_view(CHATS.name)
            self.settings_requested.emit()

    def _lay_out(self) -> None:
        self.column.set_foot(self.views)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        for part in (self.column, self.conversation, self.panel):
            self._split.addWidget(part)
        self._split.setStretchFactor(0, 0)
        self._split.setStretchFactor(1, 1)
        self._split.setStretchFactor(2, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.calls)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(0)
        self._middle.addWidget(self._split, 1)
        self._middle.addWidget(self.strip)
        self.strip.hide()
        column.addLayout(self._middle, 1)
        column.addWidget(self.status)
