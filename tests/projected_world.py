"""A small world that was really projected: chain events and signed batches through the indexer's own code."""

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from hashtagspace.chain.deployment import REQUIRED, Deployment
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain import content
from hashtagspace.domain.batch import encode_batch
from hashtagspace.domain.events import Anchored, Checkpoint, KeyAuthorised, KeyRevoked, Published, Registered
from hashtagspace.domain.hashtag import tag_id
from hashtagspace.domain.intent import Intent, SignedIntent, encode_head, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_root
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.indexer.project import Projector
from hashtagspace.indexer.stream import Block, Reorg
from hashtagspace.indexer.verify import read_document, verify_batch
from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.store.engine import open_engine
from hashtagspace.store.migrate import prepare_database
from hashtagspace.store.projection import Projection
from hashtagspace.store.write_checkpoint import Header

START_SECONDS = 1_800_000_000
BLOCK_SECONDS = 2
NO_ADDRESS = bytes(20)


@cache
def _empty_database() -> bytes:
    """The bytes of a projection that has its schema and nothing else."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "projection.sqlite3"
        engine = open_engine(f"sqlite:///{path}")
        prepare_database(engine)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        return path.read_bytes()


@dataclass
class Person:
    """A profile and the wallet behind it."""

    handle: str
    wallet: Wallet
    profile: int


@dataclass
class World:
    """A chain of blocks held in memory, projected as it grows."""

    folder: Path
    deployment: Deployment
    store: EmbeddedBlockStore
    engine: Engine
    projection: Projection
    projector: Projector
    number: int = 0
    clock_ms: int = START_SECONDS * 1000
    waiting: list[SignedIntent] = field(default_factory=list)

    @classmethod
    def create(cls, folder: Path, url: str | None = None, people: PeopleTerms | None = None) -> "World":
        """An empty world in `folder`, its SQLite schema copied from one that was migrated once."""
        if url is None:
            (folder / "projection.sqlite3").write_bytes(_empty_database())
        deployment = Deployment(
            31337, 0, sha256(b"start").digest(),
            {name: sha256(name.encode()).digest()[:20] for name in
             REQUIRED},
        )  # fmt: skip
        engine = open_engine(url or f"sqlite:///{folder / 'projection.sqlite3'}")
        projection = Projection(engine)
        projector = Projector(projection, deployment, lambda: START_SECONDS)
        projector.open(Header(0, deployment.start_block_hash, START_SECONDS), people)
        return cls(folder, deployment, EmbeddedBlockStore(folder / "content"), engine, projection, projector)

    def person(self, handle: str, name: str | None = None) -> Person:
        """A registered profile, in a block of its own."""
        wallet = Wallet(sha256(handle.encode()).digest())
        profile = profile_id_of(wallet.address, 0)
        digest = ZERO_WORD if name is None else self.document(content.build_profile(name, f"I am {name}."))
        self.block(
            lambda at: Registered(
                at, self._tx(), profile, wallet.address, handle, NO_ADDRESS, digest, ZERO_WORD
            )
        )
        return Person(handle, wallet, profile)

    def authorise(self, person: Person, key: Wallet, kinds: int = 0xFFFE) -> None:
        """A session key of the person, in a block of its own."""
        until = self.now() + 30 * 86_400
        self.block(lambda at: KeyAuthorised(at, self._tx(), person.profile, key.address, until, kinds, 0))

    def revoke(self, person: Person, key: Wallet) -> None:
        """The session key is void from the block that says so."""
        now = self.now() + BLOCK_SECONDS
        self.block(lambda at: KeyRevoked(at, self._tx(), person.profile, key.address, now))

    def document(self, data: bytes) -> bytes:
        """The document is in the content store and in the projection; its digest."""
        self.store.put_block(data)
        digest = sha256(data).digest()
        self.projection.write_content([], [read_document(digest, data)], is_live=True)
        return digest

    def say(
        self, person: Person, kind: Kind, subject: bytes = ZERO_WORD, digest: bytes = ZERO_WORD,
        signer: Wallet | None = None,
    ) -> bytes:  # fmt: skip
        """A signed intent that waits for the next batch; its id."""
        self.clock_ms += 1
        intent = Intent(person.profile, kind, subject, digest, self.clock_ms)
        domain = self.deployment.intent_domain
        self.waiting.append((signer or person.wallet).sign_intent(intent, domain))
        return intent_id(intent, domain)

    def post(self, person: Person, text: str, kind: Kind = Kind.POST, subject: bytes = ZERO_WORD) -> bytes:
        """A post, reply, quote or edit with its document."""
        return self.say(person, kind, subject, self.document(content.build_post(text)))

    def react(self, person: Person, post: bytes, emoji: str) -> bytes:
        """A reaction with its document."""
        return self.say(
            person, Kind.REACT, post, self.document(content.build_reaction(emoji, sha256(b"seen").digest()))
        )

    def follow(self, person: Person, whom: Person) -> bytes:
        """`person` follows `whom`."""
        return self.say(person, Kind.FOLLOW, whom.profile.to_bytes(32, "big"))

    def follow_tag(self, person: Person, tag: str) -> bytes:
        """`person` follows the tag."""
        return self.say(person, Kind.FOLLOW_TAG, tag_id(tag))

    def publish(self, person: Person, text: str) -> bytes:
        """A post by transaction of its author, in a block of its own; its id."""
        digest = self.document(content.build_post(text))
        self.clock_ms += 1
        intent = Intent(person.profile, Kind.POST, ZERO_WORD, digest, self.clock_ms)
        self.block(
            lambda at: Published(
                at, self._tx(), person.wallet.address, encode_head(intent), ZERO_WORD, digest
            )
        )
        return intent_id(intent, self.deployment.intent_domain)

    def anchor(self) -> None:
        """Everything that waits is in one batch, anchored in a block of its own."""
        intents, self.waiting = self.waiting, []
        data = encode_batch(intents)
        digest = sha256(data).digest()
        root = build_root([intent_id(signed.intent, self.deployment.intent_domain) for signed in intents])
        self.store.put_block(data)
        self.block(lambda at: Anchored(at, self._tx(), root, digest, len(intents)))
        batch = verify_batch(digest, data, self.deployment.intent_domain)
        self.projection.write_content([batch], [], is_live=True)

    def block(self, *builders) -> None:
        """One block with these events."""
        self.number += 1
        self.clock_ms = max(self.clock_ms, self.now() * 1000)
        events = tuple(build(Checkpoint(self.number, index)) for index, build in enumerate(builders))
        block = Block(self.number, self._hash(self.number), self.now(), events)
        self.projector.apply([block], self.number, is_live=True)

    def finalise(self) -> None:
        """The latest block is final."""
        self.projector.finalise(self.number, self.number)

    def reorganise(self, depth: int) -> None:
        """The last `depth` blocks are gone."""
        self.number -= depth
        self.projector.undo(Reorg(self.number, self._hash(self.number), self.now()), self.number)

    def now(self) -> int:
        """Time of the latest block."""
        return START_SECONDS + self.number * BLOCK_SECONDS

    def _hash(self, number: int) -> bytes:
        return sha256(b"block%d" % number).digest() if number else self.deployment.start_block_hash

    def _tx(self) -> bytes:
        return sha256(b"tx%d" % self.number).digest()
