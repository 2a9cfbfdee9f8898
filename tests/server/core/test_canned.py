"""Shared canned responses on the server: who may what, versions, lists of changes, and the wire."""

from typing import Any

import msgspec
import pytest

from tests.server.core.hub_play import OTHER_SHOP, SHOP, Client, HubPlay
from undivided.protocol.canned_responses import RESPONSE_BYTES
from undivided.protocol.ids import GroupId
from undivided.server.store import canned_store

SALES, SUPPORT = GroupId(7), GroupId(3)
KEY = "0123456789abcdef0123456789abcdef"
CARD = "4111 1111 1111 1111"

TEAM_OF_ALL = {"text": "We open at nine.", "tags": ["hours"]}
OF_SALES = {**TEAM_OF_ALL, "group_id": SALES}
OF_SUPPORT = {**TEAM_OF_ALL, "group_id": SUPPORT}
OF_SHOP = {**TEAM_OF_ALL, "desk": {"scope": "site", "organization_id": SHOP}}
OF_OTHER_SHOP = {**TEAM_OF_ALL, "desk": {"scope": "site", "organization_id": OTHER_SHOP}}

PLACES: dict[str, dict[str, Any]] = {
    "everybody": TEAM_OF_ALL,
    "sales": OF_SALES,
    "support": OF_SUPPORT,
    "shop": OF_SHOP,
    "other shop": OF_OTHER_SHOP,
}
# The other shop's visitors come to sales.
READS = {
    "owner": {"everybody", "sales", "support", "shop", "other shop"},
    "administrator": {"everybody", "sales", "support", "shop", "other shop"},
    "seller": {"everybody", "sales", "shop", "other shop"},
    "supporter": {"everybody", "support", "shop"},
}
EDITS = {"owner", "administrator"}


@pytest.fixture
def desk(play: HubPlay) -> dict[str, Client]:
    """Somebody of each kind."""
    return {
        "owner": play.operator("olga", role="owner"),
        "administrator": play.operator("dana", role="administrator"),
        "seller": play.operator("ann", group_ids=(SALES,)),
        "supporter": play.operator("carl", group_ids=(SUPPORT,)),
    }


@pytest.fixture
def dana(desk: dict[str, Client]) -> Client:
    return desk["administrator"]


def created(client: Client, request: dict[str, Any] = TEAM_OF_ALL, **more: Any) -> str:
    return str(client.ask("create_canned_response", {**request, **more})["id"])


def listed(client: Client, **request: Any) -> list[dict[str, Any]]:
    page = client.ask("list_canned_responses", request)
    found: list[dict[str, Any]] = page["canned_responses"]
    return found


def outcome(client: Client, action: str, payload: object) -> str:
    answer = client.try_(action, payload)
    return "ok" if answer["success"] else str(answer["payload"]["error"]["type"])


# Who may what


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", READS)
def test_each_cell_of_the_table_of_rights(desk: dict[str, Client], who: str, place: str) -> None:
    client = desk[who]
    known = created(desk["owner"], PLACES[place])
    is_reader, is_editor = place in READS[who], who in EDITS
    refusal = "authorization" if is_reader else "not_found"
    may = "ok" if is_reader and is_editor else refusal
    reads = known in [each["id"] for each in listed(client)]
    outcomes = [
        outcome(client, "create_canned_response", PLACES[place]),
        outcome(client, "update_canned_response", {"id": known, "text": f"New by {who}"}),
        outcome(client, "delete_canned_response", {"id": known}),
    ]

    assert reads == is_reader
    assert outcomes == [may, may, may]


@pytest.mark.parametrize("who", READS)
def test_a_list_says_where_the_operator_may_read_and_edit(
    desk: dict[str, Client], who: str
) -> None:
    names = {
        (0, ""): "everybody",
        (SALES, ""): "sales",
        (SUPPORT, ""): "support",
        (0, SHOP): "shop",
        (0, OTHER_SHOP): "other shop",
    }
    places = desk[who].ask("list_canned_responses")["desk"]["places"]
    found = {
        names[each["place"]["group_id"], each["place"]["organization_id"]]: each for each in places
    }

    assert found.keys() == READS[who]
    assert {each.get("may_edit", False) for each in found.values()} == {who in EDITS}


def test_who_answers_for_a_response_changes_it_and_hands_it_to_nobody(
    desk: dict[str, Client], dana: Client
) -> None:
    ann = desk["seller"]
    known = created(dana, desk={"content": {"title": "Hours", "owner": "Ann@Desk.test"}})
    handed = {"content": {"title": "Hours", "owner": "carl@desk.test"}}

    assert outcome(ann, "update_canned_response", {"id": known, "text": "At ten."}) == "ok"
    assert outcome(ann, "update_canned_response", {"id": known, "desk": handed}) == "authorization"
    assert outcome(ann, "delete_canned_response", {"id": known}) == "authorization"
    assert outcome(dana, "update_canned_response", {"id": known, "desk": handed}) == "ok"
    assert outcome(ann, "update_canned_response", {"id": known, "text": "No."}) == "authorization"


def test_visitors_know_no_shared_responses(play: HubPlay, dana: Client) -> None:
    eve = play.visitor("eve")
    created(dana)

    assert "canned" not in repr(eve.names())
    assert eve.refused("list_canned_responses", {}) == "validation"


def test_only_those_who_may_read_are_told(desk: dict[str, Client]) -> None:
    known = created(desk["owner"], OF_SALES)
    desk["owner"].ask("update_canned_response", {"id": known, "text": "At ten."})
    desk["owner"].ask("delete_canned_response", {"id": known})
    pushes = [f"canned_response_{word}" for word in ("created", "updated", "deleted")]

    for who, client in desk.items():
        told = [name for name in client.names() if name.startswith("canned")]
        assert told == (pushes if "sales" in READS[who] else []), who


# The wire


def test_a_client_of_3_7_finds_its_own_shape(dana: Client) -> None:
    known = created(dana)
    (response,) = listed(dana)
    push = dana.pushes("canned_response_created")[0]
    desk = response.pop("desk")

    assert response == {
        "id": known,
        "text": "We open at nine.",
        "tags": ["hours"],
        "group_id": 0,
        "is_private": False,
        "created_at": response["created_at"],
        "updated_at": response["created_at"],
    }
    assert desk["version"] == 1
    assert desk["updated_by"] == "dana@desk.test"
    assert push == {**response, "desk": desk}


def test_the_answer_comes_before_the_push_and_the_push_names_the_request(dana: Client) -> None:
    request_id = dana.send("create_canned_response", TEAM_OF_ALL)
    dana.play.run()
    mine = [each for each in dana.frames if each.get("request_id") == request_id]

    assert [each["type"] for each in mine] == ["response", "push"]


def test_a_change_by_3_7_leaves_what_it_does_not_know(dana: Client) -> None:
    content = {"title": "Hours", "shortcuts": ["hours"], "folder": ["Shop"], "mood": "calm"}
    known = created(dana, desk={"content": content})
    dana.ask("update_canned_response", {"id": known, "text": "At ten.", "tags": ["open"]})
    (response,) = listed(dana)

    assert (response["text"], response["tags"]) == ("At ten.", ["open"])
    assert response["desk"]["content"] == content


def test_an_older_program_takes_no_newer_field_away(dana: Client) -> None:
    known = created(dana, desk={"content": {"title": "Hours", "mood": "calm"}})
    dana.ask("update_canned_response", {"id": known, "desk": {"content": {"title": "Open"}}})

    assert listed(dana)[0]["desk"]["content"] == {"title": "Open", "mood": "calm"}


def test_a_response_of_3_7_is_typed_by_its_first_tag(dana: Client) -> None:
    created(dana)

    assert listed(dana)[0]["desk"]["content"]["shortcuts"] == ["hours"]


def test_a_personal_response_is_not_taken(dana: Client) -> None:
    known = created(dana)

    assert dana.refused("create_canned_response", {"text": "Mine", "is_private": True}) == (
        "validation"
    )
    assert dana.refused("update_canned_response", {"id": known, "is_private": True}) == "validation"
    assert dana.refused("update_canned_response", {"id": known, "group_id": 7}) == "validation"


@pytest.mark.parametrize(
    "request_",
    [
        {"text": " "},
        {"text": "x" * 16_001},
        {"text": "Hi", "desk": {"scope": "personal"}},
        {"text": "Hi", "desk": {"request_key": "../../etc/passwd"}},
        {"text": "Hi", "desk": {"content": {"title": 7}}},
        {"text": "Hi", "desk": {"content": {"variants": [{"body": 1}]}}},
        {"text": "Hi", "desk": {"content": {"active": {"opens": "25:99"}}}},
        {"text": "Hi", "desk": {"content": {"review_by": "soon"}}},
    ],
)
def test_what_no_library_could_keep_is_refused(dana: Client, request_: dict[str, Any]) -> None:
    assert dana.refused("create_canned_response", request_) == "validation"
    assert listed(dana) == []


def test_a_response_that_fits_no_frame_is_refused(dana: Client) -> None:
    variants = [{"body": str(number) + "\u00e4" * 8_000} for number in range(4)]
    desk = {"content": {"variants": variants}}

    assert len(msgspec.json.encode(desk)) > RESPONSE_BYTES
    assert dana.refused("create_canned_response", {"text": "Hi", "desk": desk}) == (
        "entity_too_large"
    )


def test_card_numbers_are_masked_before_anything_is_kept_or_told(dana: Client) -> None:
    content = {"title": CARD, "variants": [{"body": CARD}], "foreign": {"deep": [CARD]}}
    created(dana, {"text": f"Pay with {CARD}", "tags": [CARD]}, desk={"content": content})
    stored = dana.play.connection.real.execute("SELECT details FROM canned_responses").fetchone()

    assert "4111" not in repr(stored)
    assert "4111" not in repr(dana.frames)


# Changes by several people


def test_a_change_of_an_old_version_is_refused_with_the_newest(dana: Client) -> None:
    known = created(dana)
    dana.ask("update_canned_response", {"id": known, "text": "At ten."})
    late = {"id": known, "text": "At eleven.", "desk": {"base_version": 1}}
    error = dana.try_("update_canned_response", late)["payload"]["error"]

    assert error["type"] == "conflict"
    assert error["data"]["canned_response"]["text"] == "At ten."
    assert error["data"]["canned_response"]["desk"]["version"] == 2
    assert dana.refused("delete_canned_response", {"id": known, "desk": {"base_version": 1}}) == (
        "conflict"
    )


def test_a_repeated_change_is_made_once(dana: Client) -> None:
    known = created(dana)
    change = {"id": known, "text": "At ten.", "desk": {"base_version": 1}}
    answers = [dana.ask("update_canned_response", change) for _ in range(3)]

    assert answers == [{"desk": {"version": 2}}] * 3
    assert dana.names().count("canned_response_updated") == 1


def test_a_create_repeated_after_a_cut_makes_one_response(
    desk: dict[str, Client], dana: Client
) -> None:
    request = {**TEAM_OF_ALL, "desk": {"request_key": KEY}}
    answers = [each.ask("create_canned_response", request) for each in (dana, dana, desk["owner"])]

    assert answers == [{"id": KEY, "desk": {"version": 1}}] * 3
    assert [each["id"] for each in listed(dana)] == [KEY]


def test_a_create_repeated_with_other_words_is_told_what_is_there(dana: Client) -> None:
    request = {**TEAM_OF_ALL, "desk": {"request_key": KEY}}
    dana.ask("create_canned_response", request)
    error = dana.try_("create_canned_response", {**request, "text": "At ten."})["payload"]["error"]

    assert error["type"] == "conflict"
    assert error["data"]["canned_response"]["text"] == "We open at nine."


def test_a_create_repeated_after_a_deletion_brings_nothing_back(dana: Client) -> None:
    request = {**TEAM_OF_ALL, "desk": {"request_key": KEY}}
    dana.ask("create_canned_response", request)
    dana.ask("delete_canned_response", {"id": KEY})

    assert dana.refused("create_canned_response", request) == "not_found"
    assert dana.refused("delete_canned_response", {"id": KEY}) == "not_found"


def test_a_deleted_response_leaves_no_text_behind(dana: Client) -> None:
    known = created(dana, {"text": "The secret price"})
    dana.ask("delete_canned_response", {"id": known})
    rows = dana.play.connection.real.execute("SELECT details FROM canned_responses").fetchall()

    assert "secret" not in repr(rows)


@pytest.mark.usefixtures("lost_batches")
def test_nothing_is_left_of_a_change_that_could_not_be_saved(play: HubPlay, dana: Client) -> None:
    play.connection.fails = True
    refused = dana.refused("create_canned_response", {**TEAM_OF_ALL, "desk": {"request_key": KEY}})
    again = dana.ask("create_canned_response", {**TEAM_OF_ALL, "desk": {"request_key": KEY}})

    assert refused == "service_unavailable"
    assert again == {"id": KEY, "desk": {"version": 1}}


# Lists of changes


def changes(client: Client, version: int, **more: Any) -> dict[str, Any]:
    since = {"version": version, "epoch": client.play.archive.epoch}
    page: dict[str, Any] = client.ask("list_canned_responses", {"desk": since, **more})
    return page


def test_a_list_since_a_version_holds_what_changed_and_what_is_gone(dana: Client) -> None:
    first, second, third = (created(dana, {"text": f"Text {each}"}) for each in range(3))
    dana.ask("update_canned_response", {"id": first, "text": "Other"})
    dana.ask("delete_canned_response", {"id": second})
    page = changes(dana, 3)

    assert [each["id"] for each in page["canned_responses"]] == [first]
    assert page["desk"]["deleted"] == [{"id": second, "desk": {"version": 5}}]
    assert page["desk"]["version"] == 5
    assert [each["id"] for each in listed(dana)] == [third, first]


def test_pages_miss_nothing_that_changes_while_they_are_read(dana: Client) -> None:
    known = [created(dana, {"text": f"Text {each}"}) for each in range(7)]
    page = dana.ask("list_canned_responses", {"limit": 3})
    seen = [each["id"] for each in page["canned_responses"]]
    dana.ask("update_canned_response", {"id": known[0], "text": "Later"})
    while "next_page_id" in page:
        page = dana.ask("list_canned_responses", {"page_id": page["next_page_id"]})
        seen += [each["id"] for each in page["canned_responses"]]

    assert set(seen) == set(known)
    assert seen[-1] == known[0]
    assert page["desk"]["version"] == 8


def test_a_page_is_never_larger_than_a_slow_reader_bears(dana: Client) -> None:
    for number in range(30):
        created(dana, {"text": f"{number} " + "x" * 15_900})
    page = dana.ask("list_canned_responses")
    sizes = [len(msgspec.json.encode(page))]
    while "next_page_id" in page:
        page = dana.ask("list_canned_responses", {"page_id": page["next_page_id"]})
        sizes.append(len(msgspec.json.encode(page)))

    assert len(sizes) == 2
    assert max(sizes) < 320 * 1024


@pytest.mark.parametrize("since", [{"version": 9}, {"version": 1, "epoch": "another"}])
def test_a_history_that_went_back_is_listed_whole(dana: Client, since: dict[str, Any]) -> None:
    known = created(dana)
    page = dana.ask("list_canned_responses", {"desk": {"epoch": dana.play.archive.epoch, **since}})

    assert page["desk"]["gap"]
    assert [each["id"] for each in page["canned_responses"]] == [known]


def test_who_was_away_beyond_memory_gets_the_whole_list(
    dana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canned_store, "KEPT_DELETIONS", 2)
    kept = created(dana)
    for _ in range(4):
        dana.ask("delete_canned_response", {"id": created(dana)})

    assert changes(dana, 2)["desk"]["gap"]
    assert not changes(dana, 5)["desk"].get("gap")
    assert [each["id"] for each in changes(dana, 2)["canned_responses"]] == [kept]


def test_a_version_is_never_used_twice(dana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canned_store, "KEPT_DELETIONS", 0)
    dana.ask("delete_canned_response", {"id": created(dana)})
    dana.ask("delete_canned_response", {"id": created(dana)})

    assert dana.ask("create_canned_response", TEAM_OF_ALL)["desk"]["version"] == 5


def test_everything_is_there_after_a_restart(play: HubPlay, dana: Client) -> None:
    known = created(dana)
    before = listed(dana)
    play.restart()

    assert listed(play.operator("dana")) == before
    assert before[0]["id"] == known


@pytest.mark.parametrize(
    "request_",
    [{"limit": 0}, {"limit": 100_001}, {"page_id": "nonsense"}, {"page_id": "e30", "limit": 1}],
)
def test_a_list_that_makes_no_sense_is_refused(dana: Client, request_: dict[str, Any]) -> None:
    assert dana.refused("list_canned_responses", request_) == "validation"
