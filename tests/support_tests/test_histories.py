"""The judge over histories notices each kind of broken promise, and nothing else."""

from collections.abc import Callable

import pytest

from tests.support.histories import NEWEST, Histories, judge

TRUTH = "the server's file"
Change = Callable[[Histories], None]


def kept() -> Histories:
    """Return what two people said in one chat, with everything kept."""
    histories = Histories()
    for number in range(3):
        histories.accept("ann", "c1", f"ann {number}")
    histories.accept("mira", "c1", "mira 0")
    histories.confirmed |= {"ann 0", "ann 1", "ann 2"}
    whole = ["ann 0", "mira 0", "ann 1", "ann 2"]
    histories.show(TRUTH, "c1", whole)
    histories.show("ann", "c1", whole)
    histories.show("mira", "c1", whole)
    return histories


def everywhere(histories: Histories, texts: list[str]) -> None:
    for who in (TRUTH, "ann", "mira"):
        histories.show(who, "c1", texts)


def test_what_was_kept_is_clean() -> None:
    verdict = judge(kept(), TRUTH)

    assert verdict.is_clean
    assert str(verdict) == "0 lost, 0 doubled"


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda h: everywhere(h, ["ann 0", "ann 1", "ann 2"]), "lost"),
        (lambda h: everywhere(h, ["ann 0", "mira 0", "ann 1", "ann 2", "ann 2"]), "doubled"),
        (lambda h: everywhere(h, ["ann 1", "ann 0", "mira 0", "ann 2"]), "reordered"),
        (lambda h: h.confirmed.add("ann 9"), "falsely_sent"),
        (lambda h: h.failed.add("ann 2"), "falsely_failed"),
        (lambda h: h.show("ann", "c1", ["mira 0", "ann 0", "ann 1", "ann 2"]), "unlike"),
        (lambda h: h.show("ann", "c1", ["ann 0", "mira 0", "ann 1"]), "unlike"),
        (lambda h: h.show("ann", "c1", ["ann 1", "ann 2"]), "unlike"),
        (lambda h: everywhere(h, ["ann 0", "mira 0", "ann 1", "ann 2", "eve 0"]), "foreign"),
    ],
    ids=[
        "lost",
        "doubled",
        "order",
        "sent",
        "failed",
        "other view",
        "behind",
        "only some",
        "foreign",
    ],
)
def test_each_broken_promise_is_told_by_its_name(change: Change, kind: str) -> None:
    histories = kept()
    change(histories)

    verdict = judge(histories, TRUTH)

    broken = [name for name in verdict.__slots__ if getattr(verdict, name)]
    assert [kind] == broken
    assert kind.replace("_", " ") in str(verdict)
    assert verdict.first().startswith(kind.replace("_", " "))


def test_of_a_long_chat_the_newest_texts_are_enough() -> None:
    histories = Histories()
    whole = [f"ann {number}" for number in range(2 * NEWEST)]
    for text in whole:
        histories.accept("ann", "c1", text)
    histories.show(TRUTH, "c1", whole)
    histories.show("ann", "c1", whole[-NEWEST:])
    histories.show("mira", "c1", whole[1 - NEWEST :])

    verdict = judge(histories, TRUTH)

    assert len(verdict.unlike) == 1
    assert verdict.unlike[0].startswith("mira shows c1 otherwise")


def test_a_message_that_is_shown_as_not_sent_is_not_lost() -> None:
    histories = kept()
    histories.accept("ann", "c1", "ann 3")
    histories.failed.add("ann 3")

    assert judge(histories, TRUTH).is_clean


def test_what_was_sent_while_the_program_died_may_be_there_once_or_not_at_all() -> None:
    histories = kept()
    histories.maybe |= {"ann 3", "ann 4"}
    everywhere(histories, ["ann 0", "mira 0", "ann 1", "ann 2", "ann 3"])

    assert judge(histories, TRUTH).is_clean
