"""Dialling, signing in, losing the link and coming back."""

import pytest

from tests.desk.scenes import ANN, C1, at, chat, said
from tests.session.playbook import (
    TOKEN,
    Playbook,
    live,
    live_with_chat,
    login_answer,
    playbook,
    say,
    summary,
)
from undivided.desk import facts
from undivided.desk.values import LinkState
from undivided.protocol.codec import encode_push
from undivided.protocol.moments import Moment, to_wire
from undivided.session import commands, sentences
from undivided.session.backoff import Backoff
from undivided.session.effects import Dial, Hang
from undivided.session.facts import CommandFailed, SignInRefused, Unreadable
from undivided.session.heartbeat import Heartbeat, Pulse
from undivided.session.signin import Credentials


def farewell(reason: str) -> bytes:
    return encode_push("agent_disconnected", {"reason": reason}, version="3.6")


def test_start_dials_and_the_open_socket_signs_in() -> None:
    play = playbook().start()
    assert play.effects == [Dial()]
    assert play.state is LinkState.CONNECTING

    play.opened().sends("login")

    login = play.unanswered("login").payload
    assert login == {
        "token": "Bearer secret",
        "application": {"name": "test"},
        "pushes": {"3.6": ["all"]},
    }


def test_token_does_not_show_when_credentials_are_printed() -> None:
    assert "secret" not in repr(TOKEN)


def test_operator_who_starts_away_does_not_come_back_away() -> None:
    play = playbook()
    play.take(play.session.start(Credentials("Bearer t", is_away=True), Moment.at(0))).opened()
    assert play.unanswered("login").payload["away"] is True
    play.take(play.session.stop(Moment.at(1)))

    again = live().lost(at=2).tick(at=5).opened()

    login = again.unanswered("login").payload
    assert login["reconnect"] is True
    assert "away" not in login


def test_sign_in_tells_who_it_is_and_how_far_the_servers_clock_is() -> None:
    play = playbook().start().opened()

    play.answer(
        "login",
        login_answer(
            server_time=to_wire(at(100)), job_title="Sales", avatar="/p", permission="owner"
        ),
        at=40,
    )

    (fact,) = play.said(facts.SignedIn)
    assert isinstance(fact, facts.SignedIn)
    assert fact.profile.id == ANN
    assert (fact.profile.name, fact.profile.title) == ("Ann", "Sales")
    assert fact.is_accepting
    assert fact.server_offset.total_seconds() == 60


@pytest.mark.parametrize("server_time", [None, "yesterday"])
def test_server_without_a_clock_is_taken_to_have_ours(server_time: str | None) -> None:
    play = playbook().start().opened()

    play.answer("login", login_answer(server_time=server_time, name=None))

    (fact,) = play.said(facts.SignedIn)
    assert isinstance(fact, facts.SignedIn)
    assert fact.server_offset.total_seconds() == 0
    assert fact.profile.name == ANN


@pytest.mark.parametrize(
    ("error", "needs_token"),
    [("authentication", True), ("authorization", True), ("license_expired", False)],
)
def test_refused_sign_in_is_final_and_says_why(error: str, needs_token: bool) -> None:
    play = playbook().start().opened()

    play.refuse("login", error)

    (notice,) = play.notices
    assert isinstance(notice, SignInRefused)
    assert notice.needs_token is needs_token
    assert play.effects[-1] == Hang()
    assert play.state is LinkState.REFUSED
    assert play.link.reason == notice.sentence
    assert play.wake_at is None


def test_sign_in_with_a_new_token_begins_again_after_a_refusal() -> None:
    play = playbook().start().opened().refuse("login", "authentication")

    play.start(at=9)

    assert play.effects[-1] == Dial()
    assert play.state is LinkState.CONNECTING


@pytest.mark.parametrize("error", ["too_many_requests", "internal"])
def test_server_that_is_busy_at_the_sign_in_is_dialled_again(error: str) -> None:
    play = playbook().start().opened()

    play.refuse("login", error, at=1)

    assert play.state is LinkState.OFFLINE
    assert play.link.next_try == Moment.at(1.3)
    assert play.wake_at == pytest.approx(1.3)


def test_sign_in_that_is_not_answered_is_given_up() -> None:
    play = playbook().start(at=0).opened()
    assert play.wake_at == 20

    play.tick(at=20)

    assert play.effects[-1] == Hang()
    assert play.state is LinkState.OFFLINE


def test_answer_of_another_protocol_is_final() -> None:
    play = playbook().start().opened()

    play.answer("login", {"hello": 1})

    assert play.state is LinkState.REFUSED
    assert play.link.reason == sentences.FOREIGN


def test_fatal_loss_such_as_a_bad_certificate_is_not_tried_again() -> None:
    play = playbook().start().lost(is_fatal=True)

    assert play.state is LinkState.REFUSED
    assert play.wake_at is None


def test_after_a_sign_in_a_stranger_in_the_servers_place_is_dialled_again() -> None:
    # A hotel's portal or a proxy that restarts: the server itself was right a moment ago.
    play = playbook().start(at=0).opened()
    play.answer("login", login_answer()).answer("list_chats", {"chats_summary": []})

    play.lost(at=10).tick(at=11).lost(at=12, is_fatal=True)

    assert play.state is LinkState.OFFLINE
    assert play.wake_at is not None


def test_attempts_come_at_growing_distances_until_the_session_is_live() -> None:
    play = playbook().start(at=0)
    spans = []
    for _ in range(9):
        play.lost()
        assert play.wake_at is not None
        spans.append(round(play.wake_at - play.second, 1))
        # A server that accepts and closes at once is not back.
        play.tick(at=play.wake_at).opened()

    assert spans == [0.3, 0.6, 1.2, 2.4, 4.8, 9.6, 19.2, 30.0, 30.0]


def test_live_session_starts_its_attempts_from_the_shortest() -> None:
    play = playbook().start(at=0).lost().tick(at=1).lost().tick(at=5).opened()
    play.answer("login", login_answer()).answer("list_chats", {"chats_summary": []})
    assert play.state is LinkState.LIVE

    play.lost(at=10)

    assert play.wake_at == pytest.approx(10.3)


@pytest.mark.parametrize(("fraction", "seconds"), [(0.0, 0.15), (1.0, 0.3)])
def test_jitter_halves_a_span_at_most(fraction: float, seconds: float) -> None:
    assert Backoff(lambda: fraction).next().total_seconds() == pytest.approx(seconds)


def test_offline_stays_offline_while_an_attempt_runs() -> None:
    play = live().lost(at=5)
    assert play.link == facts.LinkChanged(LinkState.OFFLINE, "It broke.", Moment.at(5.3))

    play.tick(at=5.3)

    assert play.effects[-1] == Dial()
    assert play.link == facts.LinkChanged(LinkState.OFFLINE, "It broke.", None)


def test_operator_may_try_at_once() -> None:
    play = live().lost(at=5)

    play.submit(commands.TryNow())
    assert play.effects[-1] == Dial()
    play.submit(commands.TryNow())

    assert play.effects.count(Dial()) == 1


def test_tick_before_the_next_attempt_does_nothing() -> None:
    play = live().lost(at=5)

    play.tick(at=5.1)

    assert Dial() not in play.effects


@pytest.mark.parametrize(
    ("reason", "state", "needs_token"),
    [
        ("connection_timeout", LinkState.OFFLINE, None),
        ("role_permissions_changed", LinkState.OFFLINE, None),
        ("a_word_of_tomorrow", LinkState.OFFLINE, None),
        ("access_token_expired", LinkState.REFUSED, True),
        ("access_token_revoked", LinkState.REFUSED, True),
        ("agent_logged_out_remotely", LinkState.REFUSED, False),
        ("unsupported_version", LinkState.REFUSED, False),
    ],
)
def test_servers_farewell_decides_what_comes_next(
    reason: str, state: LinkState, needs_token: bool | None
) -> None:
    play = live()

    play.frame(farewell(reason))

    assert play.state is state
    assert play.effects[-1] == Hang()
    assert [each.needs_token for each in play.notices if isinstance(each, SignInRefused)] == (
        [] if needs_token is None else [needs_token]
    )


def test_frames_and_losses_of_a_link_that_was_given_up_change_nothing() -> None:
    play = live().frame(farewell("access_token_revoked"))
    before = list(play.facts)

    play.frame(farewell("connection_timeout")).lost().opened().tick()

    assert play.facts == before


def test_stop_hangs_up_and_forgets_the_next_attempt() -> None:
    online = live().stop()
    resting = live().lost().stop()

    assert online.effects[-1] == Hang()
    assert online.state is LinkState.SIGNED_OUT
    assert resting.wake_at is None
    assert Hang() not in resting.effects


def test_start_with_other_credentials_replaces_the_connection() -> None:
    play = live()

    play.start()

    assert play.effects == [Hang(), Dial()]


def test_commands_of_a_cut_connection_are_reported_but_not_silent_ones() -> None:
    play = live_with_chat()
    play.submit(commands.CloseChat(C1)).submit(commands.ShowTyping(C1, is_typing=True))

    play.lost()

    assert play.notices == [CommandFailed(commands.CloseChat(C1), sentences.CUT)]


def test_commands_while_offline_are_refused_but_messages_are_not() -> None:
    play = live_with_chat().lost()

    play.submit(commands.CloseChat(C1)).submit(commands.MarkSeen(C1, at(0))).submit(say())

    assert play.notices == [CommandFailed(commands.CloseChat(C1), sentences.OFFLINE)]


@pytest.mark.parametrize(
    ("given", "can_hold"),
    [({}, True), ({"features": ("replay",)}, False), ({"has_desk": False}, False)],
    ids=["announced", "not announced", "no extensions"],
)
def test_hold_is_offered_only_where_the_server_announced_it(
    given: dict[str, object], can_hold: bool
) -> None:
    play = playbook().start().opened()

    play.answer("login", login_answer(**given))  # type: ignore[arg-type]

    (fact,) = play.said(facts.SignedIn)
    assert isinstance(fact, facts.SignedIn)
    assert fact.can_hold is can_hold


# Liveness (promise G7)


def test_ping_leaves_every_15_seconds_and_its_answer_keeps_the_link() -> None:
    play = live()

    for second in (16, 31, 46):
        wait(play, until=second)
        play.sends("ping").answer("ping", at=second + 0.5)

    assert play.state is LinkState.LIVE


def wait(play: Playbook, *, until: float) -> None:
    """Call at every second that the session wants to be called."""
    while play.second < until:
        assert play.wake_at is not None
        assert play.wake_at <= play.second + 1
        play.tick(at=play.wake_at)


def test_link_without_an_answer_is_dead_within_two_heartbeats() -> None:
    play = live()
    wait(play, until=16)
    play.sends("ping")

    play.push("incoming_multicast", {}, at=20)
    wait(play, until=30)
    assert play.is_(LinkState.LIVE)
    play.tick(at=31)

    assert play.effects[-1] == Hang()
    assert play.state is LinkState.OFFLINE
    assert play.link.reason == sentences.NO_LIFE


def test_refused_ping_is_an_answer() -> None:
    play = live().tick(at=16)

    play.refuse("ping", "validation").tick(at=31).sends("ping")

    assert play.state is LinkState.LIVE


def test_link_that_died_in_sleep_is_noticed_five_seconds_after_waking() -> None:
    beat = Heartbeat.started(Moment.at(0))
    assert beat.ticked(Moment.at(1)) is Pulse.NOTHING
    assert beat.wake_at == 2

    # Asleep for an hour from second 1.1 on; the monotonic clock stood still, and the timer too.
    woken_at = 1.1
    assert beat.ticked(Moment(at(3602), 2.0)) is Pulse.PING

    assert [beat.ticked(Moment(at(3600 + n), n)) for n in (3.0, 4.0, 5.0, 6.0)] == [
        Pulse.NOTHING,
        Pulse.NOTHING,
        Pulse.NOTHING,
        Pulse.DEAD,
    ]
    assert 6.0 - woken_at <= 5


def test_program_that_was_stopped_asks_again_before_giving_up() -> None:
    beat = Heartbeat.started(Moment.at(0))
    assert beat.ticked(Moment.at(15)) is Pulse.PING

    assert beat.ticked(Moment.at(100)) is Pulse.PING
    beat.answered(Moment.at(101))

    assert beat.ticked(Moment.at(106)) is Pulse.NOTHING


@pytest.mark.parametrize("sleep", [11.0, 3600.0])
def test_sleep_is_noticed_on_a_monotonic_clock_that_ran_on(sleep: float) -> None:
    beat = Heartbeat.started(Moment.at(0))

    assert beat.ticked(Moment.at(sleep)) is Pulse.PING
    assert beat.ticked(Moment.at(sleep + 4)) is Pulse.DEAD


@pytest.mark.parametrize("step", [-86_400, 86_400])
def test_changed_clock_costs_a_ping_and_never_the_link(step: float) -> None:
    beat = Heartbeat.started(Moment.at(0))

    assert beat.ticked(Moment(at(step), 1.0)) is Pulse.PING
    beat.answered(Moment(at(step), 1.1))

    assert beat.ticked(Moment(at(step + 1), 2.0)) is Pulse.NOTHING


# Bad frames


@pytest.mark.parametrize(
    "frame",
    [
        b"no json",
        b"[]",
        b'{"action":"incoming_event","type":"push","payload":{"chat_id":7}}',
        b"[" * 100_000,
        b" " * (4 * 1024 * 1024 + 1),
        b'{"action":"send_event","type":"response","success":false,"request_id":"r9","payload":1}',
    ],
    ids=["text", "array", "mistyped", "deep", "oversized", "unasked"],
)
def test_unreadable_frame_is_passed_over_and_counted(frame: bytes) -> None:
    play = live()

    play.frame(frame)

    assert play.state is LinkState.LIVE
    assert all(isinstance(each, Unreadable) for each in play.notices)


def test_link_with_too_many_unreadable_frames_is_given_up() -> None:
    play = live()

    for _ in range(50):
        play.frame(b"?")

    assert play.notices[-1] == Unreadable(sentences.UNREADABLE, 50)
    assert play.state is LinkState.OFFLINE


def test_unreadable_refusal_of_a_command_is_reported_as_no_answer() -> None:
    play = live_with_chat().submit(commands.CloseChat(C1))
    request = play.unanswered("deactivate_chat").request_id
    bad = f'{{"action":"x","type":"response","success":false,"request_id":"{request}","payload":1}}'

    play.frame(bad.encode())

    assert play.notices[-1] == CommandFailed(commands.CloseChat(C1), sentences.NO_ANSWER)


def test_push_before_the_sign_in_is_answered_leaves_the_session_signing_in() -> None:
    play = playbook().start().opened()

    play.push("incoming_multicast", {})

    assert play.is_(LinkState.CONNECTING)


def test_at_most_eight_requests_are_unanswered_at_a_time() -> None:
    play = live_with_chat()

    for _ in range(12):
        play.submit(commands.CloseChat(C1))
    assert len(play.sent) == 8
    play.answer("deactivate_chat")

    assert len(play.sent) == 8
    assert play.last.effects


def test_chats_are_caught_up_before_the_session_says_live() -> None:
    play = playbook().start().opened()

    play.answer("login", login_answer(summary(C1, said(1, 0))))
    assert play.link == facts.LinkChanged(LinkState.CATCHING_UP, behind=frozenset({C1}))
    play.answer("get_chat", chat(said(1, 0))).answer("list_chats", {"chats_summary": []})

    assert play.link == facts.LinkChanged(LinkState.LIVE)
