"""Offers are suggested to who is buying."""

from undivided.library.finding.offers import without_offers
from undivided.library.finding.search import Match
from undivided.library.model.responses import Response


def test_offers_wait_for_a_sign_of_buying() -> None:
    plain, offer = (
        Match(Response(title=title, body="b", is_offer=title == "Offer"))
        for title in ("Plain", "Offer")
    )

    assert without_offers([offer, plain], is_buying=False) == [plain]
    assert without_offers([offer, plain], is_buying=True) == [offer, plain]
