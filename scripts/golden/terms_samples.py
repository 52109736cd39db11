"""Terms of an offer that keep every rule, to be altered by vectors and tests."""

from hashtagspace.domain.terms import (
    RIGHTS,
    Address,
    Ask,
    Controller,
    Granularity,
    Recipient,
    RecipientRole,
    TermsDocument,
    Withdrawal,
)

ADDRESS = Address("Hafenstraße 1", "Hamburg", "20457", "DE")
CONTROLLER = Controller("Acme Coffee GmbH", 7, "privacy@acme.example", ADDRESS, "acme.example")
RECIPIENT = Recipient("Beta Research Ltd", RecipientRole.PROCESSOR, "dpo@beta.example", ADDRESS)
TAG = 10**18
ASKS = tuple(
    Ask(category, granularity, TAG)
    for category in ("interests", "demographics", "location")
    for granularity in (Granularity.EXACT, Granularity.BRACKET)
)


def sample_terms(**changes: object) -> TermsDocument:
    """Good terms, but for the changes."""
    members: dict[str, object] = {
        "title": "Coffee habits",
        "purpose": "We want to know who drinks coffee where.",
        "purposes": ("dpv:CommercialResearch", "dpv:Marketing"),
        "controller": CONTROLLER,
        "recipients": (RECIPIENT,),
        "jurisdiction": "EU",
        "language": "en",
        "retention_days": 365,
        "storage_locations": ("EU", "CH"),
        "rights": tuple(RIGHTS),
        "withdrawal": Withdrawal("Revoke on the Consents page.", "https://acme.example/privacy"),
        "asks": ASKS,
        "min_kinds": 1,
        "max_kinds": 2,
        "envelope_key": bytes(range(256)) * 4 + bytes(192),
        "attesters": (bytes(range(20)),),
        "max_bytes": 65_536,
        "created_at_ms": 1_790_000_000_000,
    }
    return TermsDocument(**(members | changes))  # type: ignore[arg-type]
