"""The terms of an offer as records: what a business asks for, pays, promises, and who it is.

The words of the law come from the W3C Data Privacy Vocabulary, so that a consent can be read by machines
that know nothing of us. `terms_format` turns records into bytes and back.
"""

from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

from hashtagspace.domain.kinds import DocumentType

VERSION: Final = 1
CONTEXT: Final = "https://w3id.org/dpv"
MAX_TITLE_CHARACTERS: Final = 80
MAX_PURPOSE_CHARACTERS: Final = 600
MAX_LINE_CHARACTERS: Final = 120
MAX_METHOD_CHARACTERS: Final = 300
MAX_URL_CHARACTERS: Final = 500
MAX_PURPOSE_COUNT: Final = 8
MAX_RECIPIENT_COUNT: Final = 8
MAX_ASK_COUNT: Final = 24
MAX_FIELD_COUNT: Final = 32
MAX_VALUE_COUNT: Final = 64
MAX_MONTHS: Final = 120
MAX_LEAST: Final = 1_000_000_000
MAX_ATTESTER_COUNT: Final = 16
MAX_RETENTION_DAYS: Final = 3_650
MAX_LOCATION_COUNT: Final = 16
MAX_PRICE_WEI: Final = 10**27  # every TAG there is
ENVELOPE_KEY_BYTES: Final = 1_216  # X-Wing: ML-KEM-768 ‖ X25519
MIN_BUNDLE_BYTES: Final = 1_024
MAX_BUNDLE_BYTES: Final = 7_340_028  # the record that fits a blob of 10 MiB with leaves and header

PURPOSES: Final[dict[str, str]] = {
    "dpv:AcademicResearch": "academic research",
    "dpv:Advertising": "advertising",
    "dpv:CommercialResearch": "market research",
    "dpv:CustomerRelationshipManagement": "keeping in touch with customers",
    "dpv:DirectMarketing": "writing or calling you with offers",
    "dpv:ImproveExistingProductsAndServices": "improving products and services",
    "dpv:Marketing": "marketing",
    "dpv:NonCommercialResearch": "research that earns no money",
    "dpv:OptimiseUserInterface": "improving how an app or page is used",
    "dpv:PersonalisedAdvertising": "advertising picked for you",
    "dpv:ProvideOfficialStatistics": "official statistics",
    "dpv:ProvidePersonalisedRecommendations": "recommendations picked for you",
    "dpv:ProvideProductRecommendations": "recommending products",
    "dpv:PublicPolicyMaking": "public policy",
    "dpv:PublicRelations": "public relations",
    "dpv:ResearchAndDevelopment": "research and development",
    "dpv:ScientificResearch": "scientific research",
    "dpv:SellInsightsFromData": "selling insights drawn from many people's data",
    "dpv:ServiceOptimisation": "making a service work better",
    "dpv:ServicePersonalisation": "fitting a service to you",
    "dpv:SocialMediaMarketing": "marketing on social media",
    "dpv:TargetedAdvertising": "advertising aimed at groups you belong to",
}
WITHDRAW_RIGHT: Final = "eu-gdpr:A7-3"
RIGHTS: Final[dict[str, str]] = {
    "eu-gdpr:A7-3": "withdraw this consent at any time",
    "eu-gdpr:A13": "be told how your data is used",
    "eu-gdpr:A15": "see the data held about you",
    "eu-gdpr:A16": "have wrong data corrected",
    "eu-gdpr:A17": "have your data erased",
    "eu-gdpr:A18": "have its use restricted",
    "eu-gdpr:A19": "have recipients told of a correction or erasure",
    "eu-gdpr:A20": "take your data elsewhere",
    "eu-gdpr:A21": "object to its use",
    "eu-gdpr:A22": "not be judged by a machine alone",
    "eu-gdpr:A77": "complain to a supervisory authority",
}
REQUIRED_RIGHTS: Final = frozenset({"eu-gdpr:A7-3", "eu-gdpr:A15", "eu-gdpr:A17", "eu-gdpr:A77"})


@unique
class Granularity(Enum):
    """How closely a kind of data is shown, from all of it to a number with noise."""

    EXACT = "exact"
    BRACKET = "bracket"
    YESNO = "yesno"
    NOISED = "noised"


@unique
class RecipientRole(Enum):
    """What somebody who receives the data from the controller is to it."""

    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint-controller"
    THIRD_PARTY = "third-party"


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    street: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True)
class Controller:
    """The business: legal name, profile, e-mail address, postal address; `domain` None: it has none."""

    name: str
    profile: int
    contact: str
    address: Address
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody else who gets the data."""

    name: str
    role: RecipientRole
    contact: str
    address: Address


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """How consent is withdrawn at the business, beside the contract's own way; `url` None: no page."""

    method: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a yes/no ask wants to know of one field; None and empty are parameters it does not take.

    `months` looks back from the day of the answer, `least` is the number to be reached.
    """

    field: str
    least: int | None = None
    months: int | None = None
    one_of: tuple[str, ...] = ()
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of data at one granularity; no `fields` means all it has; price in 1e-18 TAG."""

    category: str
    granularity: Granularity
    price: int
    fields: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class TermsDocument:
    """Everything a person agrees to; its digest is part of the offer and of the consent.

    The jurisdiction is a country or EU; the data is kept `retention_days` in the `storage_locations`, each a
    country or EU too.
    """

    title: str
    purpose: str
    purposes: tuple[str, ...]
    controller: Controller
    recipients: tuple[Recipient, ...]
    jurisdiction: str
    language: str
    retention_days: int
    storage_locations: tuple[str, ...]
    rights: tuple[str, ...]
    withdrawal: Withdrawal
    asks: tuple[Ask, ...]
    min_kinds: int
    max_kinds: int
    envelope_key: bytes
    attesters: tuple[bytes, ...]
    max_bytes: int
    created_at_ms: int

    type = DocumentType.TERMS

    def list_categories(self) -> tuple[str, ...]:
        """The categories asked for, each once, in their first order."""
        return tuple(dict.fromkeys(ask.category for ask in self.asks))

    def find_ask(self, category: str, granularity: Granularity) -> Ask | None:
        """The ask for a category at a granularity; None when the offer has none."""
        for ask in self.asks:
            if ask.category == category and ask.granularity is granularity:
                return ask
        return None
