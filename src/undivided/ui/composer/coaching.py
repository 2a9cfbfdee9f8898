"""The coach in the composer: asks about the text after a pause, shows advice and does its remedy.

It knows no rules. Whoever listens to `asked` answers at once with `show`.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.library.filling.slots import from_utf16
from undivided.ui.composer.coach_hint import usable
from undivided.ui.composer.coach_strip import CoachStrip
from undivided.ui.composer.composer_editor import ComposerEditor
from undivided.ui.composer.remedy_text import is_selected, put_in, select
from undivided.ui.composer.underlines import Underline
from undivided.ui.look.announce import announce

_OF_RESPONSES = frozenset({Act.ATTACH, Act.RESPONSE})
PAUSE_MS = 150
"""After the last key, so that advice about half a word never flickers."""


class Coaching(QObject):
    """Connects the field, the strip below it and whoever knows the rules.

    Args:
        editor: Where the draft is written.
        strip: Where advice is shown.
    """

    asked = Signal(str)
    """A text to look at; answer with `show`."""
    shown = Signal(str)
    """A rule's advice came into view."""
    taken = Signal(str)
    """A rule's remedy was done."""
    dismissed = Signal(str, bool)
    """A rule; only for this draft (false) or for the whole chat (true)."""
    switched = Signal(str, bool)
    """A rule, and whether it stays on."""
    split_wanted = Signal()
    attach_wanted = Signal(str)
    """The id of a fact card that is to vouch for the draft."""
    response_wanted = Signal(str)
    """The id of a response that is to be inserted."""
    list_wanted = Signal()
    """A response is to be found."""

    def __init__(self, editor: ComposerEditor, strip: CoachStrip) -> None:
        super().__init__(editor)
        self._editor = editor
        self._strip = strip
        self._hint = strip.advice
        self._text = ""
        self._given: tuple[Advice, ...] = ()
        self._said = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._hint.taken.connect(self._do)
        self._hint.dismissed.connect(self._dismiss)
        self._hint.switched.connect(self.switched)
        editor.take_advice = self.take
        editor.cursorPositionChanged.connect(self._follow_caret)

    def follow(self, *, is_other: bool = False) -> None:
        """Take in that the text has changed, or is another chat's."""
        if is_other:
            self._said = ""
            self.show("", ())
        if self._editor.toPlainText().strip() and not self._editor.isReadOnly():
            self._pause.start()
        else:
            self._pause.stop()
            self.show("", ())

    def has_shown(self, rule: str, text: str) -> bool:
        """Return whether a rule's advice on a text is in view."""
        advice = self._hint.advice
        is_seen = advice is not None and advice.rule == rule and not self._hint.isHidden()
        return is_seen and self._text == text

    def look(self) -> None:
        """Have the text looked at now."""
        self._pause.stop()
        self.asked.emit(self._editor.toPlainText())

    def show(self, text: str, advice: Iterable[Advice]) -> None:
        """Show the weightiest advice and underline what all of it is about.

        Args:
            text: What was looked at; the spans count in it.
            advice: The weightiest first.
        """
        self._given = given = tuple(advice)
        self._text = text
        spans = [span for one in given for span in one.spans]
        if not self._editor.underlines.show(Underline.COACH, text, spans):
            self._editor.underlines.clear(Underline.COACH)
        if self._hint.is_asking and not given:
            return
        self._hint.show_advice(given[0] if given else None)
        self._refresh()

    def propose_off(self, rule: str) -> None:
        """Ask whether a rule that is mostly passed over is to be switched off."""
        self._hint.propose_off(rule)
        self._refresh()
        announce(self._editor, self._hint.text)

    def end_proposal(self) -> None:
        """Take the question away; the next look shows advice again."""
        if self._hint.button.hasFocus() or self._hint.keep_button.hasFocus():
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self._hint.show_advice(None)
        self.look()

    def refresh(self) -> None:
        """Follow what else the strip has to show."""
        self._editor.has_advice = self._has_remedy()

    def take(self) -> bool:
        """Do the first remedy of the advice in view; False when there is none."""
        if not self._has_remedy() or self._hint.advice is None:
            return False
        self._do(usable(self._hint.advice)[0])
        return True

    def open_menu(self) -> None:
        """Show why the advice in view is given, and everything that can be done about it."""
        if not self._hint.isHidden():
            self._hint.open_menu()

    def dismiss(self) -> bool:
        """Pass over the advice in view this time; False when there is none."""
        if self._hint.isHidden():
            return False
        if self._hint.is_asking:
            self._hint.keep_button.click()
        else:
            self._dismiss(in_this_chat=False)
        return True

    def _do(self, remedy: Remedy) -> None:
        advice = self._hint.advice
        if advice is None or self._editor.isReadOnly():
            return
        if self._text != self._editor.toPlainText():
            # Typed within the pause: the places are those of another text.
            self.look()
            return
        if remedy.act is Act.SPLIT:
            self.split_wanted.emit()
        elif remedy.act is Act.FIND:
            self.list_wanted.emit()
        elif remedy.act is Act.SELECT:
            select(self._editor, remedy)
        elif remedy.act in _OF_RESPONSES:
            self.taken.emit(advice.rule)
            is_attached = remedy.act is Act.ATTACH
            (self.attach_wanted if is_attached else self.response_wanted).emit(remedy.text)
        else:
            self.taken.emit(advice.rule)
            put_in(self._editor, remedy)
            self.look()

    def _follow_caret(self) -> None:
        """Show the advice about the marked words that were clicked, or else the weightiest."""
        if not self._given or self._hint.is_asking:
            return
        if self._text != self._editor.toPlainText():
            return  # the caret moves because something is typed
        if self._is_selected():
            self.refresh()
            return
        caret = from_utf16(self._text, self._editor.textCursor().position())
        marked = (
            one for one in self._given if any(span.start <= caret <= span.end for span in one.spans)
        )
        chosen = next(marked, self._given[0])
        if chosen != self._hint.advice:
            self._hint.show_advice(chosen)
            self._refresh()
        else:
            self.refresh()

    def _is_selected(self) -> bool:
        """Return whether the advice in view has its words selected: then Tab moves on."""
        advice = self._hint.advice
        remedy = next(iter(usable(advice)), None) if advice is not None else None
        return remedy is not None and remedy.act is Act.SELECT and is_selected(self._editor, remedy)

    def _dismiss(self, in_this_chat: bool) -> None:
        if self._hint.advice is not None:
            rule = self._hint.advice.rule
            self._hint.show_advice(None)
            self.dismissed.emit(rule, in_this_chat)
            if not self._hint.is_asking:
                self.look()

    def _has_remedy(self) -> bool:
        advice = self._hint.advice
        # A split has a key of its own, which works without a hint too.
        return (
            advice is not None
            and not self._hint.isHidden()
            and any(remedy.act is not Act.SPLIT for remedy in usable(advice)[:1])
            and not self._is_selected()
        )

    def _refresh(self) -> None:
        self._strip.show_advice()
        self.refresh()
        advice = self._hint.advice
        if advice is None or self._hint.isHidden() or advice.rule == self._said:
            return
        self._said = advice.rule
        self.shown.emit(advice.rule)
        announce(self._editor, self._hint.spoken)
