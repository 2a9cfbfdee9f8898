"""A card number, sent for real, is in no file and on no screen (promise G19)."""

import re
from pathlib import Path

from tests.support.operator_desk import at_desk
from tests.support.server_process import ServerProcess
from tests.support.visitor import visiting
from undivided.app.chat_control import CARD_MASKED

VISITORS = "4012888888881881"
OPERATORS = "5105105105105100"
ORDER = "7000123412341234"
FOUR = "\u2022" * 4


def places_of(number: str, *folders: Path) -> list[str]:
    """Return the files with the number in them, also when its digits are broken up."""
    wanted = re.compile(rb"\D{0,6}".join(digit.encode() for digit in number))
    files = (each for folder in folders for each in folder.rglob("*") if each.is_file())
    return [each.name for each in files if wanted.search(each.read_bytes())]


def in_fours(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


async def test_card_number_reaches_no_file_view_or_log_of_either_side(
    server: ServerProcess, tmp_path: Path
) -> None:
    site, operator = server.add_site(), server.add_operator()
    profile = tmp_path / "profile"
    async with (
        at_desk(profile, server.url, operator.email, operator.token) as desk,
        visiting(
            server, site.organization_id, name=f"Elena {VISITORS}", page=f"Pay {VISITORS}"
        ) as elena,
    ):
        await desk.live()
        await elena.start_chat(f"my card is {VISITORS}, exp 09/29 cvv 987")
        chat = await desk.chat_with("my card is")
        await elena.say(f"for order {ORDER}")
        await elena.say(in_fours(VISITORS)[:9])
        await elena.say(in_fours(VISITORS)[10:])
        await elena.ask("send_sneak_peek", chat_id=elena.chat_id, sneak_peek_text=VISITORS)
        desk.program.controls.chats.pick(chat)
        desk.type(f"yours: {in_fours(OPERATORS)}")
        desk.program.controls.chats.save_drafts()
        desk.press_enter()
        heard = await elena.hear("yours:")
        await desk.delivered(chat, heard["text"])
        shown = desk.lines(chat)
        said = desk.notices()

    # The write-ahead logs and the server's own log are files like any other.
    server.stop()

    assert f"yours: {FOUR} {FOUR} {FOUR} 5100" == heard["text"]
    assert [CARD_MASKED] == said
    assert f"my card is {FOUR * 3}1881, exp **/** cvv ***" in shown
    assert f"{FOUR} {FOUR}" in shown
    assert places_of(ORDER, server.data), "the search finds what is there"
    for number in (VISITORS, OPERATORS):
        assert [] == places_of(number, server.data, profile, server.log_path.parent)
    assert VISITORS not in str(elena.heard)
