"""What people do in the world, by chance: write, send, send twice, retry, close, transfer."""

from functools import partial
from random import Random

from tests.simulation.operator_node import OperatorNode
from tests.simulation.stage import Stage
from tests.simulation.visitor_node import VisitorNode
from undivided.desk.values import LinkState
from undivided.protocol.ids import ChatId, UserId
from undivided.session import commands

PAUSE_S = (1.0, 7.0)
KEY_S = (0.05, 0.6)
DOMAIN = "@desk.test"


class People:
    """Keeps everybody busy until `rest`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._chance = stage.world.chance("people")
        self._is_busy = True
        for operator in stage.operators:
            self._again(operator)
        for visitor in stage.visitors:
            self._speak(visitor, first=True)

    def rest(self) -> None:
        """Let nobody begin anything any more."""
        self._is_busy = False

    def last_words(self) -> None:
        """Let everybody say something once more: what is healthy delivers it."""
        for visitor in self._stage.visitors:
            visitor.say(f"{visitor.name} says goodbye")
        for operator in self._stage.operators:
            for chat_id in operator.own_chats:
                text = f"{operator.next_text()} goodbye"
                operator.do(partial(operator.type, chat_id, text))
                operator.do(partial(operator.press_send, chat_id))

    # Visitors

    def _speak(self, visitor: VisitorNode, *, first: bool = False, number: int = 1) -> None:
        if not self._is_busy:
            return
        delay = self._chance.uniform(0.1, 2.0) if first else self._chance.uniform(*PAUSE_S) * 1.5
        self._stage.world.after(delay, partial(self._spoken, visitor, number))

    def _spoken(self, visitor: VisitorNode, number: int) -> None:
        if not self._is_busy:
            return
        if self._chance.random() < 0.04:
            visitor.close_chat()
        else:
            visitor.say(f"{visitor.name}#{number}")
        self._speak(visitor, number=number + 1)

    # Operators

    def _again(self, operator: OperatorNode) -> None:
        if self._is_busy:
            delay = self._chance.uniform(*PAUSE_S)
            self._stage.world.after(delay, partial(self._work, operator))

    def _work(self, operator: OperatorNode) -> None:
        self._again(operator)
        chats = operator.own_chats
        if not operator.machine.can_run or operator.connection is None:
            return
        if operator.screen.state is LinkState.OFFLINE and self._chance.random() < 0.1:
            operator.do(partial(operator.command, commands.TryNow()))
        if not chats:
            return
        chat_id = self._chance.choice(chats)
        do = self._chance.choices(
            (self._write, self._draft, self._retry, self._hand_over, self._close),
            weights=(70, 12, 10, 5, 3),
        )[0]
        do(operator, chat_id, self._chance)

    def _write(self, operator: OperatorNode, chat_id: ChatId, chance: Random) -> None:
        at = self._type(operator, chat_id, operator.next_text(), chance)
        send = partial(operator.press_send, chat_id)
        self._later(operator, at, send)
        if chance.random() < 0.15:
            self._later(operator, at + chance.choice((0.0, 0.001, 0.2)), send)

    def _draft(self, operator: OperatorNode, chat_id: ChatId, chance: Random) -> None:
        self._type(operator, chat_id, operator.next_text(), chance)

    def _type(self, operator: OperatorNode, chat_id: ChatId, text: str, chance: Random) -> float:
        """Type a text part by part, and return when it is whole."""
        at = 0.0
        for end in (len(text) // 2, len(text) - 1, len(text)):
            at += chance.uniform(*KEY_S)
            self._later(operator, at, partial(operator.type, chat_id, text[:end]))
        return at

    def _retry(self, operator: OperatorNode, _chat_id: ChatId, chance: Random) -> None:
        failed = operator.screen.failed()
        if failed:
            chat_id, message = chance.choice(failed)
            assert message.custom_id is not None
            retry = partial(operator.retry, message.custom_id, chat_id, message.text)
            self._later(operator, 0.0, retry)

    def _hand_over(self, operator: OperatorNode, chat_id: ChatId, chance: Random) -> None:
        others = [each.name for each in self._stage.operators if each is not operator]
        to = UserId(chance.choice(others) + DOMAIN) if others else None
        self._later(operator, 0.0, partial(operator.command, commands.TransferChat(chat_id, to)))

    def _close(self, operator: OperatorNode, chat_id: ChatId, _chance: Random) -> None:
        self._later(operator, 0.0, partial(operator.command, commands.CloseChat(chat_id)))

    def _later(self, operator: OperatorNode, delay: float, act: object) -> None:
        self._stage.world.after(delay, partial(operator.do, act))  # type: ignore[arg-type]
