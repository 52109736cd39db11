"""A depot over a projected world: real databases and files, a chain that answers from memory."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from fake_chain import FakeChain
from market_stall import UNIT, Stall
from projected_world import Person, World

from hashtagspace.chain.relay_reads import Authority, Span
from hashtagspace.chain.signatures import find_signer
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.depot.answers import BuyerAccess, EpochSubmission, HeadSubmission, ResponseSubmission
from hashtagspace.depot.depot import Depot
from hashtagspace.depot.janitor import Janitor, Swept
from hashtagspace.depot.open import Surroundings, build_depot
from hashtagspace.domain.consent import Consent, consent_digest
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.market_forms import EpochEnvelope, OffersAccess, market_digest
from hashtagspace.domain.vault_forms import VaultHead, vault_digest
from hashtagspace.market.vault.manifest import Manifest, Wrap, build_manifest, manifest_digest
from hashtagspace.store.engine import open_engine
from hashtagspace.store.outbox_engine import Network, Outbox, open_outbox
from hashtagspace.store.read_feeds import END
from hashtagspace.store.reader import Reader

CALLER = "203.0.113.7"
GATEWAY = "https://gateway.example"
BUSINESS = Wallet(sha256(b"business").digest())
VAULT_KEY = b"\x09" * 32


@dataclass
class FakeWallets:
    """`Wallets`: keys sign as keys do; `contracts` are accounts that take one signature each."""

    contracts: dict[bytes, bytes] = field(default_factory=dict)
    asked: int = 0

    def is_signed_by(self, account: bytes, digest: bytes, signature: bytes) -> bool:
        if find_signer(digest, signature) == account:
            return True
        self.asked += 1
        return self.contracts.get(account) == signature


@dataclass
class FakeLevels:
    """`Levels`: everybody is at 0 but those named."""

    levels: dict[int, int] = field(default_factory=dict)

    def read_level(self, profile: int) -> int:
        return self.levels.get(profile, 0)


@dataclass
class DepotWorld:
    """The depot, its janitor and a clock that the test moves."""

    world: World
    stall: Stall
    depot: Depot
    janitor: Janitor
    outbox: Outbox
    chain: FakeChain
    wallets: FakeWallets
    levels: FakeLevels
    later: list[float]

    @property
    def market(self) -> TypedDomain:
        return TypedDomain(31337, self.world.deployment.data_market)

    def wall(self) -> float:
        return self.world.now() + self.later[0]

    def wait(self, seconds: float) -> None:
        """Time passes for the gateway; the chain stands, but the indexer stays in step with it."""
        self.later[0] += seconds
        self._tell_time()

    def sweep(self) -> Swept:
        """One round of the janitor, after the projection said that it is in step."""
        self._tell_time()
        return self.janitor.sweep()

    def _follow(self) -> None:
        """The chain that answers is as far as the projected one."""
        behind = self.world.now() - self.chain.blocks[-1].head.time_seconds
        if behind > 0:
            self.chain.mine(seconds=behind)

    def _tell_time(self) -> None:
        with self.world.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE checkpoint SET updated_at = {int(self.wall())}")

    def person(self, handle: str) -> Person:
        """A person whose wallet the chain knows too."""
        person = self.world.person(handle)
        span = Span(0, 2**62, 2**256 - 1)
        self.chain.authorities[person.profile, person.wallet.address] = Authority((span,))
        return person

    def blob(self, *parts: object, size: int = 300) -> str:
        """The CID of an uploaded blob."""
        return self.depot.add_file(sha256(repr(parts).encode()).digest() * (size // 32 + 1))

    def offer(self, **changes: object) -> bytes:
        """An offer of the business."""
        return self.stall.open(buyer=BUSINESS.address, **changes)

    def consent(self, offer: bytes, person: Person, **changes: object) -> Consent:
        terms = self.stall.offers[offer]
        is_subscription = terms.epochs > 0
        base = Consent(
            offer, person.profile, person.wallet.address, 5 * UNIT, terms.accept_until, terms.terms,
            sha256(b"receipt").digest(), terms.qx, terms.q_parity, 77, 0,
            bytes(32) if is_subscription else sha256(b"ct").digest(), bytes(32), sha256(b"salt").digest(),
        )  # fmt: skip
        return replace(base, **changes)

    def response(
        self, offer: bytes, person: Person, *, envelope: str | None = None, signer: Wallet | None = None,
        **changes: object,
    ) -> ResponseSubmission:  # fmt: skip
        """A signed response with an envelope that is here."""
        consent = self.consent(offer, person, **changes)
        signature = (signer or person.wallet).sign_digest(consent_digest(consent, self.market))
        cid = self.blob("envelope", offer, person.profile) if envelope is None else envelope
        return ResponseSubmission(consent, signature, cid)

    def respond(self, offer: bytes, person: Person, **changes: object) -> bytes:
        return self.depot.keep_response(self.response(offer, person, **changes), CALLER)

    def access(self, seconds: int = 3600, signer: Wallet = BUSINESS) -> BuyerAccess:
        deadline = int(self.wall()) + seconds
        digest = market_digest(OffersAccess(BUSINESS.address, GATEWAY, deadline), self.market)
        return BuyerAccess(GATEWAY, deadline, signer.sign_digest(digest))

    def waiting(self, offer: bytes) -> list[bytes]:
        """The deals whose responses wait."""
        return [row.deal for row in self.depot.list_responses(offer, self.access(), END, 100)]

    def manifest(self, person: Person, sequence: int, blobs: list[str], **changes: object) -> bytes:
        wrap = Wrap("code", sha256(b"wrap").digest(), bytes(12), bytes(48), 1)
        made = Manifest(person.profile, sequence, bytes(32), (wrap,), blobs[0], tuple(sorted(set(blobs))), 1)
        return build_manifest(VAULT_KEY, replace(made, **changes))

    def head(
        self, person: Person, sequence: int, blobs: list[str], *, forget: bool = False,
        signer: Wallet | None = None, signed_at: int | None = None, manifest: bytes | None = None,
    ) -> HeadSubmission:  # fmt: skip
        """A signed head; `blobs[0]` is the key file."""
        self._follow()
        data = self.manifest(person, sequence, blobs) if manifest is None else manifest
        at = int(self.wall()) if signed_at is None else signed_at
        form = VaultHead(person.profile, manifest_digest(data), sequence, forget, at)
        domain = TypedDomain(31337, self.world.deployment.profile_registry)
        signature = (signer or person.wallet).sign_digest(vault_digest(form, domain))
        return HeadSubmission(person.profile, data, sequence, forget, at, signature)

    def epoch(self, deal: bytes, epoch: int, signer: Wallet, envelope: str | None = None) -> EpochSubmission:
        self._follow()
        cid = self.blob("epoch", deal, epoch) if envelope is None else envelope
        digest = market_digest(EpochEnvelope(deal, epoch, cid), self.market)
        return EpochSubmission(deal, epoch, cid, signer.sign_digest(digest))

    def has(self, cid: str) -> bool:
        return self.world.store.has_block(cid)


def open_depot_world(
    folder: Path, *, budgets: Budgets | None = None, outbox_url: str | None = None, url: str | None = None
) -> DepotWorld:
    """A depot in a folder of its own."""
    world = World.create(folder, url)
    stall = Stall(world)
    network = Network(31337, world.deployment.post_registry, world.deployment.start_block_hash)
    outbox = open_outbox(outbox_url or f"sqlite:///{folder / 'outbox.sqlite3'}", network)
    engine = open_engine(url or f"sqlite:///{folder / 'projection.sqlite3'}", read_only=True)
    reader = Reader(engine)
    chain, wallets, levels, later = FakeChain(world.now()), FakeWallets(), FakeLevels(), [0.0]
    around = Surroundings(
        world.deployment, outbox, reader, world.store, chain, wallets, levels,
        wall=lambda: world.now() + later[0], monotonic=lambda: world.now() + later[0],
    )  # fmt: skip
    depot = build_depot(around, budgets or Budgets())
    close = depot.close
    depot = replace(depot, close=lambda: (close(), engine.dispose()))
    janitor = Janitor(outbox, reader, around.build_uploads(), around.wall)
    return DepotWorld(world, stall, depot, janitor, outbox, chain, wallets, levels, later)
