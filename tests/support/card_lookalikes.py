"""Texts with numbers that only look like a card's, made from a seed.

How they are made: each follows the published form of its kind, with random digits: account numbers
with their two check digits, articles with theirs, parcels' and orders' numbers as carriers and
shops print them, times, phones, places. A seed gives the same texts on every machine.
"""

from collections.abc import Callable
from random import Random

from tests.support.card_corpus import Sample, card_number, check_digit, digits, grouped, sizes_of


def look_alikes(seed: int, count: int) -> list[Sample]:
    """Return texts with numbers of other kinds, the same share of each kind."""
    random = Random(seed)
    kinds = list(KINDS.items())
    return [
        Sample(name, make(random))
        for name, make in (kinds[each % len(kinds)] for each in range(count))
    ]


def _order(random: Random) -> str:
    number = digits(random, random.randint(8, 17))
    return random.choice(
        (
            f"Order number {number}", f"order no. {number}", f"my order: {number}",
            f"Bestellnummer {number}", f"Auftragsnr.: {number}", f"commande n\u00b0 {number}",
            f"N\u00famero de pedido: {number}", f"numer zam\u00f3wienia {number}",
            f"Where is ORD-{number}?", f"Rechnung {number}", f"invoice INV{number}",
            f"It is {digits(random, 3)}-{digits(random, 7)}-{digits(random, 7)}",
            f"GPA.{digits(random, 4)}-{digits(random, 4)}-{digits(random, 4)}-{digits(random, 5)}",
            f"PO {digits(random, 10)}", f"#{digits(random, 10)}", f"order_{number}",
        )
    )  # fmt: skip


def _phone(random: Random) -> str:
    country = random.choice(("1", "44", "49", "33", "34", "48", "61", "86", "91", "55"))
    national = digits(random, random.randint(8, 11))
    gap = random.choice((" ", "-", ".", ""))
    pieces = [national[at : at + 3] for at in range(0, len(national), 3)]
    return random.choice(
        (
            f"+{country}{gap}{gap.join(pieces)}",
            f"call +{country} ({pieces[0]}) {' '.join(pieces[1:])}",
            f"00{country} {' '.join(pieces)}", f"Tel. {country}{national}",
            f"phone: {country}{national}",
            f"Telefon 0{gap.join(pieces)}", f"0{national} or 0{digits(random, 10)}",
            f"tel\u00e9fono {country} {' '.join(pieces)}", f"WhatsApp {country}{national}",
            f"+{country} {national} / +{country} {digits(random, 9)}",
        )
    )  # fmt: skip


def _iban(random: Random) -> str:
    country, length = random.choice(
        (("DE", 22), ("FR", 27), ("ES", 24), ("PL", 28), ("AT", 20), ("CH", 21), ("BE", 16),
         ("PT", 25), ("DK", 18), ("FI", 18), ("NO", 15), ("SE", 24), ("CZ", 24), ("HU", 28))
    )  # fmt: skip
    account = digits(random, length - 4)
    number = int(account + "".join(str(int(sign, 36)) for sign in country) + "00")
    whole = f"{country}{98 - number % 97:02d}{account}"
    gap = random.choice(("", " ", " ", "-", "\u00a0"))
    whole = gap.join(whole[at : at + 4] for at in range(0, length, 4))
    frame = random.choice(
        ("{}", "IBAN {}", "Please refund to {} thank you", "{}\nJane Doe", "iban: {}.")
    )
    return frame.format(whole.lower() if random.random() < 0.1 else whole)


def _parcel(random: Random) -> str:
    usps = "9" + random.choice("1234") + digits(random, 20)
    fours = " ".join(usps[at : at + 4] for at in range(0, 22, 4))
    return random.choice(
        (
            f"1Z{digits(random, 16)}", f"1Z999AA1{digits(random, 10)}", usps, fours,
            f"my parcel {fours}", f"7012 {' '.join(digits(random, 4) for _ in range(4))}",
            f"tracking number {digits(random, 12)}", f"Tracking: {digits(random, 15)}",
            f"Sendungsnummer {digits(random, 14)}", f"Sendung {digits(random, 16)}",
            f"suivi {digits(random, 13)}", f"n\u00famero de seguimiento {digits(random, 16)}",
            f"paczka {digits(random, 16)}", f"RB{digits(random, 9)}GB",
            f"JD{digits(random, 18)}",
            f"00340434{digits(random, 12)}", f"TBA{digits(random, 12)}",
            f"parcel H{digits(random, 15)}",
        )
    )  # fmt: skip


def _imei(random: Random) -> str:
    body = random.choice(("35", "86", "01", "99", "45", "52")) + digits(random, 12)
    whole = body + check_digit(body)
    edition = body + digits(random, 2)
    return random.choice(
        (
            whole, f"IMEI {whole}", f"IMEI: {whole[:2]}-{whole[2:8]}-{whole[8:14]}-{whole[14]}",
            f"{whole[:6]}-{whole[6:8]}-{whole[8:14]}-{whole[14]}", f"IMEISV {edition}",
            f"imei is {whole}", f"{edition[:2]}-{edition[2:8]}-{edition[8:14]}-{edition[14:]}",
        )
    )  # fmt: skip


def _time(random: Random) -> str:
    year, month, day = random.randint(1990, 2035), random.randint(1, 12), random.randint(1, 28)
    hour, minute, second = random.randint(0, 23), random.randint(0, 59), random.randint(0, 59)
    stamp = random.randint(1_500_000_000, 1_900_000_000)
    return random.choice(
        (
            f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{digits(random, 6)}Z",
            f"{year}-{month:02}-{day:02} {hour:02}.{minute:02}.{second:02}",
            f"{day:02}.{month:02}.{year} {hour:02}:{minute:02} - {day:02}.{month:02}.{year} 23:59",
            f"from {day:02}.{month:02}.{year}-{day:02}.{month:02}.{year + 1}",
            f"{year}-{month:02}-{day:02} {year + 1}-{month:02}-{day:02}",
            f"{day:02}/{month:02}/{year} {hour:02}.{minute:02}.{second:02}.{digits(random, 2)}",
            f"{year}{month:02}{day:02}{hour:02}{minute:02}{second:02}",
            f"{year}{month:02}{day:02}{hour:02}{minute:02}{second:02}{digits(random, 3)}",
            f"{stamp}", f"{stamp}{digits(random, 3)}", f"{stamp}{digits(random, 6)}",
            f"{stamp}.{digits(random, 6)}", f"{stamp}{digits(random, 9)}",
        )
    )  # fmt: skip


def _uuid(random: Random) -> str:
    signs = random.choice(("0123456789abcdef", "0123456789", "0123456789ABCDEF"))
    parts = ("".join(random.choices(signs, k=size)) for size in (8, 4, 4, 4, 12))
    return f"id {'-'.join(parts)}"


def _article(random: Random) -> str:
    length = random.choice((13, 13, 13, 8, 12, 14, 18))
    body = random.choice(("4", "40", "50", "978", "979", "3", "76", "69")) + digits(random, length)
    body = body[: length - 1]
    total = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(body)))
    whole = body + str(-total % 10)
    isbn = f"978-{whole[3:4]}-{whole[4:8]}-{digits(random, 4)}-{digits(random, 1)}"
    spaced = f"{whole[:1]} {whole[1:7]} {whole[7:]}"
    return random.choice(
        (whole, f"EAN {whole}", f"Artikel {whole}", isbn, spaced, f"GTIN: {whole}")
    )


def _address(random: Random) -> str:
    mac = ":".join(digits(random, 2) for _ in range(6))
    ipv6 = ":".join(digits(random, 4) for _ in range(8))
    ipv4 = ".".join(str(random.randint(0, 255)) for _ in range(4))
    north, east = random.randint(-89, 89), random.randint(-179, 179)
    place = f"{north}.{digits(random, 16)}, {east}.{digits(random, 15)}"
    return random.choice(
        (mac, ipv6, f"from {ipv4}", f"{ipv4} and {ipv4}", place, mac.replace(":", "-"))
    )


def _amount(random: Random) -> str:
    thousands = ",".join((str(random.randint(1, 999)), *(digits(random, 3) for _ in range(5))))
    price, other = (f"{random.randint(10, 999)}.{digits(random, 2)} EUR" for _ in range(2))
    return random.choice(
        (
            thousands,
            thousands.replace(",", "."),
            f"0.{digits(random, 16)}",
            f"{digits(random, 3)}.{digits(random, 16)}",
            f"{price} and {other}",
        )
    )


def _masked(random: Random) -> str:
    last = digits(random, 4)
    return random.choice(
        (
            f"**** **** **** {last}",
            "\u2022\u2022\u2022\u2022 " * 3 + last,
            f"XXXX-XXXX-XXXX-{last}",
            f"4111 11** **** {last}",
            f"card ending {last}",
            f"xxxxxxxxxxxx{last}",
        )
    )


def _wrong(random: Random) -> str:
    number = card_number(random)
    other = str((int(number[-1]) + random.randint(1, 9)) % 10)
    sizes = sizes_of(random, len(number))[1]
    return grouped(number[:-1] + other, sizes, random.choice((" ", "-", "")))


KINDS: dict[str, Callable[[Random], str]] = {
    "order": _order, "phone": _phone, "account": _iban, "parcel": _parcel, "IMEI": _imei,
    "time": _time, "UUID": _uuid, "article": _article, "address": _address, "amount": _amount,
    "masked": _masked, "wrong check digit": _wrong,
}  # fmt: skip
