"""A wallet whose key is in this process: for the SDK, the seeds, the relay and tests."""

import secrets

from hashtagspace.chain.signatures import address_of_private_key, sign_digest
from hashtagspace.domain import typed_data
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.intent import Intent, IntentDomain, SignedIntent, intent_id
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput


class Wallet:
    """Signs with one private key and shows it to nobody."""

    __slots__ = ("_key", "address")

    def __init__(self, private_key: bytes) -> None:
        """Raises `wallet.key` unless the 32 bytes are a secp256k1 private key."""
        if len(private_key) != 32 or not 0 < int.from_bytes(private_key, "big") < CURVE_ORDER:
            raise InvalidInput("A private key is 32 bytes below the order of the curve.", code="wallet.key")
        self._key = private_key
        self.address = address_of_private_key(private_key)

    @classmethod
    def create(cls) -> "Wallet":
        """A wallet with a fresh random key."""
        while True:
            key = secrets.token_bytes(32)
            if 0 < int.from_bytes(key, "big") < CURVE_ORDER:
                return cls(key)

    def __repr__(self) -> str:
        return f"Wallet(0x{self.address.hex()})"

    def private_key(self) -> bytes:
        """The 32 secret bytes, for whoever must sign transactions or write a keystore."""
        return self._key

    def sign_digest(self, digest: bytes) -> bytes:
        """65 bytes over an EIP-712 digest or any other 32 bytes."""
        return sign_digest(self._key, digest)

    def sign_intent(self, intent: Intent, domain: IntentDomain) -> SignedIntent:
        """The intent with this key's signature over its id."""
        return SignedIntent(intent, self.sign_digest(intent_id(intent, domain)))

    def sign_form(self, form: typed_data.Form, domain: TypedDomain) -> bytes:
        """65 bytes over one of the signed forms of the contracts."""
        return self.sign_digest(typed_data.digest(form, domain))
