"""A deal as a business keeps it: the consent with its signature, the key that came, the deletion if any."""

from dataclasses import astuple, dataclass

import msgspec

from hashtagspace.client.market_records import read_hex, read_number
from hashtagspace.domain.consent import Consent, deal_id
from hashtagspace.errors import ConfigError, HashtagspaceError
from hashtagspace.market.consent_json import read_consent, spell_consent
from hashtagspace.market.dleq import Proof


@dataclass(frozen=True, slots=True)
class KeptKey:
    """D of a delivery; its proof None where it could not be found in the transaction."""

    dx: int
    d_parity: int
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class KeptEpoch:
    """The key of one epoch with what its proof covers."""

    epoch: int
    xx: int
    x_parity: int
    ct_root: bytes
    key: KeptKey


@dataclass(frozen=True, slots=True)
class KeptDeal:
    """A deal, with all that shows what was consented to, also after its record is deleted.

    `statement` is the text of the deletion, whose digest is on chain.
    """

    consent: Consent
    signature: bytes
    selection: str
    receipt_salt: bytes
    key: KeptKey | None = None
    epochs: tuple[KeptEpoch, ...] = ()
    statement: str | None = None

    @property
    def deal(self) -> bytes:
        """The deal's id."""
        return deal_id(self.consent.offer, self.consent.profile)


class _Key(msgspec.Struct, rename="camel"):
    dx: str
    d_parity: int
    proof: list[str] | None


class _Epoch(msgspec.Struct, rename="camel"):
    epoch: int
    xx: str
    x_parity: int
    ct_root: str
    key: _Key


class _Deal(msgspec.Struct, rename="camel"):
    consent: dict[str, str]
    signature: str
    selection: str
    receipt_salt: str
    key: _Key | None
    epochs: list[_Epoch]
    statement: str | None


def encode_kept(kept: KeptDeal) -> bytes:
    """The deal as JSON, 256-bit numbers as decimal text."""
    epochs = [
        _Epoch(one.epoch, str(one.xx), one.x_parity, "0x" + one.ct_root.hex(), _spell_key(one.key))
        for one in kept.epochs
    ]
    key = None if kept.key is None else _spell_key(kept.key)
    deal = _Deal(
        spell_consent(kept.consent),
        "0x" + kept.signature.hex(),
        kept.selection,
        "0x" + kept.receipt_salt.hex(),
        key,
        epochs,
        kept.statement,
    )
    return msgspec.json.encode(deal)


def decode_kept(data: bytes) -> KeptDeal:
    """The deal that `encode_kept` wrote; raises `client.kept_deal`."""
    try:
        found = msgspec.json.decode(data, type=_Deal)
        return KeptDeal(
            read_consent(found.consent),
            read_hex(found.signature),
            found.selection,
            read_hex(found.receipt_salt, 32),
            None if found.key is None else _read_key(found.key),
            tuple(
                KeptEpoch(
                    one.epoch,
                    read_number(one.xx),
                    one.x_parity,
                    read_hex(one.ct_root, 32),
                    _read_key(one.key),
                )
                for one in found.epochs
            ),
            found.statement,
        )
    except (msgspec.MsgspecError, UnicodeDecodeError, HashtagspaceError, TypeError):
        raise ConfigError(
            "A kept deal does not read: take it from your backup, or collect the offer again.",
            code="client.kept_deal",
        ) from None


def _spell_key(key: KeptKey) -> _Key:
    proof = None if key.proof is None else [str(number) for number in astuple(key.proof)]
    return _Key(str(key.dx), key.d_parity, proof)


def _read_key(key: _Key) -> KeptKey:
    proof = None if key.proof is None else Proof(*map(read_number, key.proof))
    return KeptKey(read_number(key.dx), key.d_parity, proof)
