"""A business, the offers it opens and the consents it gets, for Brownie's tests of DataMarket."""

from dataclasses import dataclass
from typing import Any

import proofs
from brownie import chain, web3
from figures import FAR, UNIT
from signed_forms import Person

HOUR, DAY = 3_600, 86_400
PRICE = 3 * UNIT
TERMS = b"\x7e" * 32
BUSINESS_KEY = proofs.scalar("key of the business")
Q = proofs.blind(BUSINESS_KEY)

NONE, ACCEPTED, DELIVERED, VESTING, SUBSCRIBED, SETTLED, REFUNDED, REVOKED = range(8)
(
    _, NOT_BUYER, OFFER_ENDED, OFFER_FULL, BUDGET_TOO_SMALL, CONSENT_EXPIRED, TERMS_MISMATCH,
    ALREADY_ANSWERED, PRICE_ZERO, PAYEE_INVALID, LEVEL_TOO_LOW, SIGNATURE_INVALID, NOT_ACCEPTED,
    CONSENT_MISMATCH, TOO_LATE, PROOF_INVALID,
) = range(16)  # fmt: skip


def offer_terms(**changes: Any) -> tuple[Any, ...]:
    """The parameters of a sale that is paid at delivery, in the contract's order."""
    terms = {
        "salt": b"\x5a" * 32,
        "terms": TERMS,
        "qx": Q[0],
        "qParity": Q[1] & 1,
        "acceptUntil": chain.time() + 7 * DAY,
        "deliverSeconds": DAY,
        "garbageSeconds": 0,
        "vestingSeconds": 0,
        "upfrontBps": 10_000,
        "maxResponses": 10,
        "minLevel": 0,
        "epochs": 0,
    }
    assert changes.keys() <= terms.keys()
    return tuple((terms | changes).values())


@dataclass(frozen=True, slots=True)
class Business:
    """Somebody with TAG who buys; `open` and `accept` are its own transactions."""

    person: Person
    market: Any
    token: Any

    def open(self, terms: tuple[Any, ...], budget: int = 20 * UNIT) -> bytes:
        self.token.approve(self.market, budget, {"from": self.person.account})
        return bytes(self.market.open(terms, budget, {"from": self.person.account}).return_value)

    def permit(self, amount: int) -> tuple[Any, ...]:
        """The permit for one amount, as the market takes it."""
        nonce = self.token.nonces(self.person.address)
        form = (self.person.address, self.market.address, amount, nonce, FAR)
        signature = self.person.sign(self.token, "Permit", *form, name="hashtagspace TAG")
        return (FAR, signature[64], signature[:32], signature[32:64])

    def accept(self, answer: "Answer") -> Any:
        return self.market.accept(answer.consent, answer.signature, {"from": self.person.account})


@dataclass(frozen=True, slots=True)
class Answer:
    """A consent as it was signed, with the secret that delivers it."""

    market: Any
    person: Person
    consent: tuple[Any, ...]
    x: int

    @property
    def key(self) -> tuple[bytes, int]:
        """Offer and profile, which most calls take."""
        return self.consent[0], self.consent[1]

    @property
    def deal(self) -> bytes:
        return proofs.hash_words(*self.key)

    @property
    def signature(self) -> bytes:
        return self.person.sign(self.market, "Consent", *self.consent)

    @property
    def digest(self) -> bytes:
        return bytes(self.market.digestOf(self.consent))

    @property
    def delivery(self) -> tuple[Any, ...]:
        return proofs.deliver(self.digest, self.x, Q)

    @property
    def delivered(self) -> tuple[int, int]:
        """x and parity of D."""
        return proofs.wire(proofs.multiply(Q, self.x))

    @property
    def state(self) -> int:
        return int(dict(self.market.dealOf(*self.key))["state"])


def answer(market: Any, person: Person, offer: bytes, profile: int, **changes: Any) -> Answer:
    """A consent of a person to an offer; `changes` by the names of the signed form."""
    x = proofs.scalar(f"deal of {person.address}")
    xx, parity = proofs.wire(proofs.multiply(proofs.G, x))
    consent = {
        "offer": offer,
        "profile": profile,
        "payee": person.address,
        "price": PRICE,
        "validUntil": chain.time() + DAY,
        "terms": TERMS,
        "receipt": b"\x4e" * 32,
        "qx": Q[0],
        "qParity": Q[1] & 1,
        "xx": xx,
        "xParity": parity,
        "ctRoot": b"\xc7" * 32,
        "ptRoot": bytes(32),
        "salt": b"\x51" * 32,
    }
    assert changes.keys() <= consent.keys()
    return Answer(market, person, tuple((consent | changes).values()), x)


def shown(value: bytes) -> str:
    """Bytes as Brownie writes them."""
    return "0x" + value.hex()


def free_of(market: Any, offer: bytes) -> int:
    return int(dict(market.offerOf(offer))["free"])


def at(seconds: int) -> None:
    """The next block has exactly this time."""
    web3.provider.make_request("evm_setNextBlockTimestamp", [seconds])
