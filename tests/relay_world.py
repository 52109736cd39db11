"""A relay on a fake chain, taken apart and put together again as a restart does."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from fake_chain import FakeChain, FakeProjection
from fakes import MemoryContentStore

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.relay_reads import Authority, Span
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.domain.content import build_post, content_digest
from hashtagspace.domain.intent import Intent, encode_record, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind, mask_of_kinds
from hashtagspace.relay.answers import IntentSubmission
from hashtagspace.relay.batching import BatchLimits
from hashtagspace.relay.open import StampBits, Surroundings, build_relay, build_worker
from hashtagspace.relay.steps import go_on
from hashtagspace.store.outbox_engine import Network, open_outbox

ALL_KINDS = mask_of_kinds(*Kind)
GENEROUS = Budgets(10**6, 10**6, 10**6, 10**6, 10**6, 10**9)
DEPLOYMENT = Deployment(
    31337,
    0,
    b"\x01" * 32,
    {
        "ProfileRegistry": b"\xa1" * 20,
        "PostRegistry": b"\xa2" * 20,
        "Faucet": b"\xa3" * 20,
        "DataMarket": b"\xa4" * 20,
    },
)


class Killed(BaseException):
    """The process is gone: nothing catches this, as nothing catches SIGKILL."""


@dataclass
class World:
    """Everything outside the relay, and the relay while it runs."""

    folder: Path
    url: str = ""
    deployment: Deployment = DEPLOYMENT
    budgets: Budgets = GENEROUS
    limits: BatchLimits = field(default_factory=lambda: BatchLimits(7000, 0))
    reach: object = go_on

    def __post_init__(self):
        self.url = self.url or f"sqlite:///{self.folder / 'outbox.sqlite3'}"
        self.chain = FakeChain()
        self.content = MemoryContentStore()
        self.projection = FakeProjection()
        self.wallets = [Wallet(bytes([n + 1]) * 32) for n in range(4)]
        self.keys = [Wallet(bytes([n + 101]) * 32) for n in range(4)]
        self.profiles = [1000 + n for n in range(4)]
        for profile, wallet, key in zip(self.profiles, self.wallets, self.keys, strict=True):
            self.authorise(profile, wallet)
            self.authorise(profile, key, until=self.now() + 30 * 86_400)
        self.seconds = 0.0
        self.start()

    def now(self) -> int:
        return self.chain.blocks[-1].head.time_seconds

    def wall(self) -> float:
        return self.now() + self.seconds

    def authorise(self, profile, wallet, *, start=0, until=2**62, kinds=ALL_KINDS, revoked=False):
        authority = Authority((Span(start, until, kinds),), revoked)
        self.chain.authorities[profile, wallet.address] = authority
        self.projection.authorities[profile, wallet.address] = authority

    def start(self):
        network = Network(
            self.deployment.chain_id, self.deployment.post_registry, self.deployment.start_block_hash
        )
        self.ticks = 0
        self.outbox = open_outbox(self.url, network)
        around = Surroundings(
            self.deployment, self.outbox, self.chain, self.projection, self.content, self.wall, self.monotonic
        )
        self.relay = build_relay(around, self.budgets, StampBits(0, 0))
        self.worker = build_worker(around, self.chain, self.limits, self.reach, budgets=self.budgets)

    def monotonic(self) -> float:
        self.ticks += 10  # nothing is remembered from one question to the next
        return float(self.ticks)

    def restart(self):
        self.outbox.close()
        self.start()

    def with_network(self, start_block_hash: bytes):
        self.outbox.close()
        self.deployment = replace(self.deployment, start_block_hash=start_block_hash)
        self.start()

    def intent(
        self, text="hello", *, who=0, kind=Kind.POST, subject=ZERO_WORD, at_ms=None, wallet=None, domain=None
    ):
        document = build_post(text) if kind in (Kind.POST, Kind.REPLY, Kind.QUOTE, Kind.EDIT) else None
        digest = ZERO_WORD if document is None else content_digest(document)
        intent = Intent(self.profiles[who], kind, subject, digest, at_ms or self.now() * 1000)
        signer = wallet or self.keys[who]
        signed = signer.sign_intent(intent, domain or self.deployment.intent_domain)
        return IntentSubmission(encode_record(intent), signed.signature, document)

    def id_of(self, submission) -> bytes:
        from hashtagspace.domain.intent import decode_record  # noqa: PLC0415

        return intent_id(decode_record(submission.record), self.deployment.intent_domain)

    def submit(self, *submissions):
        return self.relay.submit_intents(submissions, "203.0.113.7")

    def tick(self, count=1):
        for _ in range(count):
            codes = self.worker.tick()
        return codes

    def settle(self, rounds=12):
        """Blocks come and the worker works until everything is final."""
        for _ in range(rounds):
            self.worker.tick()
            self.chain.mine()
        self.worker.tick()

    def state(self, submission) -> str:
        answer = self.relay.find_intent(self.id_of(submission))
        return "unknown" if answer is None else answer.state

    def code(self, submission) -> str | None:
        answer = self.relay.find_intent(self.id_of(submission))
        return None if answer is None or answer.problem is None else answer.problem.code

    def placed(self) -> dict[bytes, int]:
        """How often each intent is in a batch that the chain anchors with all three fields right."""
        from hashtagspace.domain.batch import verify_batch  # noqa: PLC0415
        from hashtagspace.domain.cid import cid_of_digest  # noqa: PLC0415
        from hashtagspace.errors import InvalidBatch  # noqa: PLC0415

        found: dict[bytes, int] = {}
        for root, digest in {(root, digest) for root, digest, _, _ in self.chain.anchors()}:
            data = self.content.blocks.get(cid_of_digest(digest))
            if data is None:
                continue
            try:
                entries = verify_batch(data, digest, len(data) // 146, root, self.deployment.intent_domain)
            except InvalidBatch:
                continue
            for entry in entries:
                found[entry.intent_id] = found.get(entry.intent_id, 0) + 1
        return found
