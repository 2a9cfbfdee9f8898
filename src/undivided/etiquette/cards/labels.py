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
    "a as by code confirmation is it its me my n n° no nr num number numbers",
    "of our the this to under was your",
    "der die das ist lautet le la les mein meine nummer und unter war est mon numéro numero n° nº",
    "de del du di el es mi número núm un une jest mój moje numer nro номер",
)
_FAINT = _words("id ident identifier ref referencia referencja reference referenz référence")
"""Of a card as of anything; alone they speak of something else."""
_VERBS = _words("is was ist war lautet est es jest to")
_OTHERS = _words(
    "account awb barcode batch booking call case cell claim coupon customer ean fax gtin handy",
    "iban imei imeisv invoice isbn konto lot loyalty member membership meter mobil mobile msisdn",
    "order orders parcel phone po policy receipt return rma s/n serial shipment siren siret sku",
    "sn sscc ssn tax tel ticket timestamp track tracked tracking transaction txn upc uuid vat",
    "voucher waybill whatsapp zip",
    "dhl dpd fedex gls hermes inpost ups usps",
    "bestellung kunde kunden lieferung paket sendung serien vorgang",
    "client colis commande compte facture suivi série tél",
    "cliente cuenta envio envío factura paquete pedido seguimiento serie tfno",
    "faktura faktury klient klienta konta nrb paczka paczki paczkę rachunek rachunku seryjny",
)
_OTHER_STEMS = (
    "telef", "teléf", "téléph", "teleph", "artikel", "auftrag", "bestell", "buchung", "handynum",
    "kundennr", "kundennum", "liefer", "mobilnum", "paket", "rechnung", "rückruf", "sendung",
    "seriennr", "seriennum", "steuer", "vorgang", "zähler", "réservation", "reserva", "rezerwac",
    "zamów", "przesył",
)  # fmt: skip
_WORDS = re.compile(r"\bs/n\b|[^\W\d_]+[º°]?|[.!?;\n\d*\N{BULLET}]")
_STOPS = frozenset(".!?;\n")


def label_before(text: str, at: int) -> Label:
    """Return what the words before position `at` say of the number that begins there."""
    words: list[str] = _WORDS.findall(text[max(0, at - REACH) : at].casefold())
    is_stopped, weakest = False, Label.NOTHING
    for word in reversed(words):
        label = _label_of(word)
        if label is not Label.NOTHING:
            return label
        if word in _STOPS:
            # "No." and "Nr." keep their dot; a line may end before its number.
            if is_stopped:
                break
            is_stopped = True
        elif word in _FAINT:
            is_stopped, weakest = False, Label.OTHER
        elif word in _FILLERS:
            is_stopped = False
        else:
            break
    return weakest


def is_named_behind(text: str, at: int) -> bool:
    """Return whether the words behind a number, which ends at `at`, say what else it is.

    As in "4111... is my order number"; no card word stands among them.
    """
    words: list[str] = _WORDS.findall(text[at : at + REACH].casefold())
    if not words or words[0] not in _VERBS:
        return False
    for word in words:
        label = _label_of(word)
        if label is not Label.NOTHING:
            return label is Label.OTHER
        if word not in _FILLERS:
            return False
    return False


def _label_of(word: str) -> Label:
    if word in _CARDS or word.startswith(_CARD_STEMS):
        return Label.CARD
    return Label.OTHER if word in _OTHERS or word.startswith(_OTHER_STEMS) else Label.NOTHING
