"""Feeds a target with so many inputs and returns the smallest that broke its promise."""

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.targets import Target

SEED = 20261122


def run(target: Target, examples: int, start: int = SEED) -> None:
    """Try so many inputs; the same number and seed try the same.

    Raises:
        Exception: What the smallest bad input led to, with the input in its notes.
    """

    @seed(start)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    @given(target.feed)
    def check(given_input: object) -> None:
        target.check(given_input)

    check()
