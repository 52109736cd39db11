"""market_terms.json: terms of offers by their bytes, refused ones as changes of a good one; prices; asks."""

from random import Random

from golden.content import FRAGMENTS
from golden.samples import Vectors, hexed, source
from golden.terms_refused import REFUSED, UNFIT, changed
from golden.terms_samples import ADDRESS, ASKS, CONTROLLER, RECIPIENT, TAG, sample_terms
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.prices import find_lone_total, make_uniform
from hashtagspace.domain.terms import (
    REQUIRED_RIGHTS,
    Ask,
    Controller,
    Granularity,
    Question,
    TermsDocument,
    Withdrawal,
)
from hashtagspace.domain.terms_format import build_terms, parse_terms, spell_ask
from hashtagspace.errors import InvalidContent
from hashtagspace.market.asks import verify_terms

QUESTIONS = (
    Ask("contact", Granularity.YESNO, TAG),
    Ask(
        "demographics",
        Granularity.YESNO,
        TAG,
        ("birth_year", "income", "languages"),
        (
            Question("birth_year", least=18),
            Question("income", least=30_000, currency="EUR"),
            Question("languages", one_of=("de", "en")),
        ),
    ),
    Ask(
        "purchases",
        Granularity.YESNO,
        TAG,
        (),
        (
            Question("amount", least=500, months=12, currency="EUR"),
            Question("category", months=3, one_of=("groceries", "eating-out.cafes")),
        ),
    ),
    Ask("demographics", Granularity.NOISED, TAG, ("birth_year",)),
)
ACCEPTED: dict[str, TermsDocument] = {
    "three kinds, exact or bracket": sample_terms(),
    "one kind, nobody else, no page, few rights": sample_terms(
        asks=(Ask("custom", Granularity.EXACT, 1),),
        max_kinds=1,
        recipients=(),
        withdrawal=Withdrawal("Write to us."),
        controller=Controller("A", 2**63 - 1, "a@b.de", ADDRESS),
        rights=tuple(sorted(REQUIRED_RIGHTS)),
        attesters=(),
        purposes=("dpv:ScientificResearch",),
        jurisdiction="BR",
        language="pt-BR",
    ),
    "questions": sample_terms(asks=QUESTIONS, min_kinds=1, max_kinds=1),
    "every script": sample_terms(title="قهوة ☕ 咖啡 👩‍🌾", purpose="Wir fragen: wer trinkt „Kaffee“?"),
    "all kinds or none": sample_terms(
        asks=tuple(Ask(ask.category, ask.granularity, index * TAG) for index, ask in enumerate(ASKS, 1)),
        min_kinds=3,
        max_kinds=3,
    ),
    "longest": sample_terms(
        title="T" * 80,
        purpose="P" * 600,
        recipients=tuple(
            RECIPIENT.__class__(f"R{n}", RECIPIENT.role, RECIPIENT.contact, ADDRESS) for n in range(8)
        ),
        retention_days=3_650,
        max_bytes=7_340_028,
        attesters=tuple(bytes((n + 1,)) * 20 for n in range(16)),
        controller=CONTROLLER,
    ),
}


def judge(data: bytes) -> str | None:
    """The code with which the bytes are refused, by form or by the schemas."""
    try:
        verify_terms(parse_terms(data))
    except InvalidContent as error:
        return error.exact_code
    return None


def accepted(name: str, terms: TermsDocument) -> Vectors:
    """A document that keeps every rule."""
    data = build_terms(terms)
    verify_terms(terms)
    return {"name": name, "text": data.decode(), "digest": hexed(content_digest(data))}


def refused(name: str, change: tuple[str, str], code: str) -> Vectors:
    """The good document with one piece replaced, and the code it must be refused with."""
    found = judge(changed(build_terms(sample_terms()).decode(), change).encode())
    if found != f"terms.{code}":
        raise AssertionError(f"{name}: expected terms.{code}, got {found}")
    return {"name": name, "old": change[0], "new": change[1], "code": found}


def mutated(random: Random, data: bytes) -> Vectors:
    """The good document with up to three cuts and insertions, in the order given."""
    splices: list[Vectors] = []
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data) + 1)
        piece = random.choice(FRAGMENTS) if random.random() < 0.8 else random.randbytes(1)
        cut = random.choice((0, 0, 1, len(piece), random.randrange(8)))
        splices.append({"at": at, "cut": cut, "insert": hexed(piece)})
        data = data[:at] + piece + data[at + cut :]
    return {"splices": splices, "code": judge(data)}


def priced(options: list[list[int]], least: int, most: int) -> Vectors:
    """Prices of each category, and the smallest total that tells; None when none does."""
    row: Vectors = {
        "options": [[str(price) for price in prices] for prices in options],
        "least": least,
        "most": most,
    }
    try:
        lone = find_lone_total(options, least, most)
    except InvalidContent as error:
        return {**row, "code": error.exact_code}
    return {**row, "lone": None if lone is None else str(lone)}


def list_prices(random: Random) -> list[Vectors]:
    """Small ones at random, and those that are made to be slow."""
    rows = [
        priced([[2**index] for index in range(24)], 1, 23),
        priced([[3 ** (index // 2)] for index in range(24)], 11, 11),
        priced([[1]] * 12 + [[100 * 2**index] for index in range(10)], 11, 11),
        priced([[1]] * 13 + [[100 * 2**index] for index in range(11)], 12, 12),
        priced([[10**27]] * 24, 1, 23),
        priced([[10**27]] * 24, 1, 24),
    ]
    for _ in range(60):
        count = random.randint(1, 6)
        options = [[random.randint(1, 4) for _ in range(random.randint(1, 3))] for _ in range(count)]
        most = random.randint(1, count)
        rows.append(priced(options, random.randint(1, most), most))
    return rows


def uniform(asks: tuple[Ask, ...], least: int, most: int) -> Vectors:
    """Asks and the prices suggested for them."""
    row: Vectors = {"asks": [spell_ask(ask) for ask in asks], "least": least, "most": most}
    try:
        return {**row, "prices": [str(ask.price) for ask in make_uniform(asks, least, most)]}
    except InvalidContent as error:
        return {**row, "code": error.exact_code}


def list_uniform(random: Random) -> list[Vectors]:
    """Prices that tell, made to tell nothing."""
    rows = []
    for size in (10**18, 10**15, 3):
        for _ in range(4):
            asks = tuple(
                Ask(category, granularity, random.randint(1, 9) * size)
                for category in ("interests", "contact", "location", "purchases")
                for granularity in random.sample(list(Granularity), random.randint(1, 2))
            )
            rows.append(uniform(asks, 1, random.randint(1, 4)))
    return rows


def build() -> Vectors:
    """The sample is the first accepted document; refused and mutated ones are changes of it."""
    random = source("market_terms")
    good = build_terms(sample_terms())
    return {
        "accepted": [accepted(name, terms) for name, terms in ACCEPTED.items()],
        "refused": [refused(name, change, code) for name, change, code in REFUSED],
        "unfit": [refused(name, change, code) for name, change, code in UNFIT],
        "mutated": [mutated(random, good) for _ in range(200)],
        "prices": list_prices(random),
        "uniform": list_uniform(random),
    }
