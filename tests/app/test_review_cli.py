"""`undivided review` prints a report, and a sentence for what it cannot read."""

import html
import json
from pathlib import Path

import pytest

from undivided.app.main import main
from undivided.etiquette.coach.rules.every import RULES
from undivided.storage.spelling.dictionaries import Trouble
from undivided.storage.spelling.process import Checked, SpellingProcess

CARD = "4111 1111 1111 1111"


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    path = tmp_path / "chat.jsonl"
    rows = [
        {"author": "visitor", "text": f"Do you take {CARD}?"},
        {"author": "operator", "text": f"The answer {'is long ' * 20}. And there is more."},
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def reviewed(*words: str) -> int:
    """Run the command without its dictionaries, which take a moment to start."""
    return main(["review", "--no-spelling", *words])


def test_json_report_has_findings_signals_blocks_and_measures(
    chat: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert reviewed(str(chat), "--format", "json") == 0

    report = json.loads(capsysbinary.readouterr().out)
    assert {"findings", "signals", "blocks", "measures"} <= report.keys()
    assert {("card-number", 1), ("too-long", 2)} <= {
        (each["rule"], each["line"]) for each in report["findings"]
    }
    assert {"line": 1, "signal": "question"} in report["signals"]
    assert set(report["findings"][0]) == {"rule", "line", "message", "remedy"}


def test_masked_transcript_is_printed_as_json_lines(
    chat: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["review", str(chat), "--mask"]) == 0

    rows = [json.loads(row) for row in capsysbinary.readouterr().out.splitlines()]
    assert [row["author"] for row in rows] == ["visitor", "operator"]
    assert "4111" not in rows[0]["text"]


def test_masked_transcript_names_every_line_that_it_leaves_out(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"author": "visitor", "text": "Hi"}\nno JSON\n{"author": "visitor"}\n[]\n')

    assert main(["review", str(path), "--mask"]) == 0

    printed = capsysbinary.readouterr()
    assert [json.loads(row)["text"] for row in printed.out.splitlines()] == ["Hi"]
    left = [line.rpartition(": left out: ") for line in printed.err.decode().splitlines()]
    assert [f"{path}:{line}" for line in (2, 3, 4)] == [place for place, _, _ in left]
    assert all(reason for _, _, reason in left)


def test_masked_transcript_is_reviewed_like_the_original(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    asked = {"author": "visitor", "text": f"I am here, {CARD}", "name": "Elena Rossi"}
    replies = [
        {"author": "operator", "text": "Hello Elena, it costs 39 \u20ac.", "origin": "untouched"},
        {
            "author": "operator",
            "text": "Yes.",
            "unsourced": [f"39 \u20ac on {CARD}"],
            "after_no": "asked",
        },
    ]
    calls = [{"author": "visitor", "text": "Please call me.", "call": {"after_s": 60}}]
    chats = [[asked, *replies], [asked, *calls, replies[1]]]
    files = [tmp_path / "two.json", tmp_path / "masked.jsonl"]
    files[0].write_text(json.dumps([{"messages": chat} for chat in chats]))
    assert main(["review", str(files[0]), "--mask"]) == 0
    files[1].write_bytes(capsysbinary.readouterr().out)

    reports = []
    for file in files:
        assert reviewed(str(file), "--format", "json", "--lang", "en") == 0
        reports.append(json.loads(capsysbinary.readouterr().out))

    assert "4111" not in files[1].read_text()
    findings = [{(each["line"], each["rule"]) for each in report["findings"]} for report in reports]
    assert findings[1] == {each for each in findings[0] if each[1] != "card-number"}
    assert reports[0]["measures"] == reports[1]["measures"]
    assert len(reports[1]["measures"]["by_chat"]) == 2


def test_several_files_make_a_list_even_if_one_alone_can_be_read(
    chat: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert reviewed(str(tmp_path / "none"), str(chat), "--format", "json") == 1

    (report,) = json.loads(capfdbinary.readouterr().out)
    assert report["file"] == str(chat)


def test_every_rule_is_listed_with_its_practice(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["review", "--rules", "--format", "json"]) == 0

    listed = {each["rule"]: each for each in json.loads(capsysbinary.readouterr().out)}
    assert {rule.name for rule in RULES} == listed.keys()
    assert all(each["practices"] and each["why"] for each in listed.values())


def test_one_unreadable_file_stops_no_other(
    chat: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert reviewed(str(tmp_path / "none"), str(chat)) == 1

    printed = capfdbinary.readouterr()
    assert b"cannot be read" in printed.err
    assert b"too-long" in printed.out


@pytest.mark.parametrize(
    ("said", "language", "sentence"),
    [
        ("Creo que llega el viernes, ¿le parece bien?", "es", ""),
        ("Moim zdaniem dojdzie w piątek, czy to dobrze?", "pl", ""),
        ("Penso che arrivi venerdì, va bene per lei?", None, "seems to be in 'it', which has no"),
        ("48213 12 4471-B", None, "was not recognised, so only the rules that need no words"),
    ],
)
def test_language_is_found_and_an_unknown_one_is_told(
    said: str,
    language: str | None,
    sentence: str,
    tmp_path: Path,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    path = tmp_path / "chat.jsonl"
    path.write_text(json.dumps({"author": "operator", "text": said}))
    printed = {}
    for kind in ("json", "text", "html"):
        assert reviewed(str(path), "--format", kind) == 0
        printed[kind] = html.unescape(capsysbinary.readouterr().out.decode())

    assert language == json.loads(printed["json"])["measures"]["language"]
    assert all(sentence in text for text in printed.values())
    assert all(("--lang" in text) == bool(sentence) for text in printed.values())


def test_a_set_language_is_not_guessed(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "chat.jsonl"
    path.write_text(json.dumps({"author": "operator", "text": "48213 creo que no"}))

    assert reviewed(str(path), "--lang", "es-MX", "--format", "json") == 0

    report = json.loads(capsysbinary.readouterr().out)
    assert ("es", "") == (report["measures"]["language"], report["note"])


@pytest.mark.parametrize(
    ("text", "language"),
    [("Yes.", "en"), ("x", None)],
)
def test_one_word_may_tell_the_language_of_a_short_chat(
    text: str, language: str | None, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "chat.jsonl"
    path.write_text(json.dumps({"author": "operator", "text": text}))

    assert reviewed(str(path), "--format", "json") == 0
    assert json.loads(capsysbinary.readouterr().out)["measures"]["language"] == language


def test_help_says_the_formats_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["review", "--help"])

    told = capsys.readouterr().out
    assert "Chatwoot" in told
    assert "exit code is 0 when every file was read" in told


def test_no_file_gets_a_sentence(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["review"]) == 2

    assert b"Say which saved chat" in capfdbinary.readouterr().err


@pytest.mark.parametrize("tag", ["zh", "pt", "xx"])
def test_language_without_phrases_leaves_the_rules_that_need_no_words(
    tag: str, chat: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert reviewed(str(chat), "--lang", tag, "--format", "json") == 0

    printed = capsysbinary.readouterr()
    report = json.loads(printed.out)
    assert f"no phrases for the language '{tag}', so only" in report["note"]
    assert report["note"].encode() in printed.err
    assert {"card-number", "too-long"} <= {each["rule"] for each in report["findings"]}


def test_language_of_a_place_may_be_written_with_a_low_line(
    chat: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert reviewed(str(chat), "--lang", "en_GB", "--format", "json") == 0

    report = json.loads(capsysbinary.readouterr().out)
    assert ("en", "") == (report["measures"]["language"], report["note"])


@pytest.fixture
def slips(tmp_path: Path) -> Path:
    path = tmp_path / "slips.jsonl"
    rows = [
        {"author": "visitor", "text": "My name is Zdenka, where is my parcel from Kvadrat?"},
        {"author": "operator", "text": "Hello Zdenka, one momnet.", "origin": "own"},
        {"author": "operator", "text": f"Kvadrat ships {CARD} by http://teh.example/x", "at": ""},
        {"author": "operator", "text": "It is on teh way to Kvadrat, order AB-12x."},
        {"author": "operator", "text": "You wil recieve it on Friday."},
        {"author": "operator", "text": "Anythng else?", "origin": "untouched"},
    ]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    return path


def test_misspelt_words_are_counted_and_said_from_the_fourth(
    slips: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["review", str(slips), "--lang", "en", "--format", "json"]) == 0

    report = json.loads(capsysbinary.readouterr().out)
    assert report["measures"]["words_misspelt"] == 5
    assert [one["line"] for one in report["findings"] if one["rule"] == "misspelt"] == [6]
    assert report["measures"]["by_chat"][0]["share_untouched"] == 0.5


def test_a_language_without_a_dictionary_costs_one_sentence(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "chat.jsonl"
    said = "Konuyu hemen kontrol ediyorum, l\u00fctfen biraz bekleyin."
    path.write_text(json.dumps({"author": "operator", "text": said}))

    assert main(["review", str(path), "--format", "json"]) == 0

    report = json.loads(capsysbinary.readouterr().out)
    assert "There is no dictionary for 'tr', so misspelt words" in report["note"]
    assert report["measures"]["words_misspelt"] is None


def test_a_spelling_check_that_ends_costs_one_sentence(
    slips: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = Checked(trouble=Trouble.ENDED)
    monkeypatch.setattr(SpellingProcess, "misspelt", lambda *_: ended)

    assert main(["review", str(slips), "--lang", "en"]) == 0

    assert b"The spelling check ended by itself, so" in capsysbinary.readouterr().out


def test_what_came_before_an_order_is_counted_over_all_files(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    paths = [tmp_path / "ordered.txt", tmp_path / "left.txt"]
    paths[0].write_text(
        "Visitor: Is the lamp in stock?\nOperator: Which one?\nVisitor: I'll take it"
    )
    paths[1].write_text(
        "Visitor: Is the lamp in stock?\nOperator: It is not.\nVisitor: What a pity"
    )

    assert main(["review", "--closing", "--lang", "en", "--format", "json", *map(str, paths)]) == 0

    found = json.loads(capsysbinary.readouterr().out)
    question = {"step": "question", "well": 1, "of_well": 1, "others": 0, "of_others": 1}
    assert found["topics"][0]["steps"][0] == question
    assert found["topics"][0]["is_enough"] is False
