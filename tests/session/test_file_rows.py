"""Own files: uploaded first, sent once, in their place between the texts (promises G1, G3, G4)."""

from dataclasses import replace

import msgspec
import pytest

from tests.desk.scenes import C1, at, chat, said
from tests.session.playbook import Playbook, live_with_chat, login_answer, playbook, say, summary
from undivided.desk import facts
from undivided.library.model.parts import Attachment
from undivided.protocol.errors import ErrorType, ProtocolError
from undivided.protocol.ids import ChatId, CustomId
from undivided.session import commands
from undivided.session.effects import StartUpload, StopUpload
from undivided.session.file_rows import file_event, with_address
from undivided.session.outbox import UPLOAD_TRIES
from undivided.session.sentences import CHAT_OVER, NOT_THROUGH

URL = "https://desk.example/files/k/photo.png"
PHOTO = Attachment(name="photo.png", media_type="image/png", size=1_200, digest="d" * 64)
C2 = ChatId("C2")


def file_row(custom_id: str = "f1", number: int = 1, chat_id: ChatId = C1) -> commands.OutboxRow:
    key = CustomId(custom_id)
    event = file_event(PHOTO, key)
    return commands.OutboxRow(key, chat_id, event, at(0), number, digest=PHOTO.digest)


def uploads(play: Playbook) -> list[str]:
    return [each.row.custom_id for each in play.effects if isinstance(each, StartUpload)]


def uploaded(play: Playbook, row: commands.OutboxRow, url: str = URL) -> Playbook:
    return play.take(play.session.uploaded(row, url, play.now()))


def failed(play: Playbook, row: commands.OutboxRow, error: ErrorType | None) -> Playbook:
    refusal = None if error is None else ProtocolError(error, "Programs cannot be sent.")
    return play.take(play.session.upload_failed(row, refusal, play.now()))


def urls_sent(play: Playbook) -> list[object]:
    events = [each.payload["event"] for each in play.sent if each.action == "send_event"]
    return [event.get("url") for event in events if isinstance(event, dict)]


def test_a_file_leaves_only_after_its_bytes_have_an_address() -> None:
    play = live_with_chat()

    play.submit(commands.Submit(file_row()), at=2).sends()
    uploaded(play, file_row()).sends("send_event")

    assert uploads(play) == ["f1"]
    assert urls_sent(play) == [URL]


def test_a_servers_own_facts_of_a_file_are_not_sent_to_it() -> None:
    # Source: RTM v3.6, 8.2: a file's request fields are its address and an alternative text.
    play = live_with_chat().submit(commands.Submit(file_row()))

    uploaded(play, file_row())

    (event,) = [each.payload["event"] for each in play.sent if each.action == "send_event"]
    assert event == {"type": "file", "url": URL, "custom_id": "f1", "visibility": "all"}


def test_a_text_behind_a_file_waits_for_it() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))

    play.submit(say("after", "u2", 2)).sends()
    uploaded(play, file_row())
    assert urls_sent(play) == [URL]
    play.answer("send_event", {"event_id": "T1_2"}).sends("send_event")


def test_a_file_of_one_chat_keeps_no_other_chat_waiting() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))

    play.submit(commands.Submit(file_row("f2", 2, C2)))

    assert uploads(play) == ["f1", "f2"]


def test_an_upload_that_was_cut_is_tried_again_later() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()), at=2)

    failed(play, file_row(), None)
    assert uploads(play) == ["f1"]
    play.tick(at=5)

    assert uploads(play) == ["f1", "f1"]
    assert play.said(facts.Refused) == []


def test_a_file_that_never_gets_through_lets_the_next_one_go() -> None:
    tried = replace(file_row(), attempts=UPLOAD_TRIES - 1)
    play = live_with_chat(tried).submit(say("after", "u2", 2))

    failed(play, tried, None).sends("send_event")

    assert play.said(facts.Refused) == [facts.Refused(C1, CustomId("f1"), NOT_THROUGH)]


def test_try_again_gives_a_file_all_its_tries_anew() -> None:
    tried = replace(file_row(), attempts=UPLOAD_TRIES - 1)
    play = live_with_chat(tried)
    failed(play, tried, None)

    play.submit(commands.Retry(CustomId("f1")))
    failed(play, tried, None)

    assert len(play.said(facts.Refused)) == 1


def test_a_refused_upload_is_told_with_its_reason_and_lets_the_next_one_go() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))
    play.submit(say("after", "u2", 2))

    failed(play, file_row(), ErrorType.VALIDATION).sends("send_event")

    (refused,) = play.said(facts.Refused)
    assert isinstance(refused, facts.Refused)
    assert refused.sentence == ("The server does not take this file. Programs cannot be sent.")


def test_try_again_uploads_a_refused_file_anew() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))
    failed(play, file_row(), ErrorType.VALIDATION)

    play.submit(commands.Retry(CustomId("f1")))

    assert uploads(play) == ["f1", "f1"]


def test_a_row_with_its_address_from_before_a_restart_is_not_uploaded_again() -> None:
    play = live_with_chat(with_address(file_row(), URL))

    assert uploads(play) == []


def test_an_address_that_the_server_has_forgotten_is_made_anew_once() -> None:
    play = live_with_chat().submit(commands.Submit(with_address(file_row(), "https://old")))

    play.refuse("send_event", "validation")
    assert uploads(play) == ["f1"]
    uploaded(play, file_row())
    play.refuse("send_event", "validation")

    assert uploads(play) == ["f1"]
    assert len(play.said(facts.Refused)) == 1


def test_an_upload_that_nobody_wants_any_more_is_stopped() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))

    play.submit(commands.Discard(CustomId("f1")))
    uploaded(play, file_row()).sends()

    assert [each for each in play.effects if isinstance(each, StopUpload)] == [
        StopUpload(CustomId("f1"))
    ]
    assert play.dropped() == ["f1"]
    assert play.said(facts.Dropped) == [facts.Dropped(C1, CustomId("f1"))]


def test_a_file_with_its_address_that_waits_can_be_taken_back() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()), at=2)
    play.lost(at=3)
    uploaded(play, file_row())

    play.submit(commands.Discard(CustomId("f1")))

    assert play.dropped() == ["f1"]


def test_a_file_whose_event_has_left_cannot_be_taken_back() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))
    uploaded(play, file_row())

    play.submit(commands.Discard(CustomId("f1")))

    assert play.dropped() == []


def test_an_upload_goes_on_while_the_connection_is_away_and_its_event_waits() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()), at=2)

    play.lost(at=3)
    uploaded(play, file_row()).sends()

    assert play.said(facts.Waiting) == [facts.Waiting(C1, CustomId("f1"))]
    assert play.dropped() == []


def test_a_file_for_a_chat_that_is_over_is_refused_and_not_sent() -> None:
    play = live_with_chat().submit(commands.Submit(file_row()))

    play.push("chat_deactivated", {"chat_id": C1, "thread_id": "T1"})
    uploaded(play, file_row()).sends()

    assert play.said(facts.Refused) == [facts.Refused(C1, CustomId("f1"), CHAT_OVER)]


def test_a_card_number_in_a_files_name_is_masked() -> None:
    name = "4111 1111 1111 1111.pdf"

    event = file_event(msgspec.structs.replace(PHOTO, name=name), CustomId("f1"))

    assert event.name is not None
    assert "4111 1111" not in event.name


@pytest.mark.parametrize(
    "features", [("dedupe", "replay"), ()], ids=["our server", "a plain server"]
)
def test_a_file_that_never_left_is_uploaded_after_a_restart(features: tuple[str, ...]) -> None:
    play = playbook(file_row()).start().opened()
    play.answer("login", login_answer(summary(C1), features=features), at=1)
    play.answer("get_chat", chat(said(1, 0)))
    play.answer("list_chats", {"chats_summary": []})

    if not features:
        play.answer("list_threads", {"threads": []})

    assert uploads(play) == ["f1"]
