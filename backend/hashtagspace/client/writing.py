"""Intents of the SDK: dated, signed and handed to a gateway, one strictly later than the one before."""

import base64
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.errors import NotRegistered, Rejected
from hashtagspace.client.gateway import Gateway
from hashtagspace.client.records import Post, Statuses
from hashtagspace.client.session import Session
from hashtagspace.domain.content import content_digest
from hashtagspace.domain.intent import Intent, IntentDomain, encode_record, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.errors import Unavailable

_KEPT: Final = 10_000
# Which document an intent of this process carries: true for ever, and known before any gateway shows it.
_digests: OrderedDict[str, bytes] = OrderedDict()


class Writer:
    """Signs for one session; dates never repeat or go back. Thread-safe."""

    def __init__(
        self, gateway: Gateway, domain: IntentDomain, wallet: Wallet, clock: Callable[[], int]
    ) -> None:
        self.session: Session | None = None
        self._gateway = gateway
        self._domain = domain
        self._wallet = wallet
        self._clock = clock
        self._lock = threading.Lock()
        self._last_ms = 0

    def send(self, kind: Kind, *, subject: bytes = ZERO_WORD, content: bytes | None = None) -> str:
        """The intent's id; the gateway has it on disk. Raises Rejected with the relay's reason."""
        session = self.session
        if session is None:
            raise NotRegistered("This client speaks for no profile: call register() or use().")
        digest = ZERO_WORD if content is None else content_digest(content)
        intent = Intent(session.profile_id, kind, subject, digest, self._next_ms())
        signed = self.signer(session, kind).sign_intent(intent, self._domain)
        item = {"record": "0x" + encode_record(intent).hex(), "signature": "0x" + signed.signature.hex()}
        if content is not None:
            item["content"] = base64.b64encode(content).decode()
        status = self._gateway.post("/v1/intents", {"intents": [item]}, Statuses).items[0]
        if status.state == "rejected" and status.problem is not None:
            kind_of_error = Unavailable if status.problem.retryable else Rejected
            raise kind_of_error(status.problem.detail, code=status.problem.code)
        name = "0x" + intent_id(intent, self._domain).hex()
        _remember(name, digest)
        return name

    def digest_of(self, post_id: str) -> bytes:
        """The digest of the document that a post shows now; raises `not_found`."""
        known = _digests.get(post_id)
        if known is not None:
            return known
        post = self._gateway.get(f"/v1/posts/{post_id}", Post)
        return ZERO_WORD if post.content is None else bytes.fromhex(post.content.digest[2:])

    def signer(self, session: Session, kind: Kind) -> Wallet:
        """What signs in the profile's name: the session key while it may, else the wallet."""
        if session.key is not None and session.key.signs(kind, self._clock() // 1000):
            return session.key.wallet
        return self._wallet

    def _next_ms(self) -> int:
        with self._lock:
            self._last_ms = max(self._clock(), self._last_ms + 1)
            return self._last_ms


def _remember(name: str, digest: bytes) -> None:
    _digests[name] = digest
    if len(_digests) > _KEPT:
        _digests.popitem(last=False)
