"""The signed calls of the SDK: a profile in one signature, a fresh session key in another."""

import base64
from collections.abc import Mapping
from typing import Final

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.records import GatewayConfig, Profile, Status
from hashtagspace.client.session import SESSION_KINDS, SessionKey
from hashtagspace.domain.content import build_profile, content_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.domain.stamp import solve_stamp
from hashtagspace.domain.typed_data import AuthoriseKey, Form, Register, digest
from hashtagspace.errors import NotFound

_DEADLINE_SECONDS: Final = 3600
_NO_ADDRESS: Final = bytes(20)
_MOST_PROFILES: Final = 1000


class Registrar:
    """Signs calls with a wallet and has a gateway's relay carry them."""

    def __init__(self, gateway: Gateway, config: GatewayConfig, wallet: Wallet) -> None:
        self._gateway = gateway
        self._config = config
        self._wallet = wallet

    def register(
        self, handle: str, name: str, bio: str, recovery: bytes, key: SessionKey, now: tuple[int, int]
    ) -> tuple[int, str]:
        """The registration is on its way; profile id and call id. `now` is (chain, wall) Unix seconds."""
        profile_id = self._next_profile_id()
        document = build_profile(name, bio)
        grant = (key.wallet.address, key.until_seconds, key.kinds)
        form = Register(
            profile_id, handle, recovery, content_digest(document), bytes(32), *grant,
            now[0] + _DEADLINE_SECONDS,
        )  # fmt: skip
        arguments = {
            "custody": _hex(self._wallet.address),
            "handle": handle,
            "recovery": _hex(recovery),
            "content": _hex(form.content),
            "encryptionKey": _hex(form.encryption_key),
            "grant": _grant_of(key),
            "deadline": str(form.deadline),
        }
        return profile_id, self._submit("registerFor", form, arguments, now[1], document)

    def authorise_key(self, profile_id: int, key: SessionKey, now: tuple[int, int]) -> str:
        """The key's authorisation is on its way; the call id."""
        form = AuthoriseKey(
            profile_id, key.wallet.address, key.until_seconds, key.kinds, now[0] + _DEADLINE_SECONDS
        )
        arguments = {
            "profile": str(profile_id),
            "grant": _grant_of(key),
            "deadline": str(form.deadline),
        }
        return self._submit("authoriseKeyFor", form, arguments, now[1])

    def _submit(
        self, call: str, form: Form, arguments: Mapping[str, object], wall: int, content: bytes | None = None
    ) -> str:
        registry = self._config.contract("ProfileRegistry")
        domain = TypedDomain(self._config.network.chain_id, registry)
        signature = self._wallet.sign_form(form, domain)
        stamp = solve_stamp(digest(form, domain), self._config.stamp_bits.call, wall)
        body = {
            "call": call,
            "arguments": {**arguments, "signature": _hex(signature)},
            "stamp": {"nonce": stamp.nonce.hex(), "bits": stamp.bits, "time": stamp.time_seconds},
        }
        if content is not None:
            body["content"] = base64.b64encode(content).decode()
        return self._gateway.post("/v1/calls", body, Status).call_id or ""

    def _next_profile_id(self) -> int:
        """The id of the wallet's next registration: the first of its ids that is not taken yet."""
        for index in range(_MOST_PROFILES):
            candidate = profile_id_of(self._wallet.address, index)
            try:
                self._gateway.get(f"/v1/profiles/{candidate}", Profile)
            except NotFound:
                return candidate
        raise NotFound("This wallet registered as many profiles as the SDK counts.", code="client.profiles")


def make_session_key(until_seconds: int, kinds: int = SESSION_KINDS) -> SessionKey:
    """A fresh random key that is not authorised yet."""
    return SessionKey(Wallet.create(), until_seconds, kinds)


def no_recovery() -> bytes:
    """The recovery address of a profile without one."""
    return _NO_ADDRESS


def _grant_of(key: SessionKey) -> dict[str, object]:
    return {"key": _hex(key.wallet.address), "until": str(key.until_seconds), "kinds": key.kinds}


def _hex(data: bytes) -> str:
    return "0x" + data.hex()
