"""The sign-in page: what leaves it, and what it never keeps."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from undivided.ui.look.theme import LIGHT
from undivided.ui.sign_in import SignIn, SignInForm


@pytest.fixture
def page(qtbot: QtBot) -> SignIn:
    made = SignIn(LIGHT)
    qtbot.addWidget(made)
    made.resize(700, 720)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def forms_of(page: SignIn) -> list[SignInForm]:
    forms: list[SignInForm] = []
    page.sign_in_requested.connect(forms.append)
    return forms


def fill(page: SignIn) -> None:
    page.fill_in("chat.example", "mira@example.com")
    QTest.keyClicks(page.secret.line, "s3cret ")


def test_enter_signs_in_with_what_was_typed(page: SignIn) -> None:
    forms = forms_of(page)
    fill(page)

    QTest.keyClick(page.secret.line, Qt.Key.Key_Return)

    assert forms == [
        SignInForm("chat.example", "mira@example.com", "s3cret ", is_token=False, keep=True)
    ]


def test_the_secret_is_forgotten_once_it_left(page: SignIn) -> None:
    fill(page)

    page.submit()

    assert page.secret.text == ""


def test_the_secret_is_never_printed() -> None:
    form = SignInForm("chat.example", "mira@example.com", "s3cret", is_token=True, keep=True)

    assert "s3cret" not in f"{form!r} {form}"


def test_nothing_can_be_sent_while_a_field_is_empty(page: SignIn) -> None:
    forms = forms_of(page)
    page.fill_in("chat.example", "mira@example.com")

    QTest.keyClick(page.email.line, Qt.Key.Key_Return)

    assert not forms
    assert not page.sign_in_button.isEnabled()
    assert page.secret.line.hasFocus()


def test_while_it_waits_nothing_is_sent_twice(page: SignIn) -> None:
    forms = forms_of(page)
    fill(page)
    page.submit()

    page.submit()

    assert len(forms) == 1
    assert page.sign_in_button.text() == "Signing in…"


def test_a_problem_is_said_and_everything_but_the_secret_stays(page: SignIn) -> None:
    fill(page)
    page.submit()

    page.show_problem("No server answers at chat.exmple. Check the spelling.")

    assert page._problem.isVisible()
    assert page._problem.text() == "No server answers at chat.exmple. Check the spelling."
    assert page.accessibleDescription() == page._problem.text()
    assert page.email.text == "mira@example.com"
    assert page.secret.line.hasFocus()
    assert page.sign_in_button.text() == "Sign in"


def test_a_pasted_token_loses_the_white_space_around_it(page: SignIn) -> None:
    forms = forms_of(page)
    page.fill_in("chat.example", "mira@example.com")
    page.token_button.click()
    page.secret.set_text("  TOKEN\n")

    page.submit()

    assert forms[0].secret == "TOKEN"
    assert forms[0].is_token


def test_the_password_is_hidden_until_it_is_shown_on_purpose(page: SignIn) -> None:
    hidden = page.secret.line.echoMode()

    page.show_button.click()

    assert hidden == QLineEdit.EchoMode.Password
    assert page.secret.line.echoMode() == QLineEdit.EchoMode.Normal


def test_without_a_keyring_staying_signed_in_cannot_be_chosen(page: SignIn) -> None:
    forms = forms_of(page)
    page.set_keyring_reason("This computer has no keyring. You will sign in again next time.")
    fill(page)

    page.submit()

    assert not forms[0].keep
    assert not page.keep_box.isEnabled()


def test_a_typed_scheme_stands_alone(page: SignIn) -> None:
    page.server.set_text("http://127.0.0.1:8440")

    assert page.server._prefix is not None
    assert page.server._prefix.text() == ""


def test_it_can_be_tried_without_a_server(page: SignIn) -> None:
    tried: list[bool] = []
    page.try_here_requested.connect(lambda: tried.append(True))

    QTest.keyClick(page.try_button, Qt.Key.Key_Return)

    assert tried == [True]


def test_every_control_has_a_spoken_name(page: SignIn) -> None:
    controls = [page.server.line, page.email.line, page.secret.line, page.show_button]
    controls += [page.token_button, page.sign_in_button, page.try_button]

    assert all(control.accessibleName() for control in controls)


def test_a_long_sentence_makes_the_card_taller(page: SignIn) -> None:
    before = page.card.height()

    page.show_problem("This is a long sentence about what happened. " * 4)

    assert page.card.height() > before
