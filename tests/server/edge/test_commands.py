"""Every administration verb, on the command line and as JSON."""

import json
from pathlib import Path

import pytest

from tests.server.edge.test_pictures import gif, png
from tests.support.server_process import admin, run_command
from undivided.server import cli
from undivided.server.database import FILE_NAME

ANN = ("operator", "add", "ann@example.com", "--name", "Ann Lee")


def refusal(capsys: pytest.CaptureFixture[str], data: Path, *words: str) -> str:
    code = cli.main([*words, "--data", str(data)])
    told = capsys.readouterr()

    assert (code, told.out) == (1, "")
    return told.err


def test_added_operator_gets_a_token_once(tmp_path: Path) -> None:
    made = admin(tmp_path, *ANN, "--title", "Florist", "--role", "owner", "--max-chats", "5")
    (listed,) = admin(tmp_path, "operator", "list")["operators"]

    assert made["token"].startswith("undv_")
    assert made["token"] not in json.dumps(listed)
    assert listed["tokens"] == [{"lookup": made["token"][5:13], "device": "first token"}]
    assert (listed["role"], listed["title"], listed["max_chats"]) == ("owner", "Florist", 5)


def test_database_holds_no_secret(tmp_path: Path) -> None:
    token = admin(tmp_path, *ANN, "--password-stdin", stdin="correct horse\n")["token"]
    stored = b"".join(path.read_bytes() for path in tmp_path.glob(f"{FILE_NAME}*"))

    assert token.encode() not in stored
    assert b"correct horse" not in stored


def test_operator_without_photo_accepts_no_chats(tmp_path: Path) -> None:
    assert admin(tmp_path, *ANN)["may_accept"] is False


def test_reason_stands_in_for_a_photo(tmp_path: Path) -> None:
    assert admin(tmp_path, *ANN, "--no-photo-reason", "asked not to be shown")["may_accept"]


def test_photo_is_taken_and_replaced(tmp_path: Path) -> None:
    picture = tmp_path / "ann.png"
    picture.write_bytes(png(64, 64))
    data = tmp_path / "data"
    made = admin(data, *ANN, "--photo", str(picture))
    picture.write_bytes(gif(64, 64))
    photo = ("operator", "photo", "ann@example.com")
    replaced = admin(data, *photo, "--photo", str(picture))
    drawn = admin(data, *photo, "--no-photo-reason", "asked not to be shown")

    assert [each["may_accept"] for each in (made, replaced, drawn)] == [True, True, True]


def test_another_token_and_its_end(tmp_path: Path) -> None:
    admin(tmp_path, *ANN)
    token = admin(tmp_path, "operator", "token", "Ann@Example.com", "--device", "laptop")["token"]
    admin(tmp_path, "operator", "revoke", "ann@example.com", "--token", token[5:13])
    (listed,) = admin(tmp_path, "operator", "list")["operators"]

    assert [held["device"] for held in listed["tokens"]] == ["first token"]


def test_revoked_operator_has_nothing_left(tmp_path: Path) -> None:
    admin(tmp_path, *ANN, "--password-stdin", stdin="correct horse\n")
    revoked = admin(tmp_path, "operator", "revoke", "ann@example.com")
    (listed,) = admin(tmp_path, "operator", "list")["operators"]

    assert revoked["revoked"] == 1
    assert (listed["state"], listed["tokens"], listed["has_password"]) == ("revoked", [], False)


def test_new_token_takes_a_revoked_operator_back(tmp_path: Path) -> None:
    admin(tmp_path, *ANN)
    admin(tmp_path, "operator", "revoke", "ann@example.com")
    admin(tmp_path, "operator", "token", "ann@example.com")
    (listed,) = admin(tmp_path, "operator", "list")["operators"]

    assert listed["state"] == "needs a photo"


def test_invitation_is_a_code(tmp_path: Path) -> None:
    admin(tmp_path, *ANN)

    assert admin(tmp_path, "operator", "invite", "ann@example.com")["code"].startswith("undi_")


def test_site_is_added_listed_and_removed(tmp_path: Path) -> None:
    words = ("--origin", "https://Shop.example/", "--origin", "https://www.shop.example")
    made = admin(tmp_path, "site", "add", "Shop", *words, "--url", "https://chat.example")
    listed = admin(tmp_path, "site", "list")["sites"]
    admin(tmp_path, "site", "remove", made["organization_id"])

    assert made["origins"] == ["https://shop.example", "https://www.shop.example"]
    assert made["snippet"] == (
        '<script src="https://chat.example/widget/embed.js"'
        f' data-organization="{made["organization_id"]}" async></script>'
    )
    assert [each["organization_id"] for each in listed] == [made["organization_id"]]
    assert admin(tmp_path, "site", "list")["sites"] == []


def test_verbs_speak_to_people_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("--data", str(tmp_path))
    for words in (
        ANN,
        ("operator", "list"),
        ("operator", "token", "ann@example.com"),
        ("operator", "invite", "ann@example.com"),
        ("operator", "revoke", "ann@example.com"),
        ("site", "add", "Shop", "--origin", "https://shop.example"),
        ("site", "list"),
        ("site", "remove", "Shop"),
    ):
        assert cli.main([*words, *where]) == 0
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("operator", "add", "bo@x.com", "--name", "Support"), "give a person's name"),
        (("operator", "add", "bo", "--name", "Bo Ray"), "no e-mail address"),
        (("operator", "add", "bo@x.com", "--name", "Bo Ray", "--max-chats", "0"), "between 1 and"),
        (("operator", "add", "bo@x.com", "--name", "Bo Ray", "--photo", "/nowhere"), "no photo"),
        (
            ("operator", "add", "bo@x.com", "--name", "Bo Ray", "--no-photo-reason", "no"),
            "few words",
        ),
        (("operator", "add", "bo@x.com", "--name", "Bo Ray", "--title", "a\nb"), "printable"),
        (ANN, "already"),
        (("operator", "revoke", "bo@x.com"), "There is no operator bo@x.com"),
        (("operator", "revoke", "ann@example.com", "--token", "nothing8"), "has no token"),
        (("operator", "token", "bo@x.com"), "There is no operator"),
        (("operator", "invite", "bo@x.com"), "There is no operator"),
        (("site", "add", "Shop", "--origin", "shop.example"), "no origin"),
        (("site", "add", "Shop", "--origin", "https://shop.example/path"), "no origin"),
        (("site", "add", " ", "--origin", "https://shop.example"), "name has between"),
        (("site", "remove", "Nowhere"), "There is no site Nowhere"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_wrong_words_get_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], part: str
) -> None:
    admin(tmp_path, *ANN)
    sentence = refusal(capsys, tmp_path, *words)

    assert part in sentence
    assert sentence.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"no picture", png(5_000, 5_000), png(9, 9) + bytes(3_000_000)]
)
def test_unusable_photo_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    admin(tmp_path / "data", *ANN)
    (tmp_path / "photo").write_bytes(content)
    words = ("operator", "photo", "ann@example.com", "--photo", str(tmp_path / "photo"))

    assert "photo" in refusal(capsys, tmp_path / "data", *words)


@pytest.mark.parametrize("password", ["short", "ann@example.com", "x" * 2_000])
def test_weak_password_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
) -> None:
    monkeypatch.setattr("sys.stdin.readline", lambda: password + "\n", raising=False)

    assert "password" in refusal(capsys, tmp_path, *ANN, "--password-stdin")


def test_empty_folder_is_not_taken_for_a_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no server data" in refusal(capsys, tmp_path / "typo", "operator", "list")
    assert not (tmp_path / "typo").exists()


def test_damaged_database_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database at all, but long enough to be read as one")

    assert "Restore a backup" in refusal(capsys, tmp_path, "operator", "list")


def test_command_runs_as_a_program(tmp_path: Path) -> None:
    done = run_command(*ANN, "--data", str(tmp_path), "--json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["email"] == "ann@example.com"


def test_unknown_verb_shows_the_usage() -> None:
    done = run_command("operator", "befriend")

    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_nobody_is_kept_out_at_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    admin(tmp_path, *ANN)

    assert admin(tmp_path, "visitor", "banned") == {"visitors": []}
    assert "No visitor v-7 is kept out." in refusal(capsys, tmp_path, "visitor", "allow", "v-7")
