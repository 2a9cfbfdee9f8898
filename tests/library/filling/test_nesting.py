"""Responses stand inside responses, and a loop is named."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from undivided.library.filling.nesting import MAX_DEPTH, cycle_in, expanded, nested_names
from undivided.library.filling.slots import slots
from undivided.library.model.parts import Fill, SlotKind, Variant
from undivided.library.model.responses import MAX_BODY, Response


def _library(**bodies: str) -> Callable[[str], Response | None]:
    known = {
        name: Response(id=name, title=name.title(), body=body, shortcuts=(name,))
        for name, body in bodies.items()
    }
    return known.get


def test_response_takes_the_place_of_its_name() -> None:
    look_up = _library(times="Mon {{> hours}}", hours="9 to 5")

    assert expanded("Open: {{> times}}. {{>/hours}}!", look_up).body == "Open: Mon 9 to 5. 9 to 5!"


def test_body_that_names_none_stays_as_it_is() -> None:
    body = "{{ day }} {{ {{x}} }}"

    assert expanded(body, _library()).body == body


def test_name_without_a_response_stays_visible_and_is_told() -> None:
    result = expanded("A {{> nope|words}} {{> nope}} {{> times}}", _library(times="t"))

    assert result.body == "A {{> nope|words}} {{> nope}} t"
    assert (result.missing, result.problem) == (("nope",), "")


def test_loop_is_named() -> None:
    look_up = _library(a="1 {{> b}}", b="2 {{> c}}", c="3 {{> b}}")

    result = expanded("{{> a}}", look_up)

    assert result.body == "1 2 3 {{> b}}"
    assert result.cycle == (
        "The responses are inside each other: “B” → “C” → “B”. Take one of them out."
    )


def test_a_loop_back_to_the_text_itself_puts_it_in_once() -> None:
    look_up = _library(one="x {{> two}}", two="y {{> one}}")
    one = look_up("one")
    assert one is not None

    result = expanded(one.body, look_up, outer=one)

    assert result.body == "x y {{> one}}"
    assert result.cycle == (
        "The responses are inside each other: “One” → “Two” → “One”. Take one of them out."
    )


def test_response_inside_itself_is_a_loop_before_it_is_saved() -> None:
    look_up = _library(a="{{> new}}")
    mine = Response(id="", title="New", body="x", shortcuts=("NEW",))

    def saving(body: str, *variants: str) -> str:
        wordings = tuple(Variant(body=variant) for variant in variants)
        changed = Response(
            id="", title="New", body=body, shortcuts=mine.shortcuts, variants=wordings
        )
        return cycle_in(changed, look_up)

    assert saving("x") == ""
    assert "“New” → “A” → “New”" in saving("{{> a}}")
    assert "“New” → “New”" in saving("x", "{{> New}}")


def test_same_response_twice_is_no_loop() -> None:
    assert expanded("{{> a}}{{> a}}", _library(a="x")).cycle == ""


def test_depth_is_limited_with_a_sentence() -> None:
    chain = {f"r{n}": f"{n} {{{{> r{n + 1}}}}}" for n in range(20)}

    result = expanded("{{> r0}}", _library(**chain))

    assert f"“R{MAX_DEPTH}” is left out: more than {MAX_DEPTH}" in result.problem
    assert result.cycle == ""
    assert result == expanded("{{> r0}}", _library(**chain), outer=Response(title="O", body="o"))


def test_text_that_doubles_at_every_step_ends() -> None:
    bombs = {f"r{n}": f"{{{{> r{n + 1}}}}}" * 10 for n in range(7)}
    result = expanded("{{> r0}}", _library(**bombs, r7="x" * 100))

    assert len(result.body) < 2 * MAX_BODY
    assert "too long" in result.problem


def test_kinds_of_blanks_join_and_the_outer_word_wins() -> None:
    inner = Response(
        id="i",
        title="I",
        body="{{day}} {{size}}",
        slots=(SlotKind(name="Day"), SlotKind(name="size", fill=Fill.NUMBER)),
    )
    outer = [SlotKind(name="day", fill=Fill.DATE)]

    result = expanded("{{day}} {{> i}}", lambda _: inner, outer)

    assert result.slots == (outer[0], inner.slots[1])
    assert [slot.name for slot in slots(result.body)] == ["day", "day", "size"]


def test_responses_are_put_in_in_the_language_of_the_text() -> None:
    times = Response(id="t", title="T", body="Mon", variants=(Variant(body="Mo", language="de"),))

    assert expanded("{{> t}}", lambda _: times, language="de-AT").body == "Mo"
    assert expanded("{{> t}}", lambda _: times, language="fr").body == "Mon"


def test_value_of_a_slot_is_no_name_of_a_response() -> None:
    assert nested_names("{{> a}} {{>}} {{> /b }} {{a > b}} {{> a}}") == ("a", "b")


NAMES = "abcd"


@given(st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4)))
def test_every_library_comes_to_an_end_and_loses_no_name(inside: dict[str, list[str]]) -> None:
    bodies = {
        name: name + "".join(f"{{{{> {x}}}}}" for x in names) for name, names in inside.items()
    }

    result = expanded("{{> a}}", _library(**bodies))

    left = set(nested_names(result.body))
    assert (left != set()) == bool(result.missing or result.problem)
    assert set(result.missing) <= left
