"""Texts with card numbers in them, made from a seed.

How they are made: a number begins with a prefix that networks and payment services publish for
tests, goes on with random digits and ends in the right check digit; none is anybody's card. Then
it is written the ways visitors write: grouped, broken up, in another script, with unseen
characters, inside a sentence. A seed gives the same texts on every machine.
"""

from dataclasses import dataclass
from random import Random

TEST_PREFIXES = (
    # published prefix, how many digits, out of a hundred
    ("411111", 16, 14), ("424242", 16, 14), ("401288", 16, 8), ("400000", 16, 6),
    ("555555", 16, 10), ("510510", 16, 6), ("222300", 16, 4), ("520082", 16, 4),
    ("378282", 15, 4), ("371449", 15, 4), ("601111", 16, 3), ("644564", 16, 2), ("650516", 16, 2),
    ("353011", 16, 2), ("356600", 16, 2), ("305693", 14, 2), ("385200", 14, 1), ("362272", 14, 1),
    ("620000", 16, 2), ("620502", 19, 1), ("675964", 16, 2), ("630495", 18, 1), ("676770", 19, 1),
    ("422222", 13, 1), ("400000", 19, 1), ("220138", 16, 1), ("508227", 16, 1), ("979203", 16, 1),
)  # fmt: skip
ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1D7CE)
"""Zeros of other scripts: Arabic, Persian, Devanagari, Bengali, Thai, wide, bold."""
UNSEEN = "\u200b\u200c\u200d\u00ad\ufeff\u2060\ufe0f\u200e"
BREAKS = (
    " ", " ", " ", " ", "-", "-", "-", ".", "/", "\n", "  ", " - ", "\u00a0", "\u2009", "\u202f",
    "\u2013", "\u2011", "\u2212", "\u00b7", "_", "\r\n", "\n\n", ", ", "\t", "\u3000", "\u200b",
)  # fmt: skip
FRAMES = (
    "{}", "{}", "{}.", "my card is {}", "My card number: {}", "please charge {} thanks",
    "Meine Kartennummer ist {}, danke", "die Karte {} bitte", "Voici ma carte : {} merci",
    "mi tarjeta es {} \N{SMILING FACE WITH SMILING EYES}", "moja karta to {} dzi\u0119kuj\u0119",
    "\N{CREDIT CARD}\N{VARIATION SELECTOR-16} {} \N{THUMBS UP SIGN}", "({})", "\u201c{}\u201d",
    "visa {}", "Visa:{}", "card {} exp 09/29 cvv 123", "{} 11/28 456", "{}, valid until 03/2027",
    "I live at 12 High Street and my card is {} ok?", "order 4711 paid with {}", "card:{}\nJ. Doe",
    "on 2026-11-22 I used {}", "call me on +44 20 7946 0018, card {}", "it was 99.90 EUR on {}",
    "Hi!\n{}\nBye", "cc={}", "CARD {}", "PAN{}", "does {} work?", "{};{}", "number\n{}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A text, what it holds, and the digits of its cards ("" for a look-alike)."""

    kind: str
    text: str
    digits: str = ""


def check_digit(digits: str) -> str:
    """Return the digit that makes the row pass (Luhn), written apart from the product's code."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def card_number(random: Random) -> str:
    """Return a test card number."""
    weights = [weight for _, _, weight in TEST_PREFIXES]
    prefix, length, _ = random.choices(TEST_PREFIXES, weights)[0]
    body = prefix + digits(random, length - 1 - len(prefix))
    return body + check_digit(body)


def digits(random: Random, count: int) -> str:
    """Return random digits."""
    return "".join(random.choices("0123456789", k=count))


def card_texts(seed: int, count: int) -> list[Sample]:
    """Return texts with card numbers in them."""
    random = Random(seed)
    return [_card_text(random) for _ in range(count)]


def _card_text(random: Random) -> Sample:
    number = card_number(random)
    kind, sizes = sizes_of(random, len(number))
    written = grouped(number, sizes, random.choice(BREAKS))
    if random.random() < 0.15:
        zero = random.choice(ZEROS)
        written = "".join(
            chr(zero + int(sign)) if sign in "0123456789" else sign for sign in written
        )
        kind += ", other script"
    if random.random() < 0.1:
        written = "".join(sign + random.choice(("", "", random.choice(UNSEEN))) for sign in written)
        kind += ", unseen characters"
    return Sample(kind, random.choice(FRAMES).replace("{}", written), number)


def sizes_of(random: Random, length: int) -> tuple[str, list[int]]:
    """Return how a number of that length is broken up: the way's name, and the groups."""
    kind = random.choices(
        ("printed", "unbroken", "anyhow", "single digits", "pairs", "halves", "wrapped"),
        (45, 30, 8, 3, 4, 4, 6),
    )[0]
    if kind == "unbroken":
        return kind, [length]
    if kind == "printed":
        return kind, {14: [4, 6, 4], 15: [4, 6, 5]}.get(length, [4] * (length // 4) + [length % 4])
    if kind == "halves":
        return kind, [length // 2, length - length // 2]
    if kind == "wrapped":
        first = random.randint(1, length - 1)
        return kind, [first, length - first]
    if kind != "anyhow":
        size = 1 if kind == "single digits" else 2
        return kind, [size] * (length // size) + [length % size]
    sizes: list[int] = []
    while sum(sizes) < length:
        sizes.append(min(random.randint(2, 6), length - sum(sizes)))
    return kind, sizes


def grouped(number: str, sizes: list[int], gap: str) -> str:
    """Return the number in groups."""
    parts, at = [], 0
    for size in sizes:
        if size:
            parts.append(number[at : at + size])
            at += size
    return gap.join(parts)
