"""Texts that say nearly the same are found; texts with a phrase in common are not."""

from undivided.library.growing.duplicates import alike
from undivided.library.model.responses import Response

PARCEL = "Your parcel left us on {{day}} and should reach you within two days."


def _groups(*bodies: str) -> list[list[int]]:
    responses = [Response(title=f"{n}", body=body) for n, body in enumerate(bodies)]
    return [[int(each.title) for each in group] for group in alike(responses)]


def test_same_words_with_other_punctuation_are_duplicates() -> None:
    assert _groups(PARCEL, PARCEL.upper().replace(".", "!"), "Something else.") == [[0, 1]]


def test_a_few_changed_words_are_still_a_duplicate() -> None:
    assert _groups(PARCEL, PARCEL.replace("two", "three")) == [[0, 1]]


def test_a_phrase_in_common_is_no_duplicate() -> None:
    assert _groups(PARCEL, "Your parcel left us on time, so please ask the carrier.") == []


def test_duplicates_of_a_duplicate_are_one_group() -> None:
    first = "one two three four five six seven eight nine ten"
    second = first + " eleven twelve"
    third = second + " thirteen fourteen"

    assert _groups(first, second, third) == [[0, 1, 2]]


def test_short_texts_are_duplicates_only_when_they_are_the_same() -> None:
    assert _groups("Thank you!", "thank you", "Thank him") == [[0, 1]]


def test_two_languages_are_no_duplicates() -> None:
    responses = [
        Response(title="a", body="Hotel Taxi Bar", language="en"),
        Response(title="b", body="Hotel Taxi Bar", language="de"),
    ]

    assert alike(responses) == []


def test_hundreds_of_the_same_text_are_one_group_and_take_no_time() -> None:
    assert [len(group) for group in _groups(*[PARCEL] * 500)] == [500]


def test_texts_without_words_are_compared_with_none() -> None:
    assert _groups("…", "!!!") == []
