"""A record that somebody vouches for: the bundle of one offer and its plaintext root, signed by an attester.

Every chunk's salt comes of one seed. So whoever has the bundle and the seed has the very bytes again: the
attester who signs their root, and later the person who sells them.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import is_profile_id
from hashtagspace.domain.strict_json import Json, parse_json
from hashtagspace.domain.terms import Granularity
from hashtagspace.errors import InvalidContent
from hashtagspace.market.derivation import wipe
from hashtagspace.market.errors import InvalidAttestation
from hashtagspace.market.record import chunk_count, encode_record
from hashtagspace.market.record_values import encode_json
from hashtagspace.market.roots import build_root, list_plain_leaves
from hashtagspace.market.values import is_date

SEED: Final = 32
MAX_KEPT: Final = 8
_SALT: Final = b"hashtagspace/attested/salt/v1"
_WORD: Final = re.compile(r"0x[0-9a-f]{64}")
_ADDRESS: Final = re.compile(r"0x[0-9a-f]{40}")
_SIGNATURE: Final = re.compile(r"0x([0-9a-f]{2}){65,1024}")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,18}")
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_KEPT: Final = "attestations"


@dataclass(frozen=True, slots=True)
class AttestedKind:
    """Which bytes they are: the one kind of an offer's bundle, as of a UTC day, under the salts of a seed."""

    offer: bytes
    profile: int
    category: str
    granularity: Granularity
    day: str
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AttestationRequest:
    """What an attester is given: the whole data in the clear, in the bytes whose root is to be signed."""

    kind: AttestedKind
    bundle: bytes = field(repr=False)

    @property
    def pt_root(self) -> bytes:
        """The root that an attester signs."""
        return root_of(self.bundle, self.kind.seed)


@dataclass(frozen=True, slots=True)
class KeptAttestation:
    """An attester's signature over `domain.attestation.Attestation`, with what makes its bytes again."""

    kind: AttestedKind
    pt_root: bytes
    attester: bytes
    issued_at: int
    signature: bytes


def encode_attested(bundle: bytes, seed: bytes) -> bytearray:
    """The padded plaintext of a bundle with the seed's salts; raises `market.length`. `wipe` it after use."""
    salts = (keccak256(_SALT + seed + j.to_bytes(4, "big")) for j in range(chunk_count(len(bundle))))
    return encode_record(bundle, b"".join(salts))


def root_of(bundle: bytes, seed: bytes) -> bytes:
    """The plaintext root of the bundle under the seed's salts."""
    plain = encode_attested(bundle, seed)
    root = build_root(list_plain_leaves(plain))
    wipe(plain)
    return root


def build_request(bundle: bytes, seed: bytes) -> bytes:
    """The file for an attester; raises `attestation.form` unless the bundle has one kind."""
    data = encode_json(
        {"type": "attestation-request", "version": 1, "seed": f"0x{seed.hex()}", "bundle": bundle.decode()}
    )
    parse_request(data)
    return data


def parse_request(data: bytes) -> AttestationRequest:
    """The request; raises `attestation.json` or `.form`. It says nothing of whether the data is true."""
    try:
        members = _only(_parse(data), "attestation-request", "seed", "bundle")
        seed, text = _bytes(members["seed"], _WORD), members["bundle"]
        bundle = text.encode() if isinstance(text, str) else b""
        head = _parse(bundle)
        kinds = head["kinds"]
        if head["type"] != "bundle" or head["version"] != 1 or not isinstance(kinds, list) or len(kinds) != 1:
            raise _malformed("The request is not for one kind of data: have each attested alone.")
        kind = kinds[0]
        if not isinstance(kind, dict):
            raise TypeError
        return AttestationRequest(_read_kind({**head, **kind}, seed), bundle)
    except (KeyError, TypeError, ValueError):
        raise _malformed("This is no request for an attestation: save one on the offer's page.") from None


def build_attestation(kept: KeptAttestation) -> bytes:
    """The file that an attester hands back."""
    return encode_json({"type": "attestation", "version": 1, **_spell(kept)})


def parse_attestation(data: bytes) -> KeptAttestation:
    """The attestation; raises `attestation.json` or `.form`. It is not checked against anything yet."""
    try:
        return _read(_only(_parse(data), "attestation", *_MEMBERS))
    except (KeyError, TypeError, ValueError):
        raise _malformed("This is no attestation: ask the attester for the file again.") from None


def list_attestations(found: dict[str, Json] | None) -> tuple[KeptAttestation, ...]:
    """What a record of the vault keeps; what this program cannot read is left out."""
    entries = None if found is None or found.get("type") != _KEPT else found.get("items")
    kept = []
    for entry in entries if isinstance(entries, list) else []:
        try:
            kept.append(_read(_members(entry)))
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(kept)


def put_attestation(found: dict[str, Json] | None, kept: KeptAttestation) -> dict[str, Json]:
    """What the record keeps from now on: one of each offer and granularity, the latest eight."""
    others = [
        one
        for one in list_attestations(found)
        if (one.kind.offer, one.kind.granularity) != (kept.kind.offer, kept.kind.granularity)
    ]
    items: list[Json] = [_spell(one) for one in [*others, kept][-MAX_KEPT:]]
    return {"type": _KEPT, "version": 1, "items": items}


_MEMBERS: Final = (
    "offer", "profile", "category", "granularity", "day", "seed", "ptRoot", "attester", "issuedAt",
    "signature",
)  # fmt: skip


def _spell(kept: KeptAttestation) -> dict[str, Json]:
    kind = kept.kind
    return {
        "offer": f"0x{kind.offer.hex()}",
        "profile": str(kind.profile),
        "category": kind.category,
        "granularity": kind.granularity.value,
        "day": kind.day,
        "seed": f"0x{kind.seed.hex()}",
        "ptRoot": f"0x{kept.pt_root.hex()}",
        "attester": f"0x{kept.attester.hex()}",
        "issuedAt": kept.issued_at,
        "signature": f"0x{kept.signature.hex()}",
    }


def _read(members: dict[str, Json]) -> KeptAttestation:
    issued_at = members["issuedAt"]
    if not isinstance(issued_at, int) or isinstance(issued_at, bool) or issued_at <= 0:
        raise ValueError
    return KeptAttestation(
        _read_kind(members, _bytes(members["seed"], _WORD)),
        _bytes(members["ptRoot"], _WORD),
        _bytes(members["attester"], _ADDRESS),
        issued_at,
        _bytes(members["signature"], _SIGNATURE),
    )


def _read_kind(members: dict[str, Json], seed: bytes) -> AttestedKind:
    profile, day = int(_text(members["profile"], _NUMBER)), members["day"]
    if not is_profile_id(profile) or not isinstance(day, str) or not is_date(day):
        raise ValueError
    return AttestedKind(
        _bytes(members["offer"], _WORD),
        profile,
        _text(members["category"], _NAME),
        Granularity(members["granularity"]),
        day,
        seed,
    )


def _parse(data: bytes) -> dict[str, Json]:
    try:
        return _members(parse_json(data))
    except InvalidContent as error:
        raise InvalidAttestation(error.detail, code="attestation.json") from None


def _only(members: dict[str, Json], kind: str, *names: str) -> dict[str, Json]:
    version = members.get("version")
    if members.keys() != {"type", "version", *names} or members["type"] != kind:
        raise ValueError
    if version != 1 or isinstance(version, bool):
        raise ValueError
    return members


def _members(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _text(value: Json, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError
    return value


def _bytes(value: Json, pattern: re.Pattern[str]) -> bytes:
    return bytes.fromhex(_text(value, pattern)[2:])


def _malformed(sentence: str) -> InvalidAttestation:
    return InvalidAttestation(sentence, code="attestation.form")
