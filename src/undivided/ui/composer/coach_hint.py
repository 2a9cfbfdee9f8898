"""One piece of the coach's advice on one line: what, the key that does it, and how to be rid of it.

It is quiet: it takes no focus. The rule's name and its reason stand in the menu and the tooltip.
"""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.rules.every import BY_NAME
from undivided.ui.controls.icon_button import IconButton
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.keys import key_of
from undivided.ui.look.elided_line import ElidedLine, safe_part
from undivided.ui.look.plain import plain_label, set_plain_tooltip, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.words import coach_wording as words

_REASON_WIDTH = 280
_SPACING = 8
_LEAST_WORDS = 80
"""Pixels that the advice keeps where its remedy has long words; its tooltip has all of it."""
_FAIR_WORDS = 140
_BY_KEY = {
    Act.INSERT: "take_advice",
    Act.REPLACE: "take_advice",
    Act.ATTACH: "take_advice",
    Act.RESPONSE: "take_advice",
    Act.SELECT: "take_advice",
    Act.FIND: "take_advice",
    Act.SPLIT: "split",
}
"""What a remedy's key is called; the other acts belong to the question before sending."""


def usable(advice: Advice) -> tuple[Remedy, ...]:
    """Return the remedies that can be taken while writing."""
    return tuple(remedy for remedy in advice.remedies if remedy.act in _BY_KEY)


class CoachHint(QWidget):
    """Shows one piece of advice, or asks whether a rule is wanted at all.

    Args:
        tokens: The theme.
    """

    taken = Signal(object)
    """A `Remedy` was chosen."""
    dismissed = Signal(bool)
    """Not this time (false), or not in this chat (true)."""
    switched = Signal(str, bool)
    """A rule, and whether it stays on."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens
        self._advice: Advice | None = None
        self._asked = ""
        self._line = ElidedLine(tokens, tokens.type.secondary, self)
        self.button = Button("", tokens, kind=Kind.LINK)
        self.button.clicked.connect(self._act)
        self.keep_button = Button(words.KEEP_ON, tokens, kind=Kind.LINK)
        self.keep_button.clicked.connect(lambda: self.switched.emit(self._asked, True))
        self.more = IconButton(tokens, words.MORE, "ellipsis", kind="flat", is_icon_only=True)
        self.more.clicked.connect(self.open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING)
        self._line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self._line)
        for button in (self.button, self.keep_button, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.show_advice(None)

    @property
    def advice(self) -> Advice | None:
        """What is shown now."""
        return self._advice

    @property
    def is_asking(self) -> bool:
        """Whether it is asked whether a rule is wanted."""
        return bool(self._asked)

    @property
    def has_words(self) -> bool:
        """Whether there is something to show."""
        return self._advice is not None or self.is_asking

    @property
    def wanted_width(self) -> int:
        """The room in which nothing is cut."""
        return self._line.sizeHint().width() + self._buttons_width(self.button)

    @property
    def fair_width(self) -> int:
        """The room in which the remedy is whole, and the advice as much as tells what it is."""
        words = min(self._line.sizeHint().width(), self._tokens.px(_FAIR_WORDS))
        return words + self._buttons_width(self.button)

    @property
    def text(self) -> str:
        """The sentence in view, or ""."""
        return "" if self.isHidden() else self._line.text()

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        if self._advice is None:
            return self.text
        return words.spoken_hint(self.text, self.button.text(), self.button.key)

    def set_tokens(self, tokens: Tokens) -> None:
        """Show it in another theme."""
        self._tokens = tokens
        for part in (self._line, self.button, self.keep_button, self.more):
            part.set_tokens(tokens)
        self._fit()

    def show_advice(self, advice: Advice | None) -> None:
        """Hold advice in the place of what was held; the strip shows it when it is due."""
        self._advice, self._asked = advice, ""
        if advice is None:
            self.hide()
        self.keep_button.hide()
        self.more.setVisible(advice is not None)
        remedies = () if advice is None else usable(advice)
        self.button.setVisible(bool(remedies))
        if advice is None:
            return
        self._say(advice.message, BY_NAME[advice.rule].why if advice.rule in BY_NAME else "")
        if remedies:
            self.button.key = key_of(_BY_KEY[remedies[0].act]).shown
            self.button.relabel(remedies[0].label)
            self.button.explain(remedies[0].label)
        self._fit()

    def propose_off(self, rule: str) -> None:
        """Ask whether a rule is to be switched off."""
        self._advice, self._asked = None, rule
        self._say(words.proposal(BY_NAME[rule].title), BY_NAME[rule].why)
        self.button.key = ""
        self.button.relabel(words.SWITCH_IT_OFF)
        self.button.explain(words.SWITCH_IT_OFF)
        self.button.show()
        self.keep_button.show()
        self.more.hide()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room between the advice and its remedy."""
        super().resizeEvent(event)
        self._fit()

    def menu(self) -> QMenu:
        """Return the rule with its reason, and everything that can be done about the advice."""
        made = QMenu(self)
        advice = self._advice
        if advice is not None:
            if advice.rule in BY_NAME:
                made.addAction(self._reason(made, advice.rule))
                made.addSeparator()
            for remedy in usable(advice):
                _add(made, remedy.label).triggered.connect(
                    lambda _checked=False, chosen=remedy: self.taken.emit(chosen)
                )
            made.addSeparator()
            later = _add(made, f"{words.NOT_THIS_TIME}\t{key_of('not_this_time').shown}")
            later.triggered.connect(lambda: self.dismissed.emit(False))
            never = _add(made, words.NOT_IN_THIS_CHAT)
            never.triggered.connect(lambda: self.dismissed.emit(True))
            off = _add(made, words.SWITCH_OFF)
            off.triggered.connect(lambda: self.switched.emit(advice.rule, False))
        return made

    def open_menu(self) -> None:
        """Open the menu above its button, with its first act chosen; a question takes the keys."""
        if self._advice is None:
            self.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
        acts = (each for each in menu.actions() if each.isEnabled() and not each.isSeparator())
        menu.setActiveAction(next(acts))

    def _reason(self, menu: QMenu, rule: str) -> QWidgetAction:
        """Return what the rule is called and why there is one, on as many lines as it needs."""
        words = QWidget(menu)
        column = QVBoxLayout(words)
        column.setContentsMargins(10, 8, 10, 6)
        column.setSpacing(2)
        why = wrapped_label(BY_NAME[rule].why, "secondary")
        why.setFixedWidth(self._tokens.px(_REASON_WIDTH))
        column.addWidget(plain_label(BY_NAME[rule].title, "strong"))
        column.addWidget(why)
        made = QWidgetAction(menu)
        made.setText(f"{BY_NAME[rule].title}. {BY_NAME[rule].why}")
        made.setDefaultWidget(words)
        made.setEnabled(False)
        return made

    def _fit(self) -> None:
        """Cut a remedy's words only where they leave the advice too little room."""
        words = min(self._line.sizeHint().width(), self._tokens.px(_LEAST_WORDS))
        most = self.width() - self._buttons_width() - words - _SPACING
        wanted = self.button.sizeHint().width()
        self.button.setFixedWidth(wanted if self.is_asking else max(0, min(wanted, most)))

    def _buttons_width(self, *more: QWidget) -> int:
        """Return what the buttons take that are never cut, and others with them."""
        shown = (each for each in (self.keep_button, self.more) if not each.isHidden())
        parts = (*shown, *(each for each in more if not each.isHidden()))
        return sum(each.sizeHint().width() + _SPACING for each in parts)

    def _act(self) -> None:
        if self._asked:
            self.switched.emit(self._asked, False)
        elif self._advice is not None and (remedies := usable(self._advice)):
            self.taken.emit(remedies[0])

    def _say(self, sentence: str, why: str) -> None:
        self._line.set_parts([safe_part(sentence, "text_2")])
        # The sentence too: on a narrow window it is cut.
        set_plain_tooltip(self, f"{sentence}\n{why}".strip())
        self.setAccessibleName(sentence)


def _add(menu: QMenu, text: str) -> QAction:
    # An ampersand in a visitor's name is a letter and no mnemonic.
    return menu.addAction(text.replace("&", "&&"))
