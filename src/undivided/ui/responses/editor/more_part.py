"""The folded part of the editor: files, when and where it is offered, fact, quote, review."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from undivided.library.model.parts import ActiveTimes
from undivided.library.model.responses import Response
from undivided.ui.controls.fields import Field
from undivided.ui.controls.key_buttons import Button, Kind
from undivided.ui.look.plain import plain_label
from undivided.ui.look.theme import Tokens
from undivided.ui.responses.editor import words
from undivided.ui.responses.editor.day_field import DayField
from undivided.ui.responses.editor.fact_part import FactPart, chip
from undivided.ui.responses.editor.files_part import FilesPart
from undivided.ui.responses.editor.listed_words import as_list, listed
from undivided.ui.responses.editor.quote_part import QuotePart


class MorePart(QWidget):
    """Shows in one line what it holds while it is folded."""

    changed = Signal()
    resized = Signal()

    def __init__(self, tokens: Tokens, response: Response) -> None:
        super().__init__()
        self.fold = Button(words.MORE, tokens, kind=Kind.LINK, icon="chevron-right")
        self.fold.setCheckable(True)
        self._summary = plain_label("", "muted")
        self.files = FilesPart(tokens, response.attachments)
        self.first_day = DayField("First day", tokens)
        self.last_day = DayField("Last day", tokens)
        self.opens = _time_field("From this time", tokens)
        self.closes = _time_field("Until this time", tokens)
        self.days = [
            chip(*names) for names in zip(words.WEEKDAYS, words.SPOKEN_WEEKDAYS, strict=True)
        ]
        self.offer = chip(words.OFFER, words.SPOKEN_OFFER)
        self.offer.setChecked(response.is_offer)
        self.pages = Field("Pages it is for", tokens, hint=words.PAGES_HINT)
        self.review_by = DayField("Look at it again by", tokens)
        self.owner = Field("Who answers for it", tokens, hint="name@example.org")
        self.fact = FactPart(tokens, response.fact)
        self.quote = QuotePart(tokens, response.quote)
        self._days = (self.first_day, self.last_day, self.review_by)
        self._fill(response)
        self._build()
        self._connect()
        self._unfold(is_open=False)

    @property
    def active(self) -> ActiveTimes | None:
        """When it is offered; None for always. Only to be used where `problem` is empty."""
        active = ActiveTimes(
            first_day=self.first_day.day,
            last_day=self.last_day.day,
            weekdays=tuple(at for at, each in enumerate(self.days) if each.isChecked()),
            opens=_time(self.opens.text),
            closes=_time(self.closes.text),
        )
        if len(active.weekdays) == len(self.days):
            active = ActiveTimes(
                first_day=active.first_day,
                last_day=active.last_day,
                opens=active.opens,
                closes=active.closes,
            )
        return None if active == ActiveTimes() else active

    @property
    def page_patterns(self) -> tuple[str, ...]:
        """The pages it is for."""
        return listed(self.pages.text)

    @property
    def review_day(self) -> date | None:
        """The day by which somebody should look at it again."""
        return self.review_by.day

    @property
    def problem(self) -> str:
        """What cannot be used, as a sentence, or ""."""
        if any(field.is_no_day for field in self._days):
            return words.NOT_A_DAY
        for field in (self.opens, self.closes):
            if field.text.strip() and _time(field.text) is None:
                return words.NOT_A_TIME
        first, last = self.first_day.day, self.last_day.day
        if first and last and last < first:
            return words.FIRST_AFTER_LAST
        return self.fact.problem or self.quote.problem

    # -- inside

    def _fill(self, response: Response) -> None:
        active = response.active or ActiveTimes()
        for day_field, value in (
            (self.first_day, active.first_day),
            (self.last_day, active.last_day),
            (self.review_by, response.review_by),
        ):
            day_field.set_day(value)
        for field, at in ((self.opens, active.opens), (self.closes, active.closes)):
            field.set_text(f"{at:%H:%M}" if at else "")
        for day, each in enumerate(self.days):
            each.setChecked(day in active.weekdays)
        self.pages.set_text(as_list(response.pages))
        self.owner.set_text(response.owner)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.fold)
        head.addWidget(self._summary, 1)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(12)
        column.addLayout(_labelled(words.FILES, self.files))
        column.addLayout(
            _labelled(
                words.OFFERED,
                _row(
                    plain_label("from"),
                    self.first_day,
                    plain_label("until"),
                    self.last_day,
                ),
                _row(*self.days, gap=4),
                _row(
                    plain_label("between"),
                    self.opens,
                    plain_label("and"),
                    self.closes,
                ),
                _row(self.offer),
            )
        )
        column.addLayout(_labelled("For these pages", self.pages))
        column.addLayout(_labelled(words.FACT_LABEL, self.fact))
        column.addLayout(_labelled(words.QUOTE_LABEL, self.quote))
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addLayout(_labelled("Look at it again by", self.review_by), 2)
        pair.addLayout(_labelled("Who answers for it", self.owner), 3)
        column.addLayout(pair)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self._inside)

    def _connect(self) -> None:
        self.fold.toggled.connect(lambda is_on: self._unfold(is_open=is_on))
        for field in (*self._days, self.opens, self.closes, self.pages, self.owner):
            field.changed.connect(self.changed)
        self.fact.changed.connect(self.changed)
        self.fact.resized.connect(self.resized)
        self.quote.changed.connect(self.changed)
        for each in (*self.days, self.offer):
            each.toggled.connect(self.changed)
        self.files.changed.connect(self.changed)
        self.files.changed.connect(self.resized)
        self.changed.connect(self._mark)

    def _mark(self) -> None:
        for field in (self.opens, self.closes):
            field.set_wrong(bool(field.text.strip()) and _time(field.text) is None)

    def _unfold(self, *, is_open: bool) -> None:
        self._inside.setVisible(is_open)
        self.fold.show_icon("chevron-down" if is_open else "chevron-right", words.MORE)
        self._summary.setText("" if is_open else words.more_summary(self._facts()))
        self.resized.emit()

    def _facts(self) -> tuple[str, ...]:
        facts = []
        if self.files.attachments:
            facts.append(words.count_of(len(self.files.attachments), "file", "files"))
        if not self.problem and self.active is not None:
            facts.append("not offered always")
        if self.offer.isChecked():
            facts.append("an offer")
        if self.page_patterns:
            facts.append(words.count_of(len(self.page_patterns), "page", "pages"))
        if self.fact.fact is not None:
            facts.append(f"a fact until {self.fact.fact.valid_until}")
        if self.quote.quote is not None:
            facts.append(f"words of {self.quote.quote.said_by}")
        if self.review_by.text:
            facts.append(f"review by {self.review_by.text}")
        return tuple(facts) or ("files, times, pages, fact, quote, review",)


def _time_field(name: str, tokens: Tokens) -> Field:
    field = Field(name, tokens, hint=words.TIME_HINT)
    field.setFixedWidth(tokens.px(84))
    return field


def _row(*widgets: QWidget, gap: int = 8) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def _labelled(name: str, *widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    label: QLabel = plain_label(name, "strong")
    column.addWidget(label)
    for widget in widgets:
        column.addWidget(widget)
        column.setAlignment(label, Qt.AlignmentFlag.AlignLeading)
    return column


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text.strip()).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None
