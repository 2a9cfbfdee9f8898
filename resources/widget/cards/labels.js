// The words around a number that say what it is; the twin of `etiquette/cards/labels.py`.

const set = (text) => new Set(text.split(" "));
const CARDS = set(
  "amex american express card cards cc credit creditcard debit diners discover jcb maestro master mastercard mc pan prepaid rupay unionpay visa karte kredit kreditkarte carte cb crédit débit tarjeta crédito credito débito karta karty",
);
const FILLERS = set(
  "a as by code confirmation is it its me my n n° no nr num number numbers of our the this to under was your der die das ist lautet le la les mein meine nummer und unter war est mon numéro numero nº de del du di el es mi número núm un une jest mój moje numer nro номер",
);
const FAINT = set("id ident identifier ref referencia referencja reference referenz référence");
const VERBS = set("is was ist war lautet est es jest to");
const OTHERS = set(
  "account awb barcode batch booking call case cell claim coupon customer ean fax gtin handy iban imei imeisv invoice isbn konto lot loyalty member membership meter mobil mobile msisdn order orders parcel phone po policy receipt return rma s/n serial shipment siren siret sku sn sscc ssn tax tel ticket timestamp track tracked tracking transaction txn upc uuid vat voucher waybill whatsapp zip dhl dpd fedex gls hermes inpost ups usps bestellung kunde kunden lieferung paket sendung serien vorgang client colis commande compte facture suivi série tél cliente cuenta envio envío factura paquete pedido seguimiento serie tfno faktura faktury klient klienta konta nrb paczka paczki paczkę rachunek rachunku seryjny",
);
const CARD_STEM = /^(?:kreditkart|debitkart|kartennum|bankkart)/u;
const OTHER_STEM =
  /^(?:telef|teléf|téléph|teleph|artikel|auftrag|bestell|buchung|handynum|kundennr|kundennum|liefer|mobilnum|paket|rechnung|rückruf|sendung|seriennr|seriennum|steuer|vorgang|zähler|réservation|reserva|rezerwac|zamów|przesył)/u;
const WORDS = /(?<![\p{L}\p{N}_])s\/n(?![\p{L}\p{N}_])|[\p{L}\p{Nl}\p{No}]+[º°]?|[.!?;\n\p{Nd}*•]/gu;
const REACH = 64;

const wordsIn = (text) => [...text.toLowerCase().matchAll(WORDS)].map(([word]) => word);

function labelOf(word) {
  if (CARDS.has(word) || CARD_STEM.test(word)) return "card";
  return OTHERS.has(word) || OTHER_STEM.test(word) ? "other" : "";
}

/** "card", "other" or "", by the words before a place. */
export function labelBefore(text, at) {
  let isStopped = false;
  let weakest = "";
  for (const word of wordsIn(text.slice(Math.max(0, at - REACH), at)).reverse()) {
    const label = labelOf(word);
    if (label) return label;
    if (/^[.!?;\n]$/u.test(word)) {
      // "No." and "Nr." keep their dot; a line may end before its number.
      if (isStopped) break;
      isStopped = true;
    } else if (FAINT.has(word)) [isStopped, weakest] = [false, "other"];
    else if (FILLERS.has(word)) isStopped = false;
    else break;
  }
  return weakest;
}

/** Whether the words behind a number that ends at this place say what else it is. */
export function isNamedBehind(text, at) {
  const words = wordsIn(text.slice(at, at + REACH));
  if (!VERBS.has(words[0])) return false;
  for (const word of words) {
    const label = labelOf(word);
    if (label) return label === "other";
    if (!FILLERS.has(word)) return false;
  }
  return false;
}
