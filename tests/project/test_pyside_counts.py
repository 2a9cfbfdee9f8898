"""Watches for PySide6 6.12 on Python 3.11, which takes references away from True and None."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

CALLS = 200


class Sender(QObject):
    sent = Signal()


@pytest.mark.skipif(
    sys.version_info >= (3, 12), reason="True and None have no reference count from Python 3.12 on"
)
def test_calls_into_qt_leave_the_reference_counts_of_constants_alone() -> None:
    sender = Sender()
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(CALLS):
        sender.sent.emit()
        sender.setObjectName("x")
    after = sys.getrefcount(True), sys.getrefcount(None)

    assert all(now > then - CALLS / 2 for now, then in zip(after, before, strict=True))
