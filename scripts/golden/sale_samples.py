"""Sales for the vectors of selections, bundles, words and receipts."""

from golden.ladder_samples import DAY, RECORDS, among, ask, least
from golden.market_samples import DOMAIN
from golden.samples import Vectors
from golden.terms_samples import TAG, sample_terms
from hashtagspace.domain.consent import Consent, OfferTerms, offer_id, receipt_digest
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.terms import Ask, Granularity, TermsDocument
from hashtagspace.domain.terms_format import build_terms
from hashtagspace.market.ladder import KindData, coarsen
from hashtagspace.market.record_values import parse_value
from hashtagspace.market.sale import Documents
from hashtagspace.market.selection import Selection, build_selection, price_of, select_kinds
from hashtagspace.market.words import Signing, describe_consent, shown_digest

EXACT, BRACKET, YESNO, NOISED = Granularity
BUYER = bytes.fromhex("11" * 20)
PAYEE = bytes.fromhex("22" * 20)
PROFILE = 4_611_686_018_427_387_905
SALT = bytes(range(32))
GIVEN_AT = 1_790_100_000


def priced(*asks: Ask) -> tuple[Ask, ...]:
    """The asks at one TAG each."""
    return tuple(Ask(one.category, one.granularity, TAG, one.fields, one.questions) for one in asks)


ASKS = priced(
    ask("purchases", YESNO, amount=least(500, "EUR", 12), category=among("groceries", "pets", months=3)),
    ask("purchases", BRACKET),
    ask("purchases", EXACT, "date", "amount"),
    ask("demographics", NOISED, "birth_year"),
    ask("demographics", BRACKET),
    ask("location", BRACKET),
    ask("location", EXACT, "city"),
    ask("activity", BRACKET),
    ask("interests", EXACT),
    ask("contact", EXACT),
    ask("custom", EXACT),
)
TERMS = sample_terms(asks=ASKS, min_kinds=1, max_kinds=6, max_bytes=65_536)
ALL_OR_NONE = sample_terms(
    asks=priced(ask("interests", BRACKET), ask("contact", YESNO)), min_kinds=2, max_kinds=2, recipients=()
)
WHOLE = sample_terms(asks=priced(ask("custom", EXACT)), max_kinds=1, attesters=(BUYER, PAYEE))


def offer_of(terms: TermsDocument, **changes: int) -> OfferTerms:
    """An offer with these terms, paid at once, without a wait."""
    members: Vectors = {
        "q_parity": 0,
        "accept_until": GIVEN_AT + 1_000_000,
        "deliver_seconds": 3 * 86_400,
        "garbage_seconds": 0,
        "vesting_seconds": 0,
        "up_front_bps": 10_000,
        "max_responses": 100,
        "min_level": 0,
        "epochs": 0,
    }
    digest = content_digest(build_terms(terms))
    return OfferTerms(bytes(32), digest, 7, **(members | changes))  # type: ignore[arg-type]


def kinds_of(terms: TermsDocument, *names: str) -> tuple[KindData, ...]:
    """The data of kinds named as "category granularity"."""
    kinds = []
    for name in names:
        category, granularity = name.split()
        found = terms.find_ask(category, Granularity(granularity))
        if found is None:
            raise AssertionError(name)
        value = parse_value(category, RECORDS[category])  # type: ignore[arg-type]
        kinds.append(coarsen(found, value, DAY))
    return tuple(kinds)


def signing_of(terms: TermsDocument, offer: OfferTerms, *names: str) -> Signing:
    """What a person is about to sign."""
    kinds = select_kinds(kinds_of(terms, *names))
    return Signing(terms, offer, PROFILE, kinds, PAYEE, GIVEN_AT + 500_000)


def selection_of(signing: Signing) -> Selection:
    """The selection that goes with the words shown."""
    shown = shown_digest(describe_consent(signing))
    return Selection(offer_id(BUYER, signing.offer), PROFILE, signing.kinds, shown)


def consent_of(signing: Signing, selection: Selection) -> tuple[Consent, Documents]:
    """The consent and the documents whose digests it holds."""
    terms, chosen = build_terms(signing.terms), build_selection(selection)
    consent = Consent(
        selection.offer,
        PROFILE,
        PAYEE,
        price_of(signing.kinds, signing.terms),
        signing.valid_until,
        content_digest(terms),
        receipt_digest(SALT, chosen),
        signing.offer.qx,
        signing.offer.q_parity,
        9,
        1,
        bytes(32),
        bytes(32),
        SALT,
    )
    return consent, Documents(terms, chosen, SALT)


def signed_in() -> Vectors:
    """Chain and market of the samples."""
    return {"chainId": str(DOMAIN.chain_id), "market": f"0x{DOMAIN.contract.hex()}"}
