"""The demo market as values: two invented businesses, what they ask for, and who answers."""

from dataclasses import dataclass, replace
from typing import Final

from hashtagspace.client.offering import DAY, OfferDraft
from hashtagspace.domain.strict_json import Json
from hashtagspace.domain.terms import (
    RIGHTS,
    Address,
    Ask,
    Controller,
    Granularity,
    Question,
    Recipient,
    RecipientRole,
    TermsDocument,
    Withdrawal,
)

TAG: Final = 10**18
_EXACT, _BRACKET, _YESNO, _NOISED = Granularity
Records = dict[str, dict[str, Json]]


@dataclass(frozen=True, slots=True)
class Business:
    """A business with its profile, what it puts into its one offer, and who it is to the law."""

    handle: str
    name: str
    bio: str
    contact: str
    address: Address
    draft: OfferDraft

    def draft_for(self, profile: int) -> OfferDraft:
        """The offer's draft, for the profile that the business got."""
        controller = Controller(self.name, profile, self.contact, self.address)
        return replace(self.draft, terms=replace(self.draft.terms, controller=controller))


@dataclass(frozen=True, slots=True)
class Answer:
    """A person of the demo world who answers a business's offer; `bought`: it is accepted and delivered."""

    handle: str
    business: str
    choices: dict[str, Granularity]
    bought: bool = False


def _terms(title: str, purpose: str, purposes: tuple[str, ...], asks: tuple[Ask, ...]) -> TermsDocument:
    nobody = Address("-", "-", "-", "DE")
    return TermsDocument(
        title=title,
        purpose=purpose,
        purposes=purposes,
        controller=Controller("-", 1, "nobody@nowhere.example", nobody),
        recipients=(),
        jurisdiction="EU",
        language="en",
        retention_days=180,
        storage_locations=("EU",),
        rights=tuple(RIGHTS),
        withdrawal=Withdrawal("Withdraw on the Consents page; it takes effect at once."),
        asks=asks,
        min_kinds=1,
        max_kinds=1,
        envelope_key=b"",
        attesters=(),
        max_bytes=65_536,
        created_at_ms=0,
    )


_HARBOUR: Final = Address("Sandtorkai 30", "Hamburg", "20457", "DE")
_LISBON: Final = Address("Rua da Boavista 84", "Lisboa", "1200-068", "PT")

ROASTERS: Final = Business(
    "harbour_beans",
    "Harbour Beans",
    "Coffee roasters by the water. We ask before we guess.",
    "privacy@harbour-beans.example",
    _HARBOUR,
    OfferDraft(
        terms=_terms(
            "What do you drink, and where?",
            "We open two small roasteries next year and want to put them where people like coffee, and to "
            "stock what the neighbourhood is curious about.",
            ("dpv:CommercialResearch", "dpv:ImproveExistingProductsAndServices"),
            (
                Ask("interests", _EXACT, 3 * TAG, ("topics",)),
                Ask("location", _BRACKET, 3 * TAG, ("country", "postcode")),
            ),
        ),
        budget=300 * TAG,
        accept_seconds=60 * DAY,
        max_responses=100,
    ),
)
TRAVELLERS: Final = Business(
    "slow_travel_lab",
    "Slow Travel Lab",
    "Research on getting there by rail and by bike. Non-profit.",
    "consent@slow-travel-lab.example",
    _LISBON,
    OfferDraft(
        terms=replace(
            _terms(
                "Who leaves the car at home?",
                "We study which households could travel without a car, and publish averages that name "
                "nobody. You choose how closely we may look; the closer, the more we pay.",
                ("dpv:ScientificResearch", "dpv:NonCommercialResearch"),
                (
                    Ask("demographics", _EXACT, 8 * TAG, ("birth_year", "household_size")),
                    Ask("demographics", _BRACKET, 4 * TAG, ("birth_year", "household_size")),
                    Ask("demographics", _NOISED, 3 * TAG, ("birth_year", "household_size")),
                    Ask("location", _EXACT, 8 * TAG, ("country", "city")),
                    Ask("location", _BRACKET, 4 * TAG, ("country", "postcode")),
                    Ask("location", _NOISED, 3 * TAG, ("moved",)),
                    Ask("interests", _EXACT, 8 * TAG, ("topics",)),
                    Ask("interests", _BRACKET, 4 * TAG, ("topics",)),
                    Ask(
                        "interests",
                        _YESNO,
                        3 * TAG,
                        ("topics",),
                        (Question("topics", one_of=("travel", "sport.cycling")),),
                    ),
                ),
            ),
            retention_days=730,
            recipients=(
                Recipient(
                    "Tagus Statistics Lda.", RecipientRole.PROCESSOR, "dpo@tagus-statistics.example", _LISBON
                ),
            ),
            min_kinds=2,
            max_kinds=2,
        ),
        budget=800 * TAG,
        accept_seconds=90 * DAY,
        max_responses=50,
        vesting_seconds=90 * DAY,
        up_front_bps=4_000,
    ),
)
BUSINESSES: Final = (ROASTERS, TRAVELLERS)

VAULTS: Final[dict[str, Records]] = {
    "benji": {
        "interests": {
            "fields": {"topics": ["sport.cycling", "food-and-drink.coffee"], "brands": ["Campagnolo"]}
        },
        "location": {"fields": {"country": "GB", "city": "Bristol", "postcode": "BS1 5TY", "moved": 2014}},
    },
    "rosa_m": {
        "interests": {"fields": {"topics": ["music.jazz", "food-and-drink.coffee"]}},
        "location": {"fields": {"country": "ES", "city": "Valencia", "postcode": "46001", "moved": 2009}},
    },
    "jonas_k": {
        "demographics": {"fields": {"birth_year": 1979, "household_size": 2}},
        "location": {"fields": {"country": "DE", "city": "Kassel", "postcode": "34117", "moved": 2018}},
        "interests": {"fields": {"topics": ["travel.trains"]}},
    },
    "viktor_s": {
        "demographics": {"fields": {"birth_year": 1991, "household_size": 1}},
        "interests": {"fields": {"topics": ["sport.cycling"]}},
    },
}
ANSWERS: Final = (
    Answer("benji", "harbour_beans", {"interests": _EXACT}, bought=True),
    Answer("rosa_m", "harbour_beans", {"location": _BRACKET}),
    Answer("jonas_k", "slow_travel_lab", {"demographics": _BRACKET, "location": _EXACT}, bought=True),
    Answer("viktor_s", "slow_travel_lab", {"demographics": _NOISED, "interests": _BRACKET}),
)
