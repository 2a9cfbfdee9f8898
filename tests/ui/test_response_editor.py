"""The editor: what is entered, what it says about it, and that nothing typed is lost."""

from dataclasses import replace
from datetime import date, time

import pytest
from msgspec import structs
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot

from undivided.etiquette.spelling_marks import Word, words_to_check
from undivided.library.filling.slots import Filled, fill
from undivided.library.model.parts import (
    ActiveTimes,
    Alternative,
    Attachment,
    Fact,
    Fill,
    Quote,
    SlotKind,
    Variant,
    Wording,
)
from undivided.library.model.responses import MAX_BODY, Response, Scope
from undivided.protocol.canned_responses import SITE, OpenPlace, Place
from undivided.protocol.ids import OrganizationId
from undivided.ui.controls.spelling_menu import SpellingMenu
from undivided.ui.look.theme import DARK, LIGHT
from undivided.ui.responses.editor.blanks_table import MOST_ROWS
from undivided.ui.responses.editor.response_editor import ResponseEditor
from undivided.ui.responses.editor.surroundings import Conflicts, Surroundings
from undivided.ui.responses.editor.value_offers import ValueOffers

CONTROL = Qt.KeyboardModifier.ControlModifier
NEW = Response(title="", body="")
WHOLE = Response(
    id="r1",
    title="Delivery by a date",
    body="Hello {{visitor.first_name|there}}, to {{country}} it takes until {{day}} for {{price}}.",
    shortcuts=("del", "date"),
    variants=(
        Variant(body="Until {{day}}.", wording=Wording.SHORT),
        Variant(body="Bis {{day}}.", wording=Wording.SAME, language="de"),
    ),
    slots=(
        SlotKind(
            name="country", fill=Fill.CHOICE, choices=("Germany", "Austria"), default="Austria"
        ),
        SlotKind(name="day", fill=Fill.DATE),
        SlotKind(name="price", fill=Fill.MONEY, currency="EUR"),
    ),
    attachments=(Attachment(name="a.pdf", media_type="application/pdf", size=9, digest="d"),),
    folder=("Delivery", "Abroad"),
    tags=("parcel", "date"),
    scope=Scope.TEAM,
    language="en",
    active=ActiveTimes(
        first_day=date(2026, 1, 2), weekdays=(0, 4), opens=time(8, 30), closes=time(17)
    ),
    pages=("*/checkout*",),
    review_by=date(2027, 1, 1),
    fact=Fact(source="price list", valid_until=date(2026, 12, 31)),
    quote=Quote(said_by="Ana K."),
    owner="mira@shop.example",
    uses=7,
    source="chatwoot",
    source_id="12",
)


def for_elena(response: Response) -> Filled:
    return fill(response.body, {"visitor.first_name": "Elena"}, response.slots)


def misspelt(text: str, language: str) -> tuple[Word, ...]:
    return tuple(word for word in words_to_check(text) if word.text == "recieve")


AROUND = Surroundings(
    folders=(("Delivery",), ("Delivery", "Abroad")),
    tags=("parcel", "abroad"),
    nested=("thanks",),
    scopes=(Scope.PERSONAL, Scope.TEAM),
    fill=for_elena,
    visitor="Elena",
    misspelt=misspelt,
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.setCentralWidget(QLineEdit())
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def opened(
    window: QMainWindow, response: Response = NEW, *, draft: Response | None = None
) -> ResponseEditor:
    editor = ResponseEditor(window, LIGHT, response, AROUND, draft=draft)
    editor.open()
    return editor


def write(editor: ResponseEditor, text: str) -> None:
    edit = editor.wordings.field.edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


# -- what is entered


def test_an_untouched_response_comes_back_with_every_field(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    assert WHOLE == editor.response
    assert not editor.is_changed


def test_every_field_can_be_changed(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    editor.labels.title.set_text("New title")
    editor.labels.shortcut.set_text("/a b")
    editor.labels.folder.set_text("Else / Where")
    editor.sharing.tags.set_text("x, y")
    editor.sharing.scope.choose(0)
    editor.more.last_day.set_text("2026-12-31")
    editor.more.pages.set_text("*/cart, */basket")
    editor.more.review_by.set_text("")
    editor.more.fact.until.set_text("2027-06-30")
    editor.more.fact.unavailable.click()
    lamp, none = editor.more.fact.alternatives
    lamp.shortcut.set_text("lamp")
    lamp.reason.set_text("Same light")
    none.reason.set_text("of nothing")
    editor.more.quote.said_by.set_text("Ana Kowalska")
    editor.more.quote.agreed.click()
    editor.more.offer.click()
    editor.more.owner.set_text("")
    editor.more.files.remove(WHOLE.attachments[0])

    got = editor.response
    assert ("New title", ("a", "b"), ("Else", "Where")) == (got.title, got.shortcuts, got.folder)
    assert (("x", "y"), Scope.PERSONAL) == (got.tags, got.scope)
    assert got.active is not None
    assert date(2026, 12, 31) == got.active.last_day
    assert got.is_offer
    assert got.quote == Quote(said_by="Ana Kowalska", is_agreed=True)
    assert got.fact == Fact(
        source="price list",
        valid_until=date(2027, 6, 30),
        is_available=False,
        alternatives=(Alternative(name="lamp", reason="Same light"),),
    )
    assert (("*/cart", "*/basket"), None, "", ()) == (
        got.pages,
        got.review_by,
        got.owner,
        got.attachments,
    )


def test_several_sites_are_a_choice_for_what_is_new_there(window: QMainWindow) -> None:
    sites = tuple(
        OpenPlace(place=Place(scope=SITE, organization_id=OrganizationId(name)), name=name)
        for name in ("Shop", "Other shop")
    )
    around = replace(AROUND, scopes=tuple(Scope), places=(OpenPlace(place=Place()), *sites))
    editor = ResponseEditor(window, LIGHT, structs.replace(WHOLE, scope=Scope.TEAM), around)
    editor.open()
    sharing, box = editor.sharing, editor.sharing.place_boxes[Scope.SITE]
    before = (box.isVisible(), sharing.place, editor.more.files.note.isHidden())
    sharing.scope.choose(2)
    box.choose("1")

    assert before == (False, None, False)
    assert (box.isVisible(), sharing.place) == (True, sites[1].place)
    sharing.scope.choose(0)
    assert (box.isVisible(), sharing.place) == (False, None)
    assert editor.more.files.note.isHidden()


def test_all_seven_days_are_every_day(window: QMainWindow) -> None:
    editor = opened(window)

    for chip in editor.more.days:
        chip.click()

    assert editor.response.active is None


def test_a_response_stays_open_until_it_is_stored(window: QMainWindow) -> None:
    asked: list[Response] = []
    editor = opened(window)
    editor.save_requested.connect(asked.append)
    assert not editor.confirm_button.isEnabled()

    write(editor, "With you {{day")
    QTest.keyClicks(editor.wordings.field.edit, "}}.")
    QTest.keyClick(editor.wordings.field.edit, Qt.Key.Key_Return, CONTROL)

    assert ["With you {{day}}."] == [response.body for response in asked]
    assert editor.isVisible()

    editor.refused("The shortcut /del already belongs to “Delay”. Choose another one.")
    assert editor.confirm_button.isEnabled()

    editor.saved()
    assert not editor.isVisible()


def test_a_day_that_is_none_is_said_before_saving(window: QMainWindow) -> None:
    asked: list[Response] = []
    editor = opened(window, WHOLE)
    editor.save_requested.connect(asked.append)

    editor.more.last_day.set_text("tomorrow")
    editor.accept()

    assert [] == asked
    assert "2026-12-31" in editor._problem.text()


@pytest.mark.parametrize(
    ("source", "until", "said"),
    [("price list", "", "both"), ("", "2026-12-31", "both"), ("price list", "soon", "a day is")],
)
def test_half_a_fact_is_said_before_saving(
    window: QMainWindow, source: str, until: str, said: str
) -> None:
    asked: list[Response] = []
    editor = opened(window, structs.replace(WHOLE, fact=None))
    editor.save_requested.connect(asked.append)

    editor.more.fact.source.set_text(source)
    editor.more.fact.until.set_text(until)
    editor.accept()

    assert [] == asked
    assert said in editor._problem.text().lower()


def test_consent_of_nobody_is_said_before_saving_and_keeps_who_was_quoted(
    window: QMainWindow,
) -> None:
    asked: list[Response] = []
    editor = opened(window, WHOLE)
    editor.save_requested.connect(asked.append)

    editor.more.quote.agreed.click()
    editor.more.quote.said_by.set_text(" ")
    editor.accept()

    assert [] == asked
    assert "nobody is named" in editor._problem.text()
    assert editor.response.quote == WHOLE.quote

    editor.more.quote.agreed.click()
    assert editor.response.quote is None


def test_a_text_that_is_too_long_cannot_be_saved(window: QMainWindow, qtbot: QtBot) -> None:
    editor = opened(window)

    editor.wordings.field.edit.setPlainText("x" * (MAX_BODY + 1))

    assert not editor.confirm_button.isEnabled()
    qtbot.waitUntil(lambda: "16,001" in " ".join(editor.preview.findings), timeout=20_000)


# -- wordings


def test_each_wording_is_a_tab_with_its_own_text_and_undo(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)
    tabs = [editor.wordings.tabs.tabText(at) for at in range(editor.wordings.tabs.count())]

    editor.wordings.tabs.setCurrentIndex(1)
    write(editor, "Soon.")
    editor.wordings.tabs.setCurrentIndex(0)
    editor.wordings.field.edit.undo()

    assert ["Text", "Short", "German"] == tabs
    assert WHOLE.body == editor.response.body
    assert "Soon." == editor.response.variants[0].body


def test_a_wording_without_a_text_is_not_kept(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    editor.wordings.add_wording(Wording.STEPS)
    assert WHOLE.variants == editor.response.variants

    write(editor, "1. Wait.")
    assert Wording.STEPS is editor.response.variants[-1].wording


def test_a_wording_can_be_removed_but_the_text_cannot(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    editor.wordings.remove_wording()
    editor.wordings.tabs.setCurrentIndex(1)
    editor.wordings.remove_wording()

    assert WHOLE.variants[1:] == editor.response.variants
    assert WHOLE.body == editor.response.body


def test_the_tab_of_another_language_follows_what_is_entered(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    editor.wordings.tabs.setCurrentIndex(2)
    editor.wordings.language.set_text("pl")

    assert "Polish" == editor.wordings.tabs.tabText(2)
    assert "pl" == editor.response.variants[1].language


# -- blanks


def test_the_table_follows_the_blanks_of_every_wording(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)
    editor.wordings.tabs.setCurrentIndex(1)

    write(editor, "{{day}} {{hour}} {{")

    assert ["country", "day", "price", "hour"] == list(editor.blanks._rows)


def test_what_was_said_of_a_blank_comes_back_with_its_name(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)
    edit = editor.wordings.field.edit

    edit.setPlainText("Nothing.")
    assert ("day",) == tuple(kind.name for kind in editor.response.slots)
    edit.setPlainText("{{Country}}")

    assert ("Germany", "Austria") == editor.response.slots[0].choices


def test_a_blank_gets_its_kind_choices_and_default(window: QMainWindow) -> None:
    editor = opened(window)
    write(editor, "In {{size}}")
    row = editor.blanks.row("size")

    row.fill.setCurrentIndex(list(Fill).index(Fill.CHOICE))
    row.choices.set_text("S, M,  L")
    row.default.set_text("M")

    kind = SlotKind(name="size", fill=Fill.CHOICE, default="M", choices=("S", "M", "L"))
    assert (kind,) == editor.response.slots


def test_values_with_separators_in_them_survive_any_other_change(window: QMainWindow) -> None:
    answer = SlotKind(name="answer", fill=Fill.CHOICE, choices=("Yes, please", "No; never"))
    place = SlotKind(name="place", fill=Fill.LINES, default="Street 5\n12345 Town")
    pages = ("*/s?q=a,b*", "*/c;d")
    body = "{{answer}} {{place}}"
    kept = Response(id="r1", title="T", body=body, slots=(answer, place), pages=pages)
    editor = opened(window, kept)

    editor.labels.title.set_text("New")

    assert editor.response == structs.replace(kept, title="New")


def test_what_is_usual_has_to_be_one_of_the_choices(window: QMainWindow) -> None:
    editor = opened(window)
    saved: list[Response] = []
    editor.save_requested.connect(saved.append)
    write(editor, "In {{size}} or {{shade|Sage}}")
    row, shade = editor.blanks.row("size"), editor.blanks.row("shade")
    said: list[str] = []

    def save() -> None:
        editor.accept()
        said.append(editor._problem.text())

    for blank in (row, shade):
        blank.fill.setCurrentIndex(list(Fill).index(Fill.CHOICE))
    save()
    row.choices.set_text("S, M")
    row.default.set_text("XL")
    shade.choices.set_text("Linen, Sage")
    shown = editor.preview.findings
    save()
    row.choices.set_text("S, M, XL")
    shade.choices.set_text("Linen")
    save()
    before = list(saved)
    shade.choices.set_text("Linen, Sage")
    editor.accept()

    assert said == [
        "“size” has no choices yet: write them, separated by commas.",
        "“XL” is no choice of “size”: add it to the choices, or start with another.",
        "“Sage” is no choice of “shade”: add it to the choices, or start with another.",
    ]
    assert said[1] in shown
    assert before == []
    assert [("S", "M", "XL"), ("Linen", "Sage")] == [slot.choices for slot in saved[0].slots]


@pytest.mark.parametrize(
    "choices", [("Yes, please", "No"), ("Yes, please",), ("a", "A"), ("Linen", "Sage")], ids=str
)
def test_choices_stay_what_they_are(window: QMainWindow, choices: tuple[str, ...]) -> None:
    kind = SlotKind(name="answer", fill=Fill.CHOICE, choices=choices)

    editor = opened(window, Response(id="r3", title="t", body="{{answer}}", slots=(kind,)))

    assert (kind,) == editor.response.slots


def test_a_text_with_thousands_of_blanks_gets_a_few_rows_and_loses_nothing(
    window: QMainWindow,
) -> None:
    kinds = tuple(SlotKind(name=f"b{at}", fill=Fill.DATE) for at in range(1_500))
    body = "".join(f"{{{{{kind.name}}}}}" for kind in kinds)

    editor = opened(window, Response(id="r2", title="t", body=body, slots=kinds))

    assert MOST_ROWS == len(editor.blanks._rows)
    assert kinds == editor.response.slots


def test_plain_blanks_are_not_worth_a_word(window: QMainWindow) -> None:
    editor = opened(window)

    write(editor, "In {{size}}")

    assert () == editor.response.slots


# -- helping


def test_an_offered_value_is_completed_with_its_braces(window: QMainWindow) -> None:
    editor = opened(window)
    edit = editor.wordings.field.edit
    edit.setFocus()
    edit.insertPlainText("😀 Hello ")
    QTest.keyClicks(edit, "{{name")
    assert edit.offers.isVisible()

    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Tab)
    QTest.keyClicks(edit, "!")

    assert "😀 Hello {{operator.name}}!" == editor.response.body


def test_the_list_of_values_goes_with_the_editor(window: QMainWindow) -> None:
    editor = opened(window)
    write(editor, "{{vis")
    assert window.findChildren(ValueOffers)

    editor.throw_away()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert [] == window.findChildren(ValueOffers)


def test_a_new_blank_is_selected_to_be_typed_over(window: QMainWindow) -> None:
    editor = opened(window)
    edit = editor.wordings.field.edit
    edit.setPlainText("On ")
    edit.moveCursor(edit.textCursor().MoveOperation.End)

    edit.insert_slot("blank")
    QTest.keyClicks(edit, "day")

    assert "On {{day}}" == editor.response.body


def test_the_preview_is_filled_for_the_shown_chat(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    assert "Hello Elena, to Austria" in editor.preview.accessibleName()
    assert "10 words" in editor.preview._length.text()


def test_nested_responses_stand_in_the_preview(window: QMainWindow) -> None:
    editor = opened(window)
    write(editor, "It is sent. {{> thanks}")
    QTest.keyClicks(editor.wordings.field.edit, "}")

    thanks = Response(id="2", title="Thanks", body="Thank you, {{visitor.first_name}}.")
    editor.show_conflicts(Conflicts(nested={"thanks": thanks}))

    assert "It is sent. Thank you, Elena." == editor.preview.accessibleName()


@pytest.mark.parametrize(
    ("conflicts", "said"),
    [
        pytest.param(Conflicts(alike=("Delay",)), "says nearly the same", id="alike"),
        pytest.param(Conflicts(missing=("thx",)), "No response answers to", id="missing"),
        pytest.param(Conflicts(loop="Take one out."), "Take one out.", id="loop"),
    ],
)
def test_what_speaks_against_it_is_said_while_typing(
    window: QMainWindow, conflicts: Conflicts, said: str
) -> None:
    editor = opened(window, WHOLE)

    editor.show_conflicts(conflicts)

    assert any(said in finding for finding in editor.preview.findings)


def test_a_taken_shortcut_is_said_beside_it_with_its_owner(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    editor.show_conflicts(Conflicts(taken=(("del", "Delay"),)))

    assert "Delay" in editor.labels._taken.text()
    assert editor.labels._taken.isVisible()


@pytest.mark.parametrize(
    ("text", "said"),
    [("{{ticket.id}}", "no value of the chat"), ("Open {{day", "without a partner")],
)
def test_odd_slots_are_said(window: QMainWindow, text: str, said: str) -> None:
    editor = opened(window)

    editor.wordings.field.edit.setPlainText(text)

    assert any(said in finding for finding in editor.preview.findings)


def test_a_check_is_asked_for_once_typing_rests(window: QMainWindow, qtbot: QtBot) -> None:
    asked: list[Response] = []
    editor = opened(window)
    editor.check_wanted.connect(asked.append)

    with qtbot.waitSignal(editor.check_wanted, timeout=20_000):
        write(editor, "Hello there")

    assert ["Hello there"] == [response.body for response in asked]


# -- spelling


def test_a_misspelt_word_is_underlined_but_not_in_a_slot(window: QMainWindow) -> None:
    editor = opened(window)
    editor.wordings.field.edit.setPlainText("😀 You recieve {{recieve}}.")
    block = editor.wordings.field.edit.document().firstBlock()

    dotted = [
        (look.start, look.length)
        for look in block.layout().formats()
        if look.format.underlineStyle() is look.format.UnderlineStyle.DotLine
    ]
    assert [(7, 7)] == dotted
    assert any("1 word" in finding for finding in editor.preview.findings)


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_a_suggestion_replaces_the_word_and_nothing_else(window: QMainWindow) -> None:
    menus: list[tuple[Word, str, SpellingMenu]] = []
    editor = opened(window)
    editor.spelling_wanted.connect(lambda *given: menus.append(given))
    edit = editor.wordings.field.edit
    edit.setPlainText("One.\n😀 You recieve it.")
    cursor = edit.textCursor()
    cursor.setPosition(5 + 9)
    edit.setTextCursor(cursor)

    QTest.keyClick(edit, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    ((word, _, menu),) = menus
    menu.show_suggestions(("receive", "relieve"))
    menu.actions()[1].trigger()
    menu.close()

    assert "recieve" == word.text
    assert "One.\n😀 You receive it." == edit.toPlainText()


def test_a_word_that_is_right_has_no_spelling_menu(window: QMainWindow) -> None:
    editor = opened(window)
    edit = editor.wordings.field.edit
    edit.setPlainText("You get it.")

    assert not edit._ask_spelling(edit.textCursor(), QPoint())


# -- nothing typed is lost


def test_escape_goes_away_at_once_where_nothing_was_changed(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    QTest.keyClick(editor.wordings.field.edit, Qt.Key.Key_Escape)

    assert not editor.isVisible()


def test_escape_asks_before_changes_are_lost_and_again_goes_on_writing(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)
    write(editor, "Other.")

    QTest.keyClick(editor.wordings.field.edit, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert editor._throw_away.isVisible()

    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert editor.isVisible()
    assert not editor._throw_away.isVisible()
    assert "Other." == editor.response.body


def test_what_is_typed_is_handed_out_as_a_draft(window: QMainWindow, qtbot: QtBot) -> None:
    editor = opened(window, WHOLE)
    with qtbot.waitSignal(editor.draft_changed, timeout=20_000) as told:
        write(editor, "Other.")

    assert "Other." == told.args[0].body


@pytest.mark.parametrize("end", ["saved", "throw_away"])
def test_the_draft_is_dropped_when_it_is_saved_or_thrown_away(
    window: QMainWindow, end: str
) -> None:
    dropped: list[int] = []
    editor = opened(window, WHOLE)
    editor.draft_dropped.connect(lambda: dropped.append(1))
    write(editor, "Other.")

    getattr(editor, end)()

    assert [1] == dropped
    assert not editor._draft_timer.isActive()


def test_a_draft_is_shown_in_the_place_of_what_is_saved(window: QMainWindow) -> None:
    draft = Response(id="r1", title="Half", body="Half a")
    editor = opened(window, WHOLE, draft=draft)

    assert ("Half", "Half a") == (editor.response.title, editor.response.body)
    assert editor.is_changed
    # What the editor does not show belongs to the saved one.
    assert ("chatwoot", 7) == (editor.response.source, editor.response.uses)


# -- looks


@pytest.mark.parametrize("size", [(720, 520), (1024, 640), (1600, 1000)])
def test_it_fits_every_window_without_a_sideways_scroll(
    window: QMainWindow, size: tuple[int, int]
) -> None:
    editor = opened(window, WHOLE)
    editor.more.fold.setChecked(True)
    window.resize(*size)
    QApplication.processEvents()

    assert window.rect().contains(editor.card.geometry())
    inside = editor._scroll.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= editor._scroll.viewport().width()


def test_the_plus_stands_beside_the_last_wording(window: QMainWindow) -> None:
    editor = opened(window, Response(title="One", body="wording"))
    QApplication.processEvents()
    tabs, add = editor.wordings.tabs, editor.wordings.add_button

    assert add.x() - (tabs.x() + tabs.tabRect(0).right()) < 12


def test_a_key_does_not_place_the_card_anew(
    window: QMainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = opened(window, WHOLE)
    write(editor, "One line of text")
    placed: list[int] = []
    monkeypatch.setattr(editor, "_place", lambda: placed.append(1))

    QTest.keyClicks(editor.wordings.field.edit, "es")

    # Placing it paints scrim, shadow and card over the whole window.
    assert [] == placed


def test_it_follows_the_theme(window: QMainWindow) -> None:
    editor = opened(window, WHOLE)

    editor.set_tokens(DARK)

    assert DARK == editor.wordings.field._tokens
    assert DARK == editor.preview._bubble._tokens


def test_a_session_file_name_with_markup_stays_text(window: QMainWindow) -> None:
    editor = opened(window)

    editor.more.files.add(
        Attachment(name="<b>a</b>.pdf", media_type="application/pdf", size=1_500_000, digest="x")
    )

    assert ("<b>a</b>.pdf",) == tuple(file.name for file in editor.response.attachments)
