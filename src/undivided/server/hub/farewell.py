"""Says why a socket is about to be closed, then closes it."""

from undivided.protocol.pushes import Disconnected
from undivided.server.hub.context import Context
from undivided.server.hub.effects import Close
from undivided.server.hub.pushing import Push
from undivided.server.hub.sessions import Session

NORMAL = 1000
POLICY = 1008


def dismiss(ctx: Context, session: Session, reason: str, *, is_silent: bool = False) -> None:
    """Push `agent_disconnected` or `customer_disconnected`, and close after it.

    Args:
        reason: One of RTM's words; it tells the client whether to come back.
        is_silent: The client asked for it and needs no push.
    """
    session.is_closing = True
    if not is_silent:
        action = "agent_disconnected" if session.is_operator else "customer_disconnected"
        push = Push(action=action, payload=Disconnected(reason=reason), sessions=(session,))
        ctx.leaving.append(push)
    ctx.leaving.append(Close(session.peer.id, NORMAL if is_silent else POLICY, reason))
    ctx.sessions.sign_out(session)
    ctx.is_unsettled = True
