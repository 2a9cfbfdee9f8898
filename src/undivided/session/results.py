"""What an input to the exchange comes to: what leaves, or that the link has to go."""

from dataclasses import dataclass, field

from undivided.desk.facts import Fact
from undivided.session.effects import Effect
from undivided.session.facts import Notice
from undivided.session.signin import Verdict


@dataclass(frozen=True, slots=True)
class Loss:
    """The link is of no more use; the verdict says what next."""

    sentence: str
    verdict: Verdict = Verdict.AGAIN


@dataclass(slots=True)
class Out:
    """What has come up and not left yet."""

    effects: list[Effect] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
