"""Businesses and people who trade on a deployed chain, with real proofs.

`Bazaar(world)` opens offers, lets people answer, accepts, delivers, withdraws; amounts in whole TAG.
"""

from dataclasses import astuple, dataclass, field, replace
from hashlib import sha256
from typing import Any

from deployed import UNIT, Deployed
from web3.types import TxReceipt
from world import World, wallet

from hashtagspace.chain.curve import Point, multiply_base
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.consent import (
    Consent,
    OfferTerms,
    Revoke,
    consent_digest,
    deal_id,
    offer_id,
)
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.market.blinding import build_blinding, build_commitment, build_shared, record_key
from hashtagspace.market.delivery import delivery_domain, epoch_domain
from hashtagspace.market.dleq import Proof, build_statement, prove
from hashtagspace.market.epochs import build_key_path, build_keys_root
from hashtagspace.market.garbage import BadChunk, Deal, Opening, build_opening, find_bad_chunk
from hashtagspace.market.keystream import mask
from hashtagspace.market.record import encode_record
from hashtagspace.market.roots import build_root, list_cipher_leaves, list_plain_leaves

DAY = 86_400
BUYER = 70


def secret(*parts: object) -> int:
    """A scalar that is the same in every run."""
    return int.from_bytes(sha256(repr(parts).encode()).digest(), "big") >> 2 | 1


def word(*parts: object) -> bytes:
    return sha256(repr(parts).encode()).digest()


@dataclass(frozen=True)
class OpenOffer:
    """An offer on chain; `z` is the buyer's secret."""

    offer: bytes
    buyer: int
    terms: OfferTerms
    z: int

    @property
    def q(self) -> Point:
        return build_blinding(self.z)


@dataclass(frozen=True)
class Sale:
    """A person's answer: the consent as it is signed, the secrets of each epoch, the sealed record."""

    offer: OpenOffer
    seller: int
    consent: Consent
    keys: tuple[int, ...]
    digest: bytes
    signature: bytes
    ciphertext: bytes = b""
    leaves: tuple[bytes, ...] = ()

    @property
    def deal(self) -> bytes:
        return deal_id(self.consent.offer, self.consent.profile)


@dataclass
class Bazaar:
    """Acts on the market of a world's chain."""

    world: World
    salts: int = 0
    funded: set[int] = field(default_factory=set)

    @property
    def deployed(self) -> Deployed:
        return self.world.deployed

    @property
    def functions(self) -> Any:
        return self.deployed.market.functions

    @property
    def domain(self) -> TypedDomain:
        return self.deployed.typed_domain("DataMarket")

    def terms(self, digest: bytes = bytes(32), **changes: Any) -> OfferTerms:
        """Terms of an offer that anyone may answer for ten days; one-time, paid at delivery."""
        self.salts += 1
        q = build_blinding(secret("z", self.salts))
        base = OfferTerms(
            word("offer", self.salts), digest, q.x, q.parity, self.deployed.anvil.time() + 10 * DAY, DAY,
            0, 0, 10_000, 1_000, 0, 0,
        )  # fmt: skip
        return replace(base, **changes)

    def open(
        self, digest: bytes = bytes(32), *, buyer: int = BUYER, budget: int = 1_000, **changes: Any
    ) -> OpenOffer:
        """An offer of wallet `buyer`, which has the TAG it takes."""
        self.fund_wallet(buyer)
        terms = self.terms(digest, **changes)
        self.deployed.send(self.functions.open(astuple(terms), budget * UNIT), wallet(buyer))
        identity = offer_id(wallet(buyer).address, terms)
        return OpenOffer(identity, buyer, terms, secret("z", self.salts))

    def fund_wallet(self, number: int) -> None:
        """The wallet has TAG and lets the market take it."""
        if number in self.funded:
            return
        token = self.deployed.token.functions
        self.deployed.send(token.transfer(self.address(number), 100_000 * UNIT))
        self.deployed.send(token.approve(self.deployed.market.address, 2**255), wallet(number))
        self.funded.add(number)

    def answer(
        self, offer: OpenOffer, seller: int, profile: int, *, price: int = 5, data: bytes | None = None,
        is_honest: bool = True, **changes: Any,
    ) -> Sale:  # fmt: skip
        """The signed answer of a profile in custody of wallet `seller`; `data` None: no record is made.

        `is_honest` False: the ciphertext opens to something else than ptRoot promises.
        """
        keys = tuple(
            secret("x", seller, offer.offer.hex(), i, *sorted(changes.items()))
            for i in range(max(offer.terms.epochs, 1))
        )
        commitments = [build_commitment(x) for x in keys]
        is_subscription = offer.terms.epochs > 0
        ciphertext, leaves, roots = self._seal(offer, profile, keys[0], data, is_honest=is_honest)
        ct_root, pt_root = (bytes(32), bytes(32)) if is_subscription else roots
        xx = int.from_bytes(build_keys_root(commitments), "big") if is_subscription else commitments[0].x
        consent = Consent(
            offer.offer, profile, wallet(seller).address, price * UNIT, offer.terms.accept_until,
            offer.terms.terms, word("receipt", seller), offer.terms.qx, offer.terms.q_parity, xx,
            0 if is_subscription else commitments[0].parity, ct_root, pt_root, word("salt", seller),
        )  # fmt: skip
        consent = replace(consent, **changes)
        digest = consent_digest(consent, self.domain)
        signature = wallet(seller).sign_digest(digest)
        return Sale(offer, seller, consent, keys, digest, signature, ciphertext, leaves)

    def accept(self, *sales: Sale) -> TxReceipt:
        """The answers, accepted by their buyer: one alone, or several at once."""
        if len(sales) == 1:
            call = self.functions.accept(astuple(sales[0].consent), sales[0].signature)
        else:
            signatures = [sale.signature for sale in sales]
            call = self.functions.acceptMany([astuple(sale.consent) for sale in sales], signatures)
        return self.deployed.send(call, wallet(sales[0].offer.buyer))

    def delivery(self, sale: Sale) -> tuple[Point, Proof]:
        """D and its proof, as a seller makes them."""
        statement = build_statement(delivery_domain(sale.digest), sale.offer.q, sale.keys[0])
        return statement.product, prove(statement, sale.keys[0])

    def deliver(self, sale: Sale) -> TxReceipt:
        point, proof = self.delivery(sale)
        call = self.functions.deliver(astuple(sale.consent), (point.x, point.parity, astuple(proof)))
        return self.deployed.send(call)

    def epoch_delivery(self, sale: Sale, epoch: int, ct_root: bytes | None = None) -> tuple[Any, ...]:
        """`EpochDelivery` of the contract."""
        root = word("epoch", epoch) if ct_root is None else ct_root
        statement = build_statement(epoch_domain(sale.digest, epoch, root), sale.offer.q, sale.keys[epoch])
        proof = prove(statement, sale.keys[epoch])
        commitments = [multiply_base(x) for x in sale.keys]
        path, public, product = build_key_path(commitments, epoch), statement.public, statement.product
        return (
            epoch, public.x, public.parity, list(path), root, product.x, product.parity, astuple(proof),
        )  # fmt: skip

    def deliver_epoch(self, sale: Sale, epoch: int) -> TxReceipt:
        call = self.functions.deliverEpoch(astuple(sale.consent), self.epoch_delivery(sale, epoch))
        return self.deployed.send(call)

    def settle(self, sale: Sale) -> TxReceipt:
        point, _ = self.delivery(sale)
        return self.deployed.send(self.functions.settle(astuple(sale.consent), point.x, point.parity))

    def garbage(self, sale: Sale) -> TxReceipt:
        """The buyer proves that the delivered key opens to something else."""
        point, proof = self.delivery(sale)
        c, offer = sale.consent, sale.offer
        deal = Deal(
            sale.digest, sale.deal, offer.q, build_commitment(sale.keys[0]), point, c.ct_root, c.pt_root
        )
        opening = build_opening(deal, proof, offer.z)
        key = record_key(build_shared(sale.keys[0]), sale.deal)
        chunk = find_bad_chunk(sale.ciphertext, key, sale.leaves)
        assert chunk is not None
        evidence = (_opening(opening), _chunk(chunk))
        call = self.functions.garbage(astuple(c), point.x, point.parity, evidence)
        return self.deployed.send(call)

    def revoke(self, seller: int, offer: bytes, profile: int) -> TxReceipt:
        return self.deployed.send(self.functions.revoke(offer, profile), wallet(seller))

    def signed_revocation(self, seller: int, offer: bytes, profile: int, deadline: int) -> bytes:
        """The signature that `revokeFor` takes."""
        return wallet(seller).sign_digest(consent_digest(Revoke(offer, profile, deadline), self.domain))

    def claim(self, sale: Sale) -> TxReceipt:
        return self.deployed.send(self.functions.claim(sale.consent.offer, sale.consent.profile))

    def reclaim(self, sale: Sale) -> TxReceipt:
        return self.deployed.send(self.functions.reclaim(sale.consent.offer, sale.consent.profile))

    def stop(self, sale: Sale) -> TxReceipt:
        call = self.functions.stop(sale.consent.offer, sale.consent.profile)
        return self.deployed.send(call, wallet(sale.offer.buyer))

    def close(self, offer: OpenOffer, sender: Wallet | None = None) -> TxReceipt:
        return self.deployed.send(self.functions.close(offer.offer), sender or wallet(offer.buyer))

    def fund(self, offer: OpenOffer, amount: int) -> TxReceipt:
        return self.deployed.send(self.functions.fund(offer.offer, amount * UNIT), wallet(offer.buyer))

    def withdraw(self, number: int) -> TxReceipt:
        return self.deployed.send(self.functions.withdraw(self.address(number)))

    def attest_deletion(self, sale: Sale, statement: bytes) -> TxReceipt:
        c = sale.consent
        call = self.functions.attestDeletion(c.offer, c.profile, statement)
        return self.deployed.send(call, wallet(sale.offer.buyer))

    def address(self, number: int) -> str:
        return self.deployed.web3.to_checksum_address(wallet(number).address)

    def _seal(
        self, offer: OpenOffer, profile: int, x: int, data: bytes | None, *, is_honest: bool
    ) -> tuple[bytes, tuple[bytes, ...], tuple[bytes, bytes]]:
        if data is None:
            return b"", (), (word("ct", profile), bytes(32))
        plain = bytes(encode_record(data))
        key = record_key(build_shared(x), deal_id(offer.offer, profile))
        sealed = plain if is_honest else plain[:40] + b"\xff" + plain[41:]
        ciphertext = bytes(mask(sealed, key, 0))
        leaves = tuple(list_plain_leaves(plain))
        return ciphertext, leaves, (build_root(list_cipher_leaves(ciphertext)), build_root(leaves))


def _opening(opening: Opening) -> tuple[Any, ...]:
    return (
        opening.qy, opening.b_inverse, opening.sx, opening.sy, opening.dy, opening.z_inverse,
        astuple(opening.proof),
    )  # fmt: skip


def _chunk(chunk: BadChunk) -> tuple[Any, ...]:
    words = [chunk.words[at : at + 32] for at in range(0, 256, 32)]
    return (chunk.index, words, list(chunk.ct_path), chunk.pt_leaf, list(chunk.pt_path))
