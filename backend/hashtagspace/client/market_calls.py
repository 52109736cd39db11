"""Calls of the market: as calldata for a wallet of one's own, and as JSON for a gateway's relay."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Final

from hashtagspace.chain.contracts import Argument, encode_call
from hashtagspace.chain.curve import Point
from hashtagspace.domain.consent import Consent, OfferTerms, Revoke, consent_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.keccak import keccak256
from hashtagspace.market.consent_json import spell_consent
from hashtagspace.market.dleq import Proof
from hashtagspace.market.garbage import BadChunk, Opening

_MARKET: Final = "DataMarket"
_PROOF: Final = ("c", "s", "ux", "uy", "vx", "vy", "inv")


@dataclass(frozen=True, slots=True)
class RelayedCall:
    """A call that anyone may send: its calldata, its arguments by name, what the relay's stamp is paid on."""

    name: str
    calldata: bytes
    arguments: Mapping[str, object]
    stamp_digest: bytes


@dataclass(frozen=True, slots=True)
class EpochDelivery:
    """The key of one epoch: X_i with its path to the consent's root, ciphertext root, D_i and its proof."""

    epoch: int
    commitment: Point
    path: tuple[bytes, ...]
    ct_root: bytes
    delivered: Point
    proof: Proof


def call_deliver(consent: Consent, delivered: Point, proof: Proof) -> RelayedCall:
    """`deliver`."""
    arguments = {
        "consent": spell_consent(consent),
        "delivery": {"dx": str(delivered.x), "dParity": str(delivered.parity), "proof": _spell_proof(proof)},
    }
    values = [astuple(consent), (delivered.x, delivered.parity, astuple(proof))]
    return _unsigned("deliver", values, arguments)


def call_deliver_epoch(consent: Consent, delivery: EpochDelivery) -> RelayedCall:
    """`deliverEpoch`."""
    x, d = delivery.commitment, delivery.delivered
    arguments = {
        "consent": spell_consent(consent),
        "delivery": {
            "epoch": str(delivery.epoch),
            "xx": str(x.x),
            "xParity": str(x.parity),
            "path": [_hex(node) for node in delivery.path],
            "ctRoot": _hex(delivery.ct_root),
            "dx": str(d.x),
            "dParity": str(d.parity),
            "proof": _spell_proof(delivery.proof),
        },
    }
    struct = (
        delivery.epoch, x.x, x.parity, delivery.path, delivery.ct_root, d.x, d.parity,
        astuple(delivery.proof),
    )  # fmt: skip
    return _unsigned("deliverEpoch", [astuple(consent), struct], arguments)


def call_revoke_for(form: Revoke, signer: bytes, signature: bytes, domain: TypedDomain) -> RelayedCall:
    """`revokeFor` of a signed revocation."""
    arguments = {
        "offer": _hex(form.offer),
        "profile": str(form.profile),
        "signer": _hex(signer),
        "deadline": str(form.deadline),
        "signature": _hex(signature),
    }
    data = encode_call(_MARKET, "revokeFor", [form.offer, form.profile, signer, form.deadline, signature])
    return RelayedCall("revokeFor", data, arguments, consent_digest(form, domain))


def call_settle(consent: Consent, dx: int, d_parity: int) -> RelayedCall:
    """`settle`."""
    arguments = {"consent": spell_consent(consent), "dx": str(dx), "dParity": str(d_parity)}
    return _unsigned("settle", [astuple(consent), dx, d_parity], arguments)


def call_on_deal(name: str, offer: bytes, profile: int) -> RelayedCall:
    """`claim` or `reclaim`."""
    return _unsigned(name, [offer, profile], {"offer": _hex(offer), "profile": str(profile)})


def call_withdraw(payee: bytes) -> RelayedCall:
    """`withdraw`: all credit of the payee is paid to the payee."""
    return _unsigned("withdraw", [payee], {"payee": _hex(payee)})


def encode_open(terms: OfferTerms, budget: int, permit: tuple[int, int, bytes, bytes]) -> bytes:
    """`openWithPermit`; the permit is (deadline, v, r, s)."""
    return encode_call(_MARKET, "openWithPermit", [astuple(terms), budget, permit])


def encode_fund(offer: bytes, amount: int, permit: tuple[int, int, bytes, bytes]) -> bytes:
    """`fundWithPermit`."""
    return encode_call(_MARKET, "fundWithPermit", [offer, amount, permit])


def encode_accept(consents: Sequence[Consent], signatures: Sequence[bytes]) -> bytes:
    """`acceptMany`."""
    return encode_call(_MARKET, "acceptMany", [[astuple(one) for one in consents], list(signatures)])


def encode_accept_one(consent: Consent, signature: bytes) -> bytes:
    """`accept`."""
    return encode_call(_MARKET, "accept", [astuple(consent), signature])


def encode_garbage(consent: Consent, delivered: Point, opening: Opening, chunk: BadChunk) -> bytes:
    """`garbage`."""
    o = opening
    opened = (o.qy, o.b_inverse, o.sx, o.sy, o.dy, o.z_inverse, astuple(o.proof))
    words = [chunk.words[at : at + 32] for at in range(0, len(chunk.words), 32)]
    shown = (chunk.index, words, chunk.ct_path, chunk.pt_leaf, chunk.pt_path)
    values: list[Argument] = [astuple(consent), delivered.x, delivered.parity, (opened, shown)]
    return encode_call(_MARKET, "garbage", values)


def encode_on_offer(name: str, *arguments: Argument) -> bytes:
    """`close`, `stop`, `revoke` or `attestDeletion` of the wallet that may."""
    return encode_call(_MARKET, name, arguments)


def _unsigned(name: str, values: Sequence[Argument], arguments: Mapping[str, object]) -> RelayedCall:
    data = encode_call(_MARKET, name, values)
    return RelayedCall(name, data, arguments, keccak256(data))


def _spell_proof(proof: Proof) -> dict[str, str]:
    return {name: str(value) for name, value in zip(_PROOF, astuple(proof), strict=True)}


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
