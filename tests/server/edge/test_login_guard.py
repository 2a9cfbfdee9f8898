"""Guessing becomes slow; honest people do not notice."""

from undivided.protocol.moments import Moment
from undivided.server.accounts.login_guard import (
    FORGET_AFTER_S,
    FREE_TRIES,
    FREE_TRIES_PER_ADDRESS,
    LONGEST_WAIT_S,
    REMEMBERED,
    LoginGuard,
)

ADDRESS = "192.0.2.1"


def guard_after(tries: int, account: str = "ann", address: str = ADDRESS) -> LoginGuard:
    guard = LoginGuard()
    for _ in range(tries):
        guard.tried(account, address, Moment.at(0))
    return guard


def test_first_tries_do_not_wait() -> None:
    guard = guard_after(FREE_TRIES - 1)

    assert guard.wait_s("ann", ADDRESS, Moment.at(0)) == 0


def test_wait_doubles_with_each_try_beyond() -> None:
    waits = [guard_after(FREE_TRIES + n).wait_s("ann", ADDRESS, Moment.at(0)) for n in range(4)]

    assert waits == [1, 2, 4, 8]


def test_wait_ends_by_itself() -> None:
    guard = guard_after(FREE_TRIES)

    assert guard.wait_s("ann", ADDRESS, Moment.at(1)) == 0


def test_wait_has_a_longest() -> None:
    guard = guard_after(FREE_TRIES + 5_000)

    assert guard.wait_s("ann", ADDRESS, Moment.at(0)) == LONGEST_WAIT_S


def test_address_that_tries_many_accounts_waits() -> None:
    guard = LoginGuard()
    for number in range(FREE_TRIES_PER_ADDRESS):
        guard.tried(f"account {number}", ADDRESS, Moment.at(0))

    assert guard.wait_s("somebody else", ADDRESS, Moment.at(0)) > 0
    assert guard.wait_s("somebody else", "192.0.2.9", Moment.at(0)) == 0


def test_few_tries_from_elsewhere_do_not_lock_an_account() -> None:
    guard = guard_after(FREE_TRIES + 3, address="192.0.2.66")

    assert guard.wait_s("ann", ADDRESS, Moment.at(0)) == 0


def test_success_clears_the_count() -> None:
    guard = guard_after(FREE_TRIES - 1)
    guard.tried("ann", ADDRESS, Moment.at(0))
    guard.succeeded("ann", ADDRESS)
    guard.tried("ann", ADDRESS, Moment.at(0))

    assert guard.wait_s("ann", ADDRESS, Moment.at(0)) == 0


def test_many_honest_sign_ins_from_one_address_do_not_wait() -> None:
    guard = LoginGuard()
    for number in range(200):
        guard.tried(f"operator {number}", ADDRESS, Moment.at(0))
        guard.succeeded(f"operator {number}", ADDRESS)

    assert guard.wait_s("operator 1", ADDRESS, Moment.at(0)) == 0


def test_old_tries_are_forgotten() -> None:
    guard = guard_after(FREE_TRIES)
    later = Moment.at(FORGET_AFTER_S + 1)
    guard.tried("ann", ADDRESS, later)

    assert guard.wait_s("ann", ADDRESS, later) == 0


def test_memory_is_bounded() -> None:
    guard = LoginGuard()
    for number in range(REMEMBERED):
        guard.tried(f"account {number}", f"address {number}", Moment.at(0))

    assert len(guard._records) <= REMEMBERED
