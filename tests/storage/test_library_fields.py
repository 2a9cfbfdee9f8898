"""Every field of a response comes back as it was kept."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from msgspec.structs import replace

from undivided.library.model.parts import (
    ActiveTimes,
    Alternative,
    Attachment,
    Fact,
    Fill,
    Quote,
    SlotKind,
    Variant,
    Wording,
)
from undivided.library.model.responses import Response, Scope, cleaned
from undivided.storage.library.store import LibraryStore

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
WHOLE = Response(
    title="Delivery",
    body="By {{day}} for {{sum}}",
    shortcuts=("del", "eta"),
    variants=(
        Variant(body="{{day}}.", wording=Wording.SHORT),
        Variant(body="Bis {{day}}", wording=Wording.SAME, language="de-AT"),
    ),
    slots=(
        SlotKind(name="day", fill=Fill.DATE, default="tomorrow"),
        SlotKind(name="sum", fill=Fill.MONEY, currency="EUR"),
        SlotKind(name="how", fill=Fill.CHOICE, choices=("by post", "by van")),
    ),
    attachments=(Attachment(name="map.png", media_type="image/png", size=9, digest="ab" * 32),),
    folder=("Parcels", "Abroad"),
    tags=("post office", "late"),
    scope=Scope.TEAM,
    language="en",
    active=ActiveTimes(
        first_day=date(2026, 12, 1), weekdays=(0, 6), opens=time(22), closes=time(6, 30)
    ),
    pages=("*/checkout*", "https://shop.example/a b"),
    review_by=date(2027, 1, 31),
    fact=Fact(
        source="price list",
        valid_until=date(2026, 12, 31),
        is_available=False,
        alternatives=(Alternative(name="bulb", reason="The same light"),),
    ),
    quote=Quote(said_by="Ana K.", is_agreed=True),
    is_offer=True,
    owner="ann@shop.example",
    source="zendesk",
    source_id="7",
    starred=True,
    uses=3,
    sent_untouched=2,
    sent_edited=1,
    last_used=NOON,
)


def test_whole_response_is_the_same_in_another_program(
    store: LibraryStore, open_store: Callable[[], LibraryStore]
) -> None:
    added = store.add(WHOLE)

    assert open_store().get(added.id) == added
    assert {name for name in Response.__struct_fields__ if not getattr(added, name)} == set()


def test_update_changes_every_field_but_star_and_use(store: LibraryStore) -> None:
    plain = store.add(Response(title="Plain", body="b"))
    wanted = replace(
        cleaned(WHOLE),
        id=plain.id,
        starred=False,
        uses=0,
        sent_untouched=0,
        sent_edited=0,
        last_used=None,
    )

    assert store.update(replace(WHOLE, id=plain.id)) == wanted
    assert store.get(plain.id) == wanted


def test_response_of_nothing_but_text_costs_no_parts(store: LibraryStore) -> None:
    added = store.add(Response(title="Plain", body="b"))

    row = store._db.execute("select details, active, pages, review_by from responses").fetchone()

    assert row == ("", "", "", None)
    assert store.get(added.id) == added


def test_words_of_a_variant_find_the_response(store: LibraryStore) -> None:
    store.add(WHOLE)

    found = store.search("bis")

    assert [match.response.title for match in found] == ["Delivery"]
    assert found[0].reason == "in another wording"
