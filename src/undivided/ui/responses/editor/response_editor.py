"""The sheet in which one canned response is written or changed."""

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from undivided.etiquette.spelling_marks import Word, as_written
from undivided.library.filling.body_marks import Part, blank_names, body_marks
from undivided.library.filling.nesting import expanded
from undivided.library.filling.odd_defaults import odd_defaults
from undivided.library.model.parts import SlotKind
from undivided.library.model.responses import MAX_BODY, Response, Scope
from undivided.library.sharing.three_way import FieldChange
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.controls.spelling_menu import SpellingMenu
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.blanks_table import BlanksTable
from undivided.ui.responses.editor.labels_part import LabelsPart, SharingPart
from undivided.ui.responses.editor.meanwhile_part import MeanwhilePart
from undivided.ui.responses.editor.more_part import MorePart
from undivided.ui.responses.editor.preview_part import PreviewPart
from undivided.ui.responses.editor.surroundings import Conflicts, Surroundings
from undivided.ui.responses.editor.wordings import Wordings
from undivided.ui.sheets.sheet import Sheet
from undivided.ui.words import wording

WIDTH = 940
_NARROW = 760
_GAP = 28
_LONG = 2_000
"""Code points of a text whose preview follows when typing rests, because it takes a while."""
_PREVIEW_MS = 120
_CHECK_MS = 300
_DRAFT_MS = 800


class ResponseEditor(Sheet):
    """Everything that a response is, beside how it will be read.

    Nothing typed is lost: what is not saved is handed out as a draft within a second, and
    closing asks first.

    Args:
        response: What is saved; one without an id is new.
        around: What is known of the library and the shown chat.
        draft: What was written last time and not saved, or None.
    """

    save_requested = Signal(object)
    """The `Response` as entered; answer with `saved` or `refused`."""
    delete_requested = Signal(str)
    check_wanted = Signal(object)
    """The `Response` as entered; answer with `show_conflicts`."""
    draft_changed = Signal(object)
    """The `Response` as entered, to be kept until it is saved."""
    draft_dropped = Signal()
    """Saved, or thrown away on purpose."""
    afresh_requested = Signal()
    """The draft was thrown away; open it as it is saved."""
    history_requested = Signal(str)
    spelling_wanted = Signal(object, str, object)
    """A `Word`, its language, and the `SpellingMenu` that waits for what it may be."""
    word_learned = Signal(str, str)
    """A word that is right from now on, and its language or "" for the usual one."""

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        response: Response,
        around: Surroundings,
        *,
        draft: Response | None = None,
    ) -> None:
        title = "Change this response" if response.id else "New response"
        super().__init__(window, tokens, title, confirm=words.SAVE, keep="Cancel", width=WIDTH)
        self._saved = response
        self._around = around
        self._is_asking = False
        shown = draft or response
        self.labels = LabelsPart(tokens, shown, around)
        self.wordings = Wordings(tokens, shown, around.nested, around.misspelt)
        self.blanks = BlanksTable(tokens, shown.slots)
        self.sharing = SharingPart(
            tokens, shown, around, shared_as=response.scope if response.id else Scope.PERSONAL
        )
        self.more = MorePart(tokens, shown)
        self.meanwhile = MeanwhilePart(tokens)
        self.preview = PreviewPart(tokens, around.visitor)
        self._conflicts = Conflicts()
        self._height = 0
        self._preview_timer = _timer(self, _PREVIEW_MS, self._show_preview)
        self._check_timer = _timer(self, _CHECK_MS, self._ask_check)
        self._draft_timer = _timer(self, _DRAFT_MS, self._hand_out_draft)
        self._build_form(is_draft=draft is not None)
        self._connect()
        self._show_blanks()
        self._last = self.response
        # What a part makes of an untouched response is what "unchanged" means.
        self._unchanged = self._last if draft is None else response
        self._follow()

    # -- what is entered

    @property
    def response(self) -> Response:
        """What is entered now; the library cleans and checks it."""
        body = self.wordings.body
        return replace(
            self._saved,
            title=self.labels.title.text,
            shortcuts=self.labels.shortcuts,
            folder=self.labels.path,
            body=body,
            language=self.wordings.first_language,
            variants=self.wordings.variants,
            slots=self.blanks.kinds,
            tags=self.sharing.tag_words,
            scope=self.sharing.chosen_scope,
            attachments=self.more.files.attachments,
            active=self._saved.active if self.more.problem else self.more.active,
            pages=self.more.page_patterns,
            review_by=self.more.review_day,
            fact=self._saved.fact if self.more.fact.problem else self.more.fact.fact,
            quote=self._saved.quote if self.more.quote.problem else self.more.quote.quote,
            is_offer=self.more.offer.isChecked(),
            owner=self.more.owner.text.strip(),
        )

    @property
    def is_changed(self) -> bool:
        """Whether something is entered that is not saved."""
        return self.response != self._unchanged

    # -- answers

    def show_conflicts(self, conflicts: Conflicts) -> None:
        """Say what else is in the library that speaks against it."""
        self._conflicts = conflicts
        self.labels.show_taken(conflicts.taken)
        self.labels.show_given_up(conflicts.left_without)
        self._show_preview()

    def saved(self) -> None:
        """Go away, because it is stored."""
        self._draft_timer.stop()
        self.draft_dropped.emit()
        self._finish(is_confirmed=True)

    def refused(self, sentence: str) -> None:
        """Stay, and say why it could not be stored."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._allow_saving()
        self._place()

    def changed_meanwhile(self, sentence: str, changes: tuple[FieldChange, ...]) -> None:
        """Stay, and show what was changed elsewhere; who saves again writes over it."""
        self.meanwhile.show_changes(changes)
        self.refused(sentence)

    def check_spelling_again(self) -> None:
        """Underline anew, because more is known about the words."""
        self.wordings.check_spelling_again()
        self._show_findings(self.wordings.shown_text)

    # -- the sheet

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the caret where something is missing."""
        edit = self.wordings.field.edit
        super().open(first or (edit if self.labels.title.text else self.labels.title.line))

    def accept(self) -> None:
        """Ask to save; the sheet stays until the library has answered."""
        if not self.confirm_button.isEnabled():
            return
        problem = next(map(words.odd_default, self._odd_defaults), "") or self.more.problem
        if problem:
            self.refused(problem)
            return
        self.confirm_button.setEnabled(False)
        self.save_requested.emit(self.response)

    def reject(self) -> None:
        """Go away; with something unsaved, ask first, and stay when asked again."""
        if self._is_asking:
            self._ask(is_on=False)
            self.wordings.field.edit.setFocus()
        elif self.is_changed:
            self._ask(is_on=True)
        else:
            super().reject()

    def throw_away(self) -> None:
        """Go away without what is not saved."""
        self._draft_timer.stop()
        self.draft_dropped.emit()
        self._finish(is_confirmed=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the preview below the form in a narrow window."""
        if event.type() == QEvent.Type.Resize:
            self._arrange()
        return super().eventFilter(watched, event)

    # -- inside

    def _build_form(self, *, is_draft: bool) -> None:
        form = QVBoxLayout()
        form.setSpacing(12)
        if is_draft:
            form.addWidget(self._draft_note())
        form.addWidget(self.labels)
        form.addWidget(self.wordings)
        self._blanks_label = plain_label(words.BLANKS, "strong")
        blanks = QVBoxLayout()
        blanks.setSpacing(4)
        blanks.addWidget(self._blanks_label)
        blanks.addWidget(self.blanks)
        form.addLayout(blanks)
        form.addWidget(self.sharing)
        form.addWidget(self.more)
        form.addWidget(self.meanwhile)
        self._problem = plain_label("", "late")
        self._problem.setWordWrap(True)
        self._problem.hide()
        form.addWidget(self._problem)
        form.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(_GAP)
        self._columns.addLayout(form, 19)
        self._columns.addWidget(self.preview, 10)
        self.body.addLayout(self._columns)
        self._build_question()
        self._arrange()

    def _build_question(self) -> None:
        self._question = plain_label(words.NOT_SAVED, "strong")
        self._throw_away = Button(words.THROW_AWAY, self.tokens, kind=Kind.DANGER, is_big=True)
        self._throw_away.clicked.connect(self.throw_away)
        self.foot.insertWidget(0, self._question)
        self.foot.insertWidget(self.foot.count() - 2, self._throw_away)
        self._links: list[Button] = []
        if self._saved.id:
            history = self.link("History")
            history.clicked.connect(lambda: self.history_requested.emit(self._saved.id))
            delete = self.link("Delete", is_danger=True)
            delete.clicked.connect(self._delete)
            self._links = [history, delete]
        self._ask(is_on=False)

    def _draft_note(self) -> QWidget:
        note = QWidget()
        row = QVBoxLayout(note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(plain_label(words.DRAFT_IS_BACK, "hold"))
        afresh = Button(words.START_AFRESH, self.tokens, kind=Kind.LINK)
        afresh.clicked.connect(self._start_afresh)
        row.addWidget(afresh)
        return note

    def _connect(self) -> None:
        for part in (self.labels, self.wordings, self.blanks, self.sharing, self.more):
            part.changed.connect(self._follow)
        self.more.resized.connect(self._place)
        self.wordings.spelling_wanted.connect(self._show_spelling)

    def _arrange(self) -> None:
        is_narrow = self._window.width() < self.tokens.px(_NARROW)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def _follow(self) -> None:
        self._show_blanks()
        self.more.files.set_shared(
            is_shared=self.sharing.chosen_scope is not Scope.PERSONAL,
            goes_along=self._around.keeps_files,
        )
        self._allow_saving()
        response = self.response
        if len(response.body) > _LONG:
            self._preview_timer.start()
        else:
            self._show_preview()
        if response != self._last:
            self._last = response
            self._problem.hide()
            self._check_timer.start()
            self._draft_timer.start()
        self._fit()

    def _fit(self) -> None:
        """Place the card anew where its height has changed; that paints the whole window."""
        wanted = self.body.sizeHint().height()
        if self.isVisible() and wanted != self._height:
            self._height = wanted
            self._place()

    def _show_blanks(self) -> None:
        variants = self.wordings.variants
        names = blank_names((self.wordings.body, *(variant.body for variant in variants)))
        self.blanks.show_blanks(names)
        has_blanks = bool(names)
        if has_blanks != self._blanks_label.isVisibleTo(self):
            self._blanks_label.setVisible(has_blanks)
            self.blanks.setVisible(has_blanks)

    def _allow_saving(self) -> None:
        length = len(self.wordings.body)
        self.confirm_button.setEnabled(bool(self.wordings.body.strip()) and length <= MAX_BODY)

    def _show_preview(self) -> None:
        """Show the wording on the screen with the responses that stand in it."""
        self._preview_timer.stop()
        response, text = self.response, self.wordings.shown_text
        whole = expanded(text, self._conflicts.nested.get, response.slots, outer=response)
        shown = replace(response, body=whole.body, slots=whole.slots)
        self.preview.show_text(self._around.fill(shown))
        self._show_findings(text)
        self._fit()

    @property
    def _odd_defaults(self) -> tuple[SlotKind, ...]:
        bodies = (self.wordings.body, *(variant.body for variant in self.wordings.variants))
        return odd_defaults(bodies, self.blanks.kinds)

    def _show_findings(self, text: str) -> None:
        marks = body_marks(text)
        broken = sum(mark.part is Part.BROKEN for mark in marks)
        odd = dict.fromkeys(mark.name for mark in marks if mark.part is Part.ODD)
        misspelt = self._around.misspelt(text, self.wordings.shown_language)
        findings = [
            wording.body_too_long(len(text), MAX_BODY) if len(text) > MAX_BODY else "",
            self._conflicts.loop,
            *(words.nothing_nested(name) for name in self._conflicts.missing),
            *(words.alike(title) for title in self._conflicts.alike),
            words.broken_braces(broken),
            *(words.odd_value(name) for name in odd),
            *map(words.odd_default, self._odd_defaults),
            words.misspelt_count(len(misspelt)),
        ]
        self.preview.show_findings(tuple(filter(None, findings)))

    def _ask(self, *, is_on: bool) -> None:
        self._is_asking = is_on
        self._question.setVisible(is_on)
        self._throw_away.setVisible(is_on)
        for link in self._links:
            link.setVisible(not is_on)
        self.keep_button.relabel(words.KEEP_WRITING if is_on else "Cancel")
        if is_on:
            self.confirm_button.setFocus()

    def _ask_check(self) -> None:
        self.check_wanted.emit(self.response)

    def _hand_out_draft(self) -> None:
        self.draft_changed.emit(self.response)

    def _show_spelling(self, word: Word, language: str, place: QPoint) -> None:
        menu = SpellingMenu(
            word.text,
            lambda text: self.wordings.replace_word(word, as_written(text, word.text)),
            lambda: self.word_learned.emit(word.text, language),
        )
        menu.setParent(self, menu.windowFlags())
        menu.aboutToHide.connect(menu.deleteLater)
        self.spelling_wanted.emit(word, language, menu)
        menu.popup(place)

    def _start_afresh(self) -> None:
        self.throw_away()
        self.afresh_requested.emit()

    def _delete(self) -> None:
        self.delete_requested.emit(self._saved.id)
        self.throw_away()


def _timer(parent: QObject, wait_ms: int, act: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(act)
    return timer
