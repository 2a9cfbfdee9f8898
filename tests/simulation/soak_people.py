"""What people do in the soak: at a person's pace, chats that begin, go on for an hour, and end."""

from collections import deque
from functools import partial
from random import Random

from tests.simulation.faults import BACK_S, POINTS_OF_APP, Faults
from tests.simulation.operator_node import OperatorNode
from tests.simulation.people import People
from tests.simulation.soak_cast import SoakStage, SoakVisitor
from tests.simulation.soak_world import SoakMachine
from tests.simulation.stage import Node
from undivided.desk import facts
from undivided.desk.values import LinkState
from undivided.protocol.ids import ChatId
from undivided.session import commands

OPERATOR_PAUSE_S = (16.0, 38.0)
VISITOR_PAUSE_S = (1_200.0, 4_200.0)
"""Between two visits to the page of one's chat."""
FIRST_WORDS_S = (5.0, 60.0)
VISIT_S = (120.0, 480.0)
"""How long the page stays open."""
READING_S = (5.0, 30.0)
FORGOTTEN_S = 1_200.0
"""So long after a chat nothing of it may be held any more."""
LOOK_S = (20.0, 40.0)
"""How often it is looked whether a visitor's chat is over and the page can go."""
NEXT_VISITOR_S = (5.0, 30.0)
RETURNING = 0.15
REMEMBERED = 500
"""Of so many who left, some come back."""


class SoakPeople(People):
    """Keeps the operators and the browsers busy for days.

    Attributes:
        visits: How many pages were opened.
    """

    def __init__(self, stage: SoakStage) -> None:
        self.visits = len(stage.visitors)
        self._crowd = stage
        self._closed: set[str | None] = set()
        self._gone: dict[str, float] = {}
        self._chat_of: dict[str, str] = {}
        self._left: deque[tuple[str, int]] = deque(maxlen=REMEMBERED)
        super().__init__(stage)
        for place in range(len(stage.visitors)):
            self._watch(place)

    @property
    def gone(self) -> set[str]:
        """The ids of chats that were over a while ago, and of those who had them."""
        recent = self._crowd.world.now - FORGOTTEN_S
        gone = {id_ for id_, at in self._gone.items() if at < recent}
        return gone.difference(*(each.screen.rows for each in self._crowd.operators))

    # Visitors

    def _speak(self, visitor: object, *, first: bool = False, number: int = 1) -> None:
        assert isinstance(visitor, SoakVisitor)
        delay = self._chance.uniform(*(FIRST_WORDS_S if first else VISITOR_PAUSE_S))
        self._crowd.world.after(delay, partial(self._visit, visitor))

    def _visit(self, visitor: SoakVisitor) -> None:
        """Open the page, say something when it has been read, and close it some time later."""
        if not self._is_busy or visitor.is_gone:
            return
        visitor.boot()
        later = self._crowd.world.after
        later(self._chance.uniform(*READING_S), partial(self._say, visitor))
        later(self._chance.uniform(*VISIT_S), partial(self._end_visit, visitor))
        self._speak(visitor)

    def _say(self, visitor: SoakVisitor) -> None:
        if self._is_busy and not visitor.is_gone and not visitor.is_over:
            visitor.speak()

    def _end_visit(self, visitor: SoakVisitor) -> None:
        # Nobody leaves before the tick; whoever has none yet comes back for it.
        if self._is_busy and not visitor.is_gone and not visitor.storage:
            visitor.machine.kill("left its page")

    def _watch(self, place: int) -> None:
        if self._is_busy:
            delay = self._chance.uniform(*LOOK_S)
            self._crowd.world.after(delay, partial(self._look_at, place))

    def _look_at(self, place: int) -> None:
        visitor = self._crowd.visitors[place]
        assert isinstance(visitor, SoakVisitor)
        if self._is_busy and self._is_over(visitor):
            visitor.leave()
            self._closed.discard(visitor.chat_id)
            for id_ in (visitor.name, visitor.chat_id):
                self._gone[str(id_)] = self._crowd.world.now
            self._chat_of[visitor.name] = str(visitor.chat_id)
            self._left.append((visitor.name, visitor.said))
            delay = self._chance.uniform(*NEXT_VISITOR_S)
            self._crowd.world.after(delay, partial(self._sit_down, place))
        else:
            self._watch(place)

    def _is_over(self, visitor: SoakVisitor) -> bool:
        """Return whether the chat has ended: its page shows it, or the visitor was told."""
        if visitor.machine.is_on:
            return visitor.machine.can_run and visitor.is_over
        return visitor.chat_id in self._closed and not visitor.storage

    def _sit_down(self, place: int) -> None:
        machine = self._crowd.visitors[place].machine
        assert isinstance(machine, SoakMachine)
        visitor = SoakVisitor(machine, *self._next_name())
        self._crowd.visitors[place] = visitor
        visitor.boot()
        self._speak(visitor, first=True)
        self._watch(place)

    def _next_name(self) -> tuple[str, int]:
        self.visits += 1
        if len(self._left) == REMEMBERED and self._chance.random() < RETURNING:
            at = self._chance.randrange(REMEMBERED // 2)
            name = self._left[at]
            del self._left[at]
            self._gone.pop(name[0], None)
            self._gone.pop(self._chat_of.pop(name[0]), None)
            return name
        return f"v{self.visits}", 0

    # Operators

    def _again(self, operator: OperatorNode) -> None:
        if self._is_busy:
            delay = self._chance.uniform(*OPERATOR_PAUSE_S)
            self._crowd.world.after(delay, partial(self._work, operator))

    def _work(self, operator: OperatorNode) -> None:
        self._again(operator)
        if not operator.machine.can_run or operator.connection is None:
            return
        if operator.screen.state is LinkState.OFFLINE and self._chance.random() < 0.1:
            operator.do(partial(operator.command, commands.TryNow()))
        ended = [chat_id for chat_id, row in operator.screen.rows.items() if not row.is_active]
        for chat_id in ended:
            self._note(operator, facts.ChatDismissed(chat_id))
        chats = operator.own_chats
        if not chats:
            return
        # Whoever waits longest comes first, as the window proposes it.
        waits = operator.connection.longest_waiting()
        chat_id = waits if waits in chats else self._chance.choice(chats)
        self._note(operator, facts.ChatPicked(chat_id))
        do = self._chance.choices(
            (self._write, self._draft, self._retry, self._hand_over, self._close),
            weights=(78, 4, 2, 1, 15),
        )[0]
        do(operator, chat_id, self._chance)

    def _close(self, operator: OperatorNode, chat_id: ChatId, chance: Random) -> None:
        # Nobody closes a chat with words in its composer: they are sent or taken away first.
        if operator.drafts.get(chat_id):
            self._later(operator, 0.0, partial(operator.press_send, chat_id))
        else:
            self._closed.add(chat_id)
            super()._close(operator, chat_id, chance)

    def _note(self, operator: OperatorNode, fact: facts.Fact) -> None:
        operator.do(partial(_note, operator, fact))


def _note(operator: OperatorNode, fact: facts.Fact) -> None:
    if operator.connection is not None:
        operator.connection.note(fact)


class SoakFaults(Faults):
    """The world's faults, a few an hour, of which kills spare the processes that are to last."""

    def __init__(self, stage: SoakStage) -> None:
        super().__init__(stage)
        self._crowd = stage

    @property
    def _mortal(self) -> list[OperatorNode]:
        return [each for each in self._crowd.operators if each not in self._crowd.lasting]

    def _anybody(self) -> Node:
        anybody: list[Node] = [*self._mortal, self._chance.choice(self._crowd.visitors)]
        return self._chance.choice(anybody)

    def _kill_at_point(self) -> None:
        node, point = self._chance.choice(self._mortal), self._chance.choice(POINTS_OF_APP)
        self._note(node, f"killed {point}")
        node.machine.points[point] = partial(self._killed, node)

    def _end(self) -> None:
        node = self._chance.choice(self._mortal)
        self._note(node, "asked to end")
        node.quit()
        self._later(BACK_S, node.boot)
