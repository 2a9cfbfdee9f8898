"""The second sheet of an import: what every row becomes, and what is to be decided before."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QWidget,
)

from undivided.library.importing.choices import ImportChoices
from undivided.library.importing.merging import Fate, Outcome
from undivided.library.model.responses import Scope, folder_path
from undivided.protocol.canned_responses import OpenPlace, Place
from undivided.ui.controls.fields import Field
from undivided.ui.look.plain import breakable, plain_label, wrapped_label
from undivided.ui.look.theme import Tokens
from undivided.ui.look.themed import Glyph
from undivided.ui.responses import import_wording as words
from undivided.ui.responses.import_table import ImportTable
from undivided.ui.responses.placeholder_rows import PlaceholderRows
from undivided.ui.responses.sharing_words import SCOPES, place_name
from undivided.ui.responses.value_box import ValueBox
from undivided.ui.sheets.sheet import Sheet

WIDTH = 860
_LOSSES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read.

    Attributes:
        name: Of the file or folder.
        source: The id of the format it was read as.
        unknown: Its placeholders that are no values of the chat.
        losses: Sentences about what is lost, masked or assumed.
    """

    name: str
    source: str
    unknown: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Share:
    """One choice of who has what is imported; no scope is what the file says."""

    words: str
    scope: Scope | None = None
    place: Place | None = None


class ImportPreview(Sheet):
    """Shows what would change; the caller answers every change of a choice with new outcomes.

    Args:
        file: What was read.
        sources: Id and label of every format that it might be read as instead.
        folders: The library's, offered while typing.
        scopes: Those that may be chosen besides what the file says.
        places: The teams and sites of these scopes; of several each one is a choice.
    """

    source_chosen = Signal(str)
    """Read the file again as this format; the sheet is closed by the caller."""
    choices_changed = Signal(object)
    """`ImportChoices`; answer with `show_outcomes`."""
    import_requested = Signal(object)
    """`ImportChoices`; answer with `importing`, then `saved` or `refused`."""
    stop_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        tokens: Tokens,
        file: FileRead,
        *,
        sources: Sequence[tuple[str, str]],
        folders: Sequence[tuple[str, ...]],
        scopes: Sequence[Scope] = (Scope.PERSONAL,),
        places: Sequence[OpenPlace] = (),
    ) -> None:
        super().__init__(
            window,
            tokens,
            f"Import {breakable(file.name)}",
            subtitle=words.reading(file.name),
            confirm=words.IMPORT_RESPONSES,
            width=WIDTH,
        )
        self._file = file
        self._label = dict(sources).get(file.source, file.source)
        self._is_importing = False
        self._scopes = scopes
        self.source = ValueBox("Format", sources, tokens, file.source)
        self.folder = Field("Folder", tokens, hint=words.AS_IN_FILE, height=32)
        self._shares = _shares(scopes, places)
        shares = [(key, share.words) for key, share in self._shares.items()]
        self.scope = ValueBox("Shared with", shares, tokens)
        self.table = ImportTable(tokens)
        self.placeholders = PlaceholderRows(file.unknown, tokens)
        self._note = wrapped_label("", "secondary")
        self._problem = wrapped_label("", "late")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._add_parts(folders)
        self._connect()
        self.confirm_button.setEnabled(False)

    @property
    def choices(self) -> ImportChoices:
        """What is decided now."""
        share = self._shares[self.scope.value]
        return ImportChoices(
            folder_path(self.folder.text),
            share.scope,
            self.placeholders.chosen,
            frozenset(self._scopes),
            share.place,
        )

    def open(self, first: QWidget | None = None) -> None:
        """Show it with the keys in the table."""
        super().open(first or self.table.view)

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Show what would become of the rows with the choices of the moment."""
        self.table.show_outcomes(outcomes)
        notes = len(self._file.losses) + bool(self._file.unknown)
        self.subtitle.setText(breakable(words.read_as(self._label, len(outcomes), notes)))
        counts = words.fate_counts(outcomes)
        can_import = bool(counts[Fate.NEW] + counts[Fate.CHANGED])
        self.confirm_button.relabel(words.import_words(outcomes))
        self.confirm_button.setEnabled(can_import)
        self._note.setText(
            words.NOTHING_CHANGED_YET if can_import else words.nothing_to_import(outcomes)
        )
        self._place()

    def is_wanted(self, choices: ImportChoices) -> bool:
        """Return whether these choices are still those of the moment."""
        return not self._is_over and choices == self.choices

    def accept(self) -> None:
        """Ask for the import; the sheet stays until it is done."""
        if self.confirm_button.isEnabled() and not self._is_importing:
            self._is_importing = True
            self.import_requested.emit(self.choices)

    def reject(self) -> None:
        """Stop the import that runs, else keep everything as it is."""
        if self._is_importing:
            self._note.setText(words.STOPPING)
            self.keep_button.setEnabled(False)
            self.stop_requested.emit()
        else:
            super().reject()

    def importing(self, done: int, total: int) -> None:
        """Say how far the import is; a word that comes after its end changes nothing."""
        if not self._is_importing:
            return
        self.confirm_button.setEnabled(False)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.show()
        if self.keep_button.isEnabled():
            self._note.setText(words.importing(done, total))

    def saved(self) -> None:
        """Go away, because it is done."""
        self._finish(is_confirmed=True)

    def refused(self, sentence: str) -> None:
        """Stay, and say why nothing was imported."""
        self._is_importing = False
        self._bar.hide()
        self.keep_button.setEnabled(True)
        self.confirm_button.setEnabled(True)
        self._note.setText(words.NOTHING_CHANGED_YET)
        self._problem.setText(breakable(sentence))
        self._problem.show()
        self._place()

    # -- inside

    def _add_parts(self, folders: Sequence[tuple[str, ...]]) -> None:
        completer = QCompleter(["/".join(path) for path in folders], self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.folder.line.setCompleter(completer)
        fields = (
            ("Read as", self.source, 4),
            ("Into the folder", self.folder, 4),
            ("Shared with", self.scope, 3),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, (name, field, share) in enumerate(fields):
            grid.addWidget(plain_label(name, "strong"), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, share)
        self.body.addLayout(grid)
        self.body.addSpacing(6)
        self.body.addWidget(self.table)
        if self._file.unknown:
            self._heading(words.UNKNOWN_TITLE, words.UNKNOWN_TEXT)
            self.body.addWidget(self.placeholders)
        else:
            self.placeholders.hide()
        self._add_losses()
        self.body.addWidget(self._problem)
        self._problem.hide()
        self._bar.hide()
        self.foot.insertWidget(0, self._note, 1)
        self.foot.insertWidget(1, self._bar, 1)

    def _add_losses(self) -> None:
        losses = self._file.losses
        if not losses:
            return
        self._heading(words.LOSSES_TITLE)
        for sentence in losses[:_LOSSES_SHOWN]:
            line = QHBoxLayout()
            line.setSpacing(8)
            icon = Glyph("triangle-alert", self.tokens, colour="soon_text")
            line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(wrapped_label(sentence, "secondary"), 1)
            self.body.addLayout(line)
            self.body.addSpacing(4)
        if len(losses) > _LOSSES_SHOWN:
            self.add_words(words.and_more(len(losses) - _LOSSES_SHOWN), "stamp")

    def _heading(self, title: str, text: str = "") -> None:
        self.body.addSpacing(14)
        self.add_words(title, "strong")
        if text:
            self.add_words(text, "secondary", gap=4)
        self.body.addSpacing(4)

    def _connect(self) -> None:
        self.source.activated.connect(lambda _: self.source_chosen.emit(self.source.value))
        self.folder.line.editingFinished.connect(self._choices_changed)
        self.scope.activated.connect(lambda _: self._choices_changed())
        self.placeholders.changed.connect(self._choices_changed)
        self._asked = self.choices

    def _choices_changed(self) -> None:
        if self.choices != self._asked:
            self._asked = self.choices
            self.choices_changed.emit(self._asked)


def _shares(scopes: Sequence[Scope], places: Sequence[OpenPlace]) -> dict[str, _Share]:
    shares = {"": _Share(words.AS_IN_FILE)}
    for scope in scopes:
        name = SCOPES[scope]
        of_it = [each for each in places if each.place.scope == scope.value]
        if len(of_it) <= 1:
            shares[scope.value] = _Share(name, scope)
            continue
        for at, each in enumerate(of_it):
            said = f"{name}: {place_name(each)}"
            shares[f"{scope.value} {at}"] = _Share(said, scope, each.place)
    return shares
