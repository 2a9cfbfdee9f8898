"""The library on the command line: lines or JSON, one sentence when something is wrong."""

import argparse
import io
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from operator import methodcaller
from pathlib import Path
from types import SimpleNamespace

import pytest

from undivided.app import canned_cli, canned_words
from undivided.library import formats
from undivided.library.model.responses import Scope
from undivided.library.sharing.copies import Known, Rights
from undivided.protocol.canned_responses import SITE, OpenPlace, Place
from undivided.protocol.ids import OrganizationId
from undivided.storage.library.store import LibraryStore

Run = Callable[..., int]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def canned(profile: Path) -> Run:
    parser = argparse.ArgumentParser()
    canned_words.add_parser(parser.add_subparsers())

    def run(command: str, *arguments: str) -> int:
        given = ["canned", command, "--profile", str(profile), *arguments]
        return canned_cli.run(parser.parse_args(given))

    return run


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def typed(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    return typed


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "empty.csv").touch()
    monkeypatch.chdir(folder)


def test_list_shows_responses_under_their_folders(
    canned: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert canned("list", "--folder", "Greeting") == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Greeting"
    assert [line for line in lines[1:] if not line.startswith("  ")] == []
    assert any(line.startswith("  Hello  /hello  Hello {{visitor.") for line in lines)


def test_list_as_json_is_an_export(canned: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert canned("list", "--json") == 0

    document = json.loads(capsys.readouterr().out)
    assert document["format"] == "undivided-responses"
    assert len(document["responses"]) >= 40


def test_search_shows_the_best_first(canned: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert canned("search", "/track") == 0
    assert canned("search", "--json", "--limit", "1", "deliv", "date") == 0

    lines, _, document = capsys.readouterr().out.partition("{\n")
    assert lines.startswith("Tracking link  /track  You can follow")
    found = json.loads("{" + document)["responses"]
    assert [item["title"] for item in found] == ["Delivery by a date"]


def test_search_without_a_hit_says_so_and_is_no_failure(
    canned: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert canned("search", "qqq", "--folder", "Greeting") == 0

    assert capsys.readouterr().err == "Nothing for “qqq”.\n"


def test_added_response_is_found_again(canned: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code = canned(
        "add", "--title", "Opening hours", "--body", "From {{opens}}.", "--shortcut", "/hours",
        "--folder", "Shop/Times", "--tag", "open", "--tag", "closed", "--language", "en",
    )  # fmt: skip
    canned("search", "--json", "/hours")

    out = capsys.readouterr().out
    assert code == 0
    assert out.startswith("Kept Opening hours  /hours  From {{opens}}.\n")
    found = json.loads(out.partition("\n")[2])["responses"][0]
    assert (found["folder"], found["tags"]) == (["Shop", "Times"], ["open", "closed"])


def test_text_to_add_may_come_from_standard_input(
    canned: Run, type_in: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in("Zwei Zeilen,\nbeide schön\n".encode())

    assert canned("add", "--json") == 0

    added = json.loads(capsys.readouterr().out)["responses"][0]
    assert (added["title"], added["body"]) == (
        "Zwei Zeilen, beide schön",
        "Zwei Zeilen,\nbeide schön",
    )


def test_import_reports_each_row_and_stops_for_none(
    canned: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "more.csv"
    file.write_text("title,body,colour\nOne,Hi {{contact.name}},red\nTwo,,red\nThree,3,red\n")

    assert canned("import", str(file), "--json", "--dry-run") == 0
    dry = json.loads(capsys.readouterr().out)
    assert canned("import", str(file), "--json") == 0
    done = json.loads(capsys.readouterr().out)
    assert canned("import", str(file), "--json", "--format", "csv") == 0
    again = json.loads(capsys.readouterr().out)

    assert dry == done
    assert done == {
        "new": 2,
        "changed": 0,
        "same": 0,
        "refused": [{"row": 3, "reason": "The text of a response cannot be empty."}],
        "unknown_placeholders": ["contact.name"],
        "losses": ["The column 'colour' was not kept."],
    }
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)


def test_import_shares_with_those_whom_its_operator_may_share_with(
    canned: Run, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "two.csv"
    file.write_text("title,body\nHours,We open at nine.\n")

    assert canned("import", str(file), "--scope", "team") == 1
    assert "lets you add responses for the team" in capsys.readouterr().err

    rights = Rights(me="mira", places=(OpenPlace(place=Place(), may_edit=True),))
    with closing(LibraryStore(profile / "library.db")) as store:
        assert "We open at nine." not in {each.body for each in store.everything()}
        store.share("https://one", lambda shelf: shelf.note(Known(rights=rights)))
    assert canned("import", str(file), "--scope", "site") == 1
    assert canned("import", str(file), "--scope", "team") == 0
    with closing(LibraryStore(profile / "library.db")) as store:
        (found,) = store.search("Hours We open at nine", limit=1)

    assert found.response.scope is Scope.TEAM


LAMPS = Place(scope=SITE, organization_id=OrganizationId("org-lamps"))
CHAIRS = Place(scope=SITE, organization_id=OrganizationId("org-chairs"))
PLACES = (
    OpenPlace(place=Place(), may_edit=True),
    OpenPlace(place=LAMPS, name="Lamps", may_edit=True),
    OpenPlace(place=CHAIRS, name="Stühle", may_edit=True),
    OpenPlace(place=Place(scope=SITE, organization_id=OrganizationId("x")), name="Read only"),
)


def follow(profile: Path, **servers: tuple[OpenPlace, ...]) -> None:
    with closing(LibraryStore(profile / "library.db")) as store:
        for name, places in servers.items():
            known = Known(rights=Rights(me="mira", places=places))
            store.share(f"https://{name}", methodcaller("note", known))


def shared(profile: Path, server: str = "one") -> list[Place]:
    with closing(LibraryStore(profile / "library.db")) as store:
        return [copy.place for copy in store.share(f"https://{server}", lambda s: s.copies())]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("--scope", "site", "--place", "lamps"), LAMPS),
        (("--place", "STUHLE"), CHAIRS),
        (("--place", "org-chairs"), CHAIRS),
        (("--scope", "team"), Place()),
        (("--place", "Every operator"), Place()),
    ],
)
def test_import_shares_with_the_named_place(
    canned: Run, profile: Path, tmp_path: Path, words: tuple[str, ...], place: Place
) -> None:
    file = tmp_path / "two.csv"
    file.write_text("title,body\nHours,We open at nine.\n")
    follow(profile, one=PLACES)

    assert canned("import", str(file), "--dry-run", *words) == 0
    assert shared(profile) == []
    assert canned("import", str(file), *words) == 0

    assert shared(profile) == [place]
    assert canned("import", str(file), *words) == 0
    assert shared(profile) == [place]


def test_import_keeps_nothing_while_several_places_may_be_meant(
    canned: Run, profile: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "two.csv"
    file.write_text("title,body\nHours,We open at nine.\n")
    twin = OpenPlace(place=Place(), may_edit=True)
    follow(profile, one=PLACES, two=(twin,))

    def refusal(*words: str) -> str:
        assert canned("import", str(file), *words) == 1
        return capsys.readouterr().err

    assert refusal("--scope", "site").endswith("--place with one of these: “Lamps”, “Stühle”.\n")
    assert "one of these: “Lamps”, “Stühle”." in refusal("--scope", "site", "--place", "Read only")
    both = "“Every operator at https://one”, “Every operator at https://two”"
    assert both in refusal("--scope", "team")
    assert "Leave one of the two out." in refusal("--scope", "personal", "--place", "Lamps")
    assert (shared(profile), shared(profile, "two")) == ([], [])

    assert canned("import", str(file), "--place", "every operator at https://two") == 0
    assert (shared(profile), shared(profile, "two")) == ([], [Place()])
    assert "New ones go to “Every operator” when" in capsys.readouterr().out


def test_import_tells_in_sentences(
    canned: Run, type_in: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(b'[{"body": "Hi {{contact.name}}", "colour": 1}, 7]')

    assert canned("import", "-", "--dry-run") == 0

    assert capsys.readouterr().out.splitlines() == [
        "Read as Undivided (JSON).",
        "1 new, 0 changed, 0 the same, 1 left out (nothing was changed yet).",
        "Row 2: The row is not an object with a title and a body.",
        "The placeholder {{contact.name}} is not known here; it stays as a blank to fill.",
        "The field 'colour' was not kept.",
    ]


@pytest.mark.parametrize("name", ["all.json", "all.CSV", "all.yml"])
def test_export_imported_again_changes_nothing(
    canned: Run, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    assert canned("export", str(file)) == 0
    assert canned("export", str(file), "--json") == 0
    exported = json.loads(capsys.readouterr().out.splitlines()[-1])

    assert canned("import", str(file), "--json") == 0

    report = json.loads(capsys.readouterr().out)
    assert report["same"] == exported["exported"] >= 40
    assert (report["new"], report["changed"], report["refused"]) == (0, 0, [])
    assert exported["format"] == {"json": "json", "csv": "csv", "yml": "espanso"}[name[4:].lower()]
    assert [item.name for item in tmp_path.iterdir() if item.name.startswith(".")] == []


def test_formats_on_the_command_line_are_those_there_are() -> None:
    assert canned_words._READ == ("auto", *formats.sources())
    assert canned_words._WRITTEN == ("auto", *formats.Format)


def test_formats_are_shown_with_what_they_lose(
    canned: Run, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert canned("formats") == 0
    lines = capsys.readouterr().out.splitlines()
    assert canned("formats", "--json") == 0
    known = json.loads(capsys.readouterr().out)

    assert "espanso       espanso (YAML file or folder), also written by export" in lines
    assert any("Shell commands and scripts are never run" in line for line in lines)
    assert [each["name"] for each in known] == list(formats.sources())
    assert not profile.exists()


def test_folder_of_phrases_is_imported(
    canned: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "phrases" / "Delivery"
    folder.mkdir(parents=True)
    (folder / "abroad.txt").write_text("We deliver to {{country}}.")
    (folder / ".abroad.json").write_text('{"abbreviation": {"abbreviations": ["abr"]}}')
    (folder / "run.py").write_text("raise SystemExit")
    (folder / "link.txt").symlink_to(folder / "abroad.txt")

    assert canned("import", str(tmp_path / "phrases"), "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert canned("search", "/abr", "--json") == 0
    found = json.loads(capsys.readouterr().out)["responses"][0]

    assert (report["new"], report["refused"]) == (1, [])
    assert report["losses"] == ["Scripts are never run; 1 of them stayed where they are."]
    assert (found["body"], found["folder"]) == ("We deliver to {{country}}.", ["Delivery"])


def test_export_says_what_its_format_cannot_hold(
    canned: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert canned("export", str(tmp_path / "all.csv"), "--format", "lhc") == 0

    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("The shortcuts of ") for line in lines)
    assert (tmp_path / "all.csv").read_bytes().startswith(b"id,title,explain,msg,")


def test_export_to_standard_output_is_the_text_alone(
    canned: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert canned("export", "-", "--format", "csv") == 0

    assert capsys.readouterr().out.startswith("folder,title,shortcuts,tags,language,body")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "absent.json"), "absent.json cannot be read: No such file"),
        (("import", "."), "The folder holds neither phrases of AutoKey nor files of espanso."),
        (("import", "empty.csv"), "no column named body"),
        (("import", "empty.csv", "--format", "espanso"), "No list named matches was found"),
        (("import", "empty.csv", "--format", "autokey"), "AutoKey keeps phrases in a folder."),
        (("import", ".", "--format", "chatwoot"), "Choose the file instead of its folder."),
        (("export", "/proc/no/such.json"), "such.json was not saved (No such file"),
        (("export", "."), "was not saved ("),
        (("add", "--body", " "), "The text of a response cannot be empty."),
        (("add", "--body", "x", "--shortcut", "HELLO"), "already belongs to “Hello”"),
    ],
)
@pytest.mark.usefixtures("own_folder")
def test_what_cannot_be_done_is_one_sentence(
    canned: Run, arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert canned(*arguments) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err
    assert told.err.count("\n") == 1


def test_encoding_that_was_assumed_is_told(
    canned: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes("title,body\nGrüße,x".encode("cp1252"))

    assert canned("import", str(file), "--json") == 0
    assert canned("search", "grusse") == 0

    report = json.loads(capsys.readouterr().out.partition("}\n")[0] + "}")
    assert report["new"] == 1
    assert "Windows-1252 (Western European) was assumed" in report["losses"][0]


def test_file_too_large_is_one_sentence(
    canned: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as out:
        out.truncate(65 * 1024 * 1024)

    assert canned("import", str(file)) == 1

    assert "larger than 64 MiB" in capsys.readouterr().err


def test_damaged_library_is_one_sentence(
    canned: Run, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.mkdir()
    (profile / "library.db").write_bytes(b"no database" * 1000)

    assert canned("list") == 1

    assert "is damaged and was left as it is. Start Undivided" in capsys.readouterr().err
    assert (profile / "library.db").read_bytes() == b"no database" * 1000


def test_profile_that_is_no_folder_is_one_sentence(
    canned: Run, profile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    profile.write_text("not a folder")

    assert canned("list") == 1

    assert capsys.readouterr().err.count("\n") == 1


def test_command_needs_no_window_server_or_keyring(profile: Path) -> None:
    program = (
        "import argparse, sys\n"
        "from undivided.app import canned_cli, canned_words\n"
        "parser = argparse.ArgumentParser()\n"
        "canned_words.add_parser(parser.add_subparsers())\n"
        "code = canned_cli.run(parser.parse_args(sys.argv[1:]))\n"
        "heavy = {'PySide6', 'aiohttp', 'asyncio', 'keyring', 'qasync', 'websockets', 'ssl'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
        "sys.exit(code)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "canned", "search", "hello", "--profile", str(profile)],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin"},
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "[]"


def test_reader_that_goes_away_is_no_failure(profile: Path) -> None:
    program = (
        "import argparse, sys\n"
        "from undivided.app import canned_cli, canned_words\n"
        "parser = argparse.ArgumentParser()\n"
        "canned_words.add_parser(parser.add_subparsers())\n"
        "sys.exit(canned_cli.run(parser.parse_args(sys.argv[1:])))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-uc", program, "canned", "list", "--profile", str(profile)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        told = child.stderr.read()

    assert (child.returncode, told) == (0, b"")


def test_library_file_lies_in_the_profile(canned: Run, profile: Path) -> None:
    canned("add", "--body", "Only here")

    connection = sqlite3.connect(profile / "library.db")
    found = connection.execute("select body from responses where title = 'Only here'").fetchall()
    connection.close()
    assert found == [("Only here",)]
