"""The words before a number that say what it is: a card's, or an order's, a parcel's, a phone's.

English, German, French, Spanish and Polish. A word counts only when nothing but words such as
"number" or "is" stands between it and the digits.
"""

import re
from enum import Enum, auto

REACH = 64
"""Characters before a number that are looked at."""


class Label(Enum):
    """What the words before a number say of it."""

    NOTHING = auto()
    CARD = auto()
    OTHER = auto()


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_CARDS = _words(
    "amex american express card cards cc credit creditcard debit diners discover jcb maestro",
    "master mastercard mc pan prepaid rupay unionpay visa",
    "karte kredit kreditkarte carte cb crédit débit tarjeta crédito credito débito karta karty",
)
_CARD_STEMS = ("kreditkart", "debitkart", "kartennum", "bankkart")
_FILLERS = _words(
    "a as by code confirmation id ident identifier is it its me my n n° no nr num number numbers",
    "of our ref reference the this to under was your",
    "der die das ist lautet le la les mein meine nummer und unter war est mon numéro numero n° nº",
    "de del du di el es mi un une jest numer nro номер",
)
_OTHERS = _words(
    "awb barcode batch booking call case cell claim coupon ean fax gtin handy iban imei imeisv",
    "invoice isbn konto lot loyalty meter mobil mobile msisdn order orders parcel phone po policy",
    "receipt return rma serial shipment siren siret sku sn sscc ssn tax tel ticket timestamp",
    "track tracked tracking transaction txn upc uuid vat voucher waybill whatsapp zip",
    "bestellung lieferung paket sendung vorgang",
    "client colis commande facture suivi série tél",
    "envio envío factura paquete pedido seguimiento serie tfno",
    "faktura faktury paczka seryjny",
)
_OTHER_STEMS = (
    "telef", "teléf", "téléph", "teleph", "artikel", "auftrag", "bestell", "buchung", "handynum",
    "kundennum", "liefer", "mobilnum", "paket", "rechnung", "rückruf", "sendung", "seriennum",
    "steuer", "vorgang", "zähler", "réservation", "reserva", "rezerwac", "zamów", "przesył",
)  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+[º°]?|[.!?;\n\d*\N{BULLET}]")
_STOPS = frozenset(".!?;\n")


def label_before(text: str, at: int) -> Label:
    """Return what the words before position `at` say of the number that begins there."""
    words: list[str] = _WORDS.findall(text[max(0, at - REACH) : at].casefold())
    is_stopped = False
    for word in reversed(words):
        if word in _STOPS:
            # "No." and "Nr." keep their dot; a line may end before its number.
            if is_stopped:
                return Label.NOTHING
            is_stopped = True
        elif word in _CARDS or word.startswith(_CARD_STEMS):
            return Label.CARD
        elif word in _OTHERS or word.startswith(_OTHER_STEMS):
            return Label.OTHER
        elif word not in _FILLERS:
            return Label.NOTHING
        else:
            is_stopped = False
    return Label.NOTHING
