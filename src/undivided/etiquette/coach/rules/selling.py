"""Selling without pushing: only on a signal, never after a no, no pressure, an alternative."""

from collections.abc import Iterable, Iterator

from undivided.etiquette.calm_text import isolated
from undivided.etiquette.coach.advice import Act, Advice, Remedy, Span
from undivided.etiquette.coach.after_no import REASONS
from undivided.etiquette.coach.buying import ShopPage, shop_page
from undivided.etiquette.coach.claims import key_of
from undivided.etiquette.coach.reading import Reading
from undivided.etiquette.coach.rule import Context, Rule
from undivided.etiquette.coach.rules.remedies import attach, leave_out_or_select, write_behind
from undivided.etiquette.coach.summary import summary_of


def _after_refusal(context: Context) -> Iterator[Advice]:
    hits = tuple(context.reading.of("offers"))
    if not hits:
        return
    if _has_refused(context):
        spans = tuple(Span(hit.start, hit.end) for hit in hits)
        yield Advice(
            "sales-after-refusal",
            "The visitor said no: no more offers in this chat.",
            (
                *leave_out_or_select(context.reading, spans[0], "Select the offer"),
                *(Remedy(Act.ASK_FIRST, reason, label=words) for reason, words in REASONS.items()),
            ),
            spans,
        )


def _has_refused(context: Context) -> bool:
    return context.chat.refused_sales or context.history.refused_sale


def _early_offer(context: Context) -> Iterator[Advice]:
    hits = tuple(context.reading.of("add_ons"))
    if not hits or _has_refused(context):
        return
    if not _is_buying(context):
        spans = tuple(Span(hit.start, hit.end) for hit in hits)
        message = "The visitor has not decided to buy yet: add-ons can wait."
        yield Advice(
            "early-offer",
            message,
            leave_out_or_select(context.reading, spans[0], "Select the offer"),
            spans,
        )


def _pressure(context: Context) -> Iterator[Advice]:
    if context.chat.has_fact:
        return
    spans = tuple(Span(hit.start, hit.end) for hit in context.reading.of("pressure"))
    if spans:
        said = context.reading.says(spans[0])
        message = f"“{said}” presses: leave it out, or prove it."
        card = context.chat.library.stating(key_of(said))
        proof = () if card is None else (attach(card),)
        left_out = leave_out_or_select(context.reading, spans[0])
        yield Advice("pressure", message, (*left_out, *proof), spans)


def _no_summary(context: Context) -> Iterator[Advice]:
    agreement = context.history.agreement
    if agreement.is_summed_up or not agreement.points or context.reading.has("summaries"):
        return
    links = tuple(_web_addresses(context.reading))
    if links and _leads_to_order(context, links):
        summary = summary_of(agreement.points, context.phrases)
        remedy = Remedy(Act.INSERT, f"{summary}\n\n", Span(0, 0), "Sum it up")
        message = "A link to order, and nothing is summed up yet."
        yield Advice("no-summary", message, (remedy,), links)


def _web_addresses(reading: Reading) -> Iterator[Span]:
    """Yield where web addresses stand, whoever filled them in."""
    for sentence, part in zip(reading.sentences, reading.parts, strict=True):
        for link in part.links:
            if "@" not in part.text[link.start : link.end]:
                yield Span(link.start + sentence.start, link.end + sentence.start)


def _leads_to_order(context: Context, links: Iterable[Span]) -> bool:
    if _is_buying(context):
        return True
    text = context.reading.text
    addresses = (text[each.start : each.end] for each in links)
    return any(shop_page(each, context.phrases) is ShopPage.ORDER for each in addresses)


def _is_buying(context: Context) -> bool:
    """Return whether the visitor has shown a sign of buying: words, page, the operator's mark."""
    chat = context.chat
    is_told = chat.is_called_buying or "buying" in context.history.heard
    return is_told or chat.is_on_order_page


def _unavailable(context: Context) -> Iterator[Advice]:
    if context.reading.has("unavailable") and not context.reading.has("alternatives"):
        endings = context.phrases.sentences.get("alternative", ())[:1]
        remedies = (
            *_known_instead(context),
            *(write_behind(context, each, "Offer an alternative") for each in endings),
        )
        yield Advice("no-alternative", "Not available: what would do instead?", remedies)


def _known_instead(context: Context) -> tuple[Remedy, ...]:
    """Return what the library's card of the named thing has to offer instead."""
    named = (
        each
        for each in context.chat.library.unavailable
        if f" {each.name} " in context.reading.joined
    )
    return tuple(
        Remedy(Act.RESPONSE, other.id, label=f"Offer “{isolated(other.title, 30)}”")
        for other in next((each.instead for each in named), ())
    )


SALES_AFTER_REFUSAL = Rule(
    name="sales-after-refusal",
    practices=(55,),
    title="A no is a no",
    why="Who said no and is asked again leaves, and remembers.",
    check=_after_refusal,
    needs=frozenset({"offers", "refusals"}),
    is_gate=True,
)
EARLY_OFFER = Rule(
    name="early-offer",
    practices=(54,),
    title="Add-ons when the purchase is sure",
    why="An add-on before the decision puts the decision in doubt.",
    check=_early_offer,
    needs=frozenset({"add_ons", "buying"}),
)
PRESSURE = Rule(
    name="pressure",
    practices=(82,),
    title="No pressure",
    why="A purchase under pressure comes back; an unhurried one stays.",
    check=_pressure,
    needs=frozenset({"pressure"}),
)
NO_SUMMARY = Rule(
    name="no-summary",
    practices=(82,),
    title="Sum up before the order",
    why="Who reads once more what was agreed buys without haste, and regrets nothing.",
    check=_no_summary,
    needs=frozenset({"summaries", "checkout_pages"}),
)
NO_ALTERNATIVE = Rule(
    name="no-alternative",
    practices=(53,),
    title="Not available, but",
    why="A no with an alternative keeps the visitor; a bare no sends them away.",
    check=_unavailable,
    needs=frozenset({"unavailable", "alternatives"}),
)
