"""What Send, Ctrl+Enter, Ctrl+Shift+Enter and Escape mean when a draft is long or held back."""

from collections.abc import Callable, Collection

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from undivided.desk.values import Reach
from undivided.etiquette.coach.advice import Act, Advice, Remedy
from undivided.etiquette.coach.after_no import REASONS
from undivided.protocol.ids import ChatId
from undivided.ui.composer.composer import Composer
from undivided.ui.composer.gate_question import Gate
from undivided.ui.look.theme import DARK, LIGHT

ELENA = ChatId("elena")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ONE = (
    "The lamp ships to Norway today if you order it before noon, Elena, and the bulb is in the box."
)
TWO = "It then reaches you by Friday at ten, and the driver calls you an hour before that."
RUDE = Advice(
    "hostile",
    "“idiot” cannot be taken back.",
    (
        Remedy(Act.ASK_FIRST, label="Send it anyway"),
        Remedy(Act.HAND_OVER, label="Hand over"),
        Remedy(Act.REST, label="Take a break"),
    ),
)
AFTER_NO = Advice(
    "sales-after-refusal",
    "The visitor said no: no more offers in this chat.",
    tuple(Remedy(Act.ASK_FIRST, reason, label=words) for reason, words in REASONS.items()),
)


def asking(*gates: Gate) -> Callable[[str, Collection[str]], Gate | None]:
    """Return what asks these one after the other, about texts that say "idiot" or "pad"."""

    def find(text: str, passed: Collection[str]) -> Gate | None:
        left = (gate for gate in gates if gate.advice.rule not in passed)
        return next(left, None) if "idiot" in text or "pad" in text else None

    return find


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer(LIGHT, lambda text: len(text.split()))
    qtbot.addWidget(made)
    made.resize(760, 400)
    made.bind(ELENA, "", name="Elena")
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    made.focus_text()
    return made


@pytest.fixture
def asked(composer: Composer) -> list[tuple[str, ...]]:
    """What the composer asked to be done, in order."""
    found: list[tuple[str, ...]] = []
    composer.send_requested.connect(lambda _chat, text: found.append(("whole", text)))
    composer.part_requested.connect(lambda _chat, text: found.append(("part", text)))
    composer.blocks_requested.connect(lambda _chat, blocks: found.append(("blocks", *blocks)))
    return found


def press(
    composer: Composer,
    key: Qt.Key = Qt.Key.Key_Return,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(composer.editor, key, held)


def write(composer: Composer, text: str) -> None:
    composer.editor.insertPlainText(text)


def test_long_reply_is_previewed_and_then_sent_in_blocks(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    preview = composer.sending.split.preview
    write(composer, f"{ONE} {TWO}")
    press(composer, held=CONTROL)

    assert preview.blocks == (ONE, TWO)
    assert "Block 2 of 2: It then" in preview.accessibleDescription()
    assert composer.editor.hasFocus()
    composer.set_tokens(DARK)
    press(composer, Qt.Key.Key_Escape)
    assert not preview.is_open
    press(composer, held=CONTROL)
    write(composer, " Shall I?")
    assert preview.blocks == (ONE, f"{TWO} Shall I?")
    press(composer, held=CONTROL)
    assert asked == [("blocks", ONE, f"{TWO} Shall I?")]
    assert not preview.is_open


def test_blocks_are_scrolled_where_there_is_little_room(composer: Composer, qtbot: QtBot) -> None:
    preview = composer.sending.split.preview
    scrolled = preview.list.verticalScrollBar()
    composer.resize(760, 600)
    write(composer, f"{ONE} {TWO}")
    press(composer, held=CONTROL)
    qtbot.waitUntil(lambda: preview.list.height() > 0 and scrolled.maximum() == 0)
    for height in (220, 160):
        composer.resize(700, height)
        qtbot.waitUntil(lambda: scrolled.maximum() > 0)

        assert preview.geometry().bottom() < composer.editor.mapTo(composer, QPoint(0, 0)).y()
        assert preview.all_button.isVisible()
    composer.resize(700, 220)
    preview.list.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(preview.list, Qt.Key.Key_Down)
    assert scrolled.value() > 0


def test_short_or_single_sentences_are_not_split(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    write(composer, "Yes, we do.")
    assert composer.sending.split.button.isHidden()
    press(composer, held=CONTROL)

    assert asked == [("whole", "Yes, we do.")]
    composer.clear_after_accepted(ELENA, "Yes, we do.")
    write(composer, "and " * 40)
    press(composer, held=CONTROL)
    assert asked == [("whole", "Yes, we do.")]
    composer.sending.split.button.click()
    assert not composer.sending.split.preview.is_open
    assert "one sentence" in composer.coach.hint


def test_first_block_leaves_and_the_rest_stays_under_the_caret(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    write(composer, "Yes, we do. And the bulb")
    press(composer, held=CONTROL | SHIFT)
    composer.sending.note_on_its_way(ELENA, "Yes, we do.")
    composer.clear_after_accepted(ELENA, "Yes, we do.")
    QTest.keyClicks(composer.editor, " is in it")

    assert asked == [("part", "Yes, we do.")]
    assert composer.text == "And the bulb is in it"
    press(composer, held=CONTROL | SHIFT)
    assert asked[-1] == ("whole", "And the bulb is in it")


def test_escape_stops_the_blocks_under_way(composer: Composer) -> None:
    split = composer.sending.split
    stopped: list[bool] = []
    split.stopped.connect(lambda: stopped.append(True))
    split.tell("Block 2 of 2 follows in 4 s.", is_spoken=True)
    press(composer, Qt.Key.Key_Escape)

    assert stopped == [True]
    assert split.bar.text == "Block 2 of 2 follows in 4 s."


def test_hostile_reply_waits_five_seconds_and_is_asked_about_once(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    checks = composer.sending.checks
    checks.find_gate = asking(Gate(RUDE, pause_s=5))
    handed: list[bool] = []
    checks.gate.hand_over_wanted.connect(lambda: handed.append(True))
    write(composer, "idiot")
    for _ in range(2):
        press(composer)
        press(composer, held=CONTROL)

    assert asked == []
    assert checks.gate.text == RUDE.message
    assert checks.gate.button.text() == "Send it anyway (5)"
    assert not checks.gate.button.isEnabled()
    checks.gate.hand_over_button.click()
    assert handed == [True]
    rested: list[bool] = []
    checks.gate.rest_wanted.connect(lambda: rested.append(True))
    checks.gate.resize(900, 44)
    assert checks.gate.rest_button.isVisibleTo(checks.gate)
    checks.gate.rest_button.click()
    assert rested == [True]
    checks.gate.resize(420, 44)
    assert not checks.gate.rest_button.isVisibleTo(checks.gate)
    for _ in range(5):
        checks.gate._count_down()
    assert checks.gate.button.text() == "Send it anyway"
    press(composer, held=CONTROL)
    assert asked == [("whole", "idiot")]
    assert not checks.is_asking


def test_changing_the_text_or_escape_closes_the_question(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    checks = composer.sending.checks
    checks.find_gate = asking(Gate(RUDE, pause_s=5))
    write(composer, "idiot")
    press(composer)
    press(composer, Qt.Key.Key_Escape)
    assert not checks.is_asking

    press(composer)
    press(composer, Qt.Key.Key_Backspace)
    assert not checks.is_asking
    press(composer)
    assert asked == [("whole", "idio")]


def test_gate_and_unread_words_are_asked_about_one_after_the_other(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    checks = composer.sending.checks
    checks.find_gate = lambda _text, passed: None if passed else Gate(RUDE)
    composer.set_reach(Reach.UNSEEN, 1)
    write(composer, f"{ONE} {TWO}")
    press(composer, held=CONTROL)
    press(composer, held=CONTROL)
    assert (checks.gate.is_open, checks.question.is_open) == (True, False)

    press(composer, held=CONTROL)
    assert (checks.gate.is_open, checks.question.is_open) == (False, True)
    assert asked == []
    press(composer, held=CONTROL)
    assert asked == [("blocks", ONE, TWO)]


def test_an_offer_after_a_no_leaves_only_with_a_reason(
    composer: Composer, asked: list[tuple[str, ...]], qtbot: QtBot
) -> None:
    checks = composer.sending.checks
    gate = checks.gate
    reasons: list[tuple[str, ...]] = []
    composer.sending.reasoned.connect(lambda *told: reasons.append(told))
    checks.find_gate = asking(Gate(RUDE), Gate(AFTER_NO))
    write(composer, "A pad?")
    press(composer)
    assert gate.text == RUDE.message
    assert not any(button.isVisible() for button in gate.reason_buttons.values())
    press(composer, held=CONTROL)  # each rule asks for itself
    assert gate.text.startswith(AFTER_NO.message)
    assert gate.button.isHidden()
    first, second, third = gate.reason_buttons.values()
    assert [one.accessibleName() for one in (first, second, third)] == [
        f"{words}: send the message" for words in REASONS.values()
    ]

    press(composer)
    press(composer, held=CONTROL)
    assert asked == []
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert (asked, reasons) == ([("whole", "A pad?")], [(ELENA, "instead")])
    assert composer.editor.hasFocus()
    assert not checks.is_asking

    composer.sending.note_on_its_way(ELENA, "A pad?")
    composer.clear_after_accepted(ELENA, "A pad?")
    write(composer, "A pad?")  # the same words again are asked about again
    press(composer)
    assert gate.text == RUDE.message
    composer.editor.clear()
    write(composer, "Goodbye.")
    press(composer)
    assert reasons[1:] == [(ELENA, "")]
    assert not third.isVisible()


def test_a_text_with_unseen_advice_is_held_once(
    composer: Composer, asked: list[tuple[str, ...]]
) -> None:
    composer.sending.checks.must_see = lambda text: text in {"yes", "no"}
    write(composer, "yes")

    press(composer)
    assert asked == []
    assert "Send again" in composer.coach.accessibleDescription()
    composer.editor.clear()
    write(composer, "no")
    press(composer)
    assert asked == []

    press(composer)
    assert asked == [("whole", "no")]


def test_what_may_go_at_once_is_not_held(composer: Composer, asked: list[tuple[str, ...]]) -> None:
    composer.sending.checks.must_see = lambda text: text == "yes"
    write(composer, "yes, because it ships today")

    press(composer)

    assert asked == [("whole", "yes, because it ships today")]
