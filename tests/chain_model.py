"""A made-up chain for property tests: random but possible events, forks, and content that may come late.

Nothing here talks to a node; events obey the numbered guarantees of the contracts' interfaces.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from model_documents import DOCUMENTS, EVERY_DOCUMENT, GARBAGE, TERMS
from model_market import ModelMarket
from model_profiles import ProfileState, follow
from world import wallet

from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain import events
from hashtagspace.domain.batch import encode_batch
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.hashtag import tag_id
from hashtagspace.domain.intent import (
    Intent,
    IntentDomain,
    SignedIntent,
    encode_head,
    intent_id,
    record_id,
)
from hashtagspace.domain.kinds import (
    DOCUMENT_TYPES,
    SUBJECT_RULES,
    ZERO_WORD,
    DocumentType,
    Kind,
    SubjectRule,
)
from hashtagspace.domain.merkle import build_root
from hashtagspace.indexer.stream import Block

DOMAIN = IntentDomain(31337, b"\x11" * 20)
GENESIS_TIME = 1_800_000_000
PEOPLE = [wallet(n) for n in range(4)]
WINDOW = 7 * 86_400_000
KEYS = [wallet(n) for n in range(10, 14)]
STRANGER = wallet(99)
DAY = 86_400
TAGS = ["berlin", "coffee", "python"]


@dataclass
class ModelChain:
    """A chain that grows at random and can lose its last blocks; content is what was ever made."""

    rng: Random
    blocks: list[Block] = field(default_factory=list)
    intents: list[SignedIntent] = field(default_factory=list)
    batches: list[bytes] = field(default_factory=list)
    signers: dict[bytes, bytes] = field(default_factory=dict)  # signature -> address
    salt: int = 0
    market: ModelMarket = field(init=False)

    def __post_init__(self) -> None:
        named = [_digest(document) for document in (*TERMS, GARBAGE, b"kept by nobody")]
        self.market = ModelMarket(self.rng, named)

    def grow(self) -> Block:
        """One more block on top."""
        self.salt += 1
        number = len(self.blocks) + 1
        last = self.blocks[-1].time_seconds if self.blocks else GENESIS_TIME
        time = last + self.rng.choice([1, 1, 2, 60, 60, 700, DAY, 3 * DAY])
        made: list[events.ChainEvent] = []
        profiles = self._replay()
        for _ in range(self.rng.choice([0, 1, 2, 3, 5])):
            self._act(made, number, time, profiles)
        made += self.market.grow(number, len(made) * 2, time)
        block_hash = sha256(b"block %d %d" % (number, self.salt)).digest()
        block = Block(number, block_hash, time, tuple(made))  # type: ignore[arg-type]
        self.blocks.append(block)
        return block

    def drop(self, depth: int) -> None:
        """The last `depth` blocks never were."""
        del self.blocks[len(self.blocks) - depth :]
        self.market.drop(depth)

    def _replay(self) -> dict[int, ProfileState]:
        profiles: dict[int, ProfileState] = {}
        for block in self.blocks:
            for event in block.events:
                follow(profiles, event, block.time_seconds)
        return profiles

    def _act(
        self, made: list[events.ChainEvent], number: int, time: int, profiles: dict[int, ProfileState]
    ) -> None:
        at, tx = Checkpoint(number, len(made) * 2), sha256(b"tx %d %d" % (self.salt, len(made))).digest()
        action = self.rng.choice(
            ["authorise", "authorise", "revoke", "revoke", "transfer", "recovery", "key"]
            + ["publish"] * 3
            + ["anchor"] * 8
        )
        if not profiles or (len(profiles) < 3 and self.rng.random() < 0.3):
            action = "register"
        event: events.ChainEvent | None
        match action:
            case "publish":
                event = self._publication(at, tx, time, profiles)
            case "anchor":
                event = self._anchor(at, tx, time, profiles)
            case "register":
                event = self._registration(at, tx, profiles)
            case _:
                event = self._custody_event(action, at, tx, time, profiles)
        if event is not None:
            made.append(event)
            follow(profiles, event, time)

    def _registration(
        self, at: Checkpoint, tx: bytes, profiles: dict[int, ProfileState]
    ) -> events.Registered | None:
        profile = len(profiles) + 1
        if profile > 3:
            return None
        content = self.rng.choice([ZERO_WORD, *map(_digest, DOCUMENTS[DocumentType.PROFILE])])
        recovery = self.rng.choice([bytes(20), PEOPLE[3].address])
        custody = self.rng.choice(PEOPLE).address
        encryption_key = self.rng.choice([ZERO_WORD, b"\x07" * 32])
        return events.Registered(
            at, tx, profile, custody, f"handle{profile}", recovery, content, encryption_key
        )

    def _custody_event(
        self, action: str, at: Checkpoint, tx: bytes, time: int, profiles: dict[int, ProfileState]
    ) -> events.ChainEvent | None:
        if not profiles:
            return None
        profile = self.rng.choice(sorted(profiles))
        state = profiles[profile]
        match action:
            case "authorise":
                free = [key.address for key in KEYS if key.address not in state.keys]
                if not free:
                    return None
                until = time + self.rng.choice([60, DAY, 30 * DAY, 30 * DAY, 2**64 - 1 - time])
                kinds = self.rng.choice([0xFFFE, 0xFFFE, 0xFFFE, 1 << Kind.POST])
                return events.KeyAuthorised(
                    at, tx, profile, self.rng.choice(free), until, kinds, state.custody_index
                )
            case "revoke":
                live = [key for key, (_, index) in state.keys.items() if index == state.custody_index]
                if not live:
                    return None
                key = self.rng.choice([*live, *(key for key in live if key in state.void)])
                void = self.rng.randint(state.keys[key][0], state.void.get(key, time))
                return events.KeyRevoked(at, tx, profile, key, void)
            case "transfer":
                until = self.rng.choice([time, self.rng.randint(state.custody_from, time)])
                receiver = self.rng.choice(PEOPLE).address
                return events.CustodyTransferred(
                    at, tx, profile, state.custody, receiver, state.custody_index + 1, until
                )
            case "recovery":
                return self._recovery_event(at, tx, time, profile)
            case _:
                return events.EncryptionKeySet(at, tx, profile, self.rng.choice([ZERO_WORD, b"\x08" * 32]))

    def _recovery_event(self, at: Checkpoint, tx: bytes, time: int, profile: int) -> events.ChainEvent:
        address = self.rng.choice(PEOPLE).address
        return self.rng.choice(
            [
                events.RecoveryRequested(at, tx, profile, address, time + 7 * DAY),
                events.RecoveryCancelled(at, tx, profile),
                events.RecoveryChangeRequested(at, tx, profile, address, time + 7 * DAY),
                events.RecoveryChangeVetoed(at, tx, profile),
                events.RecoveryChanged(at, tx, profile, address),
            ]
        )

    def _intent(self, time: int, profiles: dict[int, ProfileState]) -> SignedIntent:
        """An intent that somebody signs: mostly a fitting one, sometimes an old one again."""
        if self.intents and self.rng.random() < 0.12:
            return self.rng.choice(self.intents)
        kind = self.rng.choice(
            [*Kind, Kind.POST, Kind.POST, Kind.REPLY, Kind.REPLY, Kind.REPOST, Kind.RETRACT]
        )
        profile = self.rng.choice([*sorted(profiles) * 6, 4])
        subject = self._subject(kind)
        if kind in (Kind.EDIT, Kind.RETRACT) and self.rng.random() < 0.85:
            profile, subject = self._own_post(profile, subject)
        offset = self.rng.choice([0] * 8 + [-1000, -DAY * 1000, -WINDOW, -WINDOW - 1, 600_000, 600_001])
        intent = Intent(profile, kind, subject, self._content(kind), time * 1000 + offset)
        signer = self._signer(profiles.get(profile))
        signed = signer.sign_intent(intent, DOMAIN)
        if self.rng.random() < 0.04:
            signed = SignedIntent(intent, b"\x01" * 64 + b"\x1b")  # well formed, of whoever
        self.intents.append(signed)
        self.signers[signed.signature] = signer.address
        return signed

    def _signer(self, state: ProfileState | None) -> Wallet:
        if state is None or self.rng.random() < 0.1:
            return self.rng.choice([*PEOPLE, *KEYS, STRANGER])
        keys = [key for key in KEYS if key.address in state.keys]
        if keys and self.rng.random() < 0.5:
            return self.rng.choice(keys)
        return next(one for one in PEOPLE if one.address == state.custody)

    def _own_post(self, profile: int, subject: bytes) -> tuple[int, bytes]:
        posts = [one.intent for one in self.intents if one.intent.kind <= Kind.REPOST][-12:]
        if not posts:
            return profile, subject
        post = self.rng.choice(posts)
        return post.profile, intent_id(post, DOMAIN)

    def _subject(self, kind: Kind) -> bytes:
        if self.rng.random() < 0.03:
            return self.rng.choice([ZERO_WORD, b"\xff" * 32])
        match SUBJECT_RULES[kind]:
            case SubjectRule.NONE:
                return ZERO_WORD
            case SubjectRule.PROFILE:
                return self.rng.randint(1, 4).to_bytes(32, "big")
            case SubjectRule.TAG:
                return tag_id(self.rng.choice(TAGS))
            case SubjectRule.INTENT:
                posts = [one for one in self.intents if one.intent.kind <= Kind.REPOST][-6:]
                return intent_id(self.rng.choice(posts).intent, DOMAIN) if posts else b"\x09" * 32

    def _content(self, kind: Kind) -> bytes:
        wanted = DOCUMENT_TYPES[kind]
        if wanted is None:
            return ZERO_WORD
        if self.rng.random() < 0.1:
            return self.rng.choice(
                [_digest(self.rng.choice(EVERY_DOCUMENT)), sha256(b"nowhere").digest(), ZERO_WORD]
            )
        return _digest(self.rng.choice(DOCUMENTS[wanted]))

    def _publication(
        self, at: Checkpoint, tx: bytes, time: int, profiles: dict[int, ProfileState]
    ) -> events.ChainEvent:
        signed = self._intent(time, profiles)
        intent = signed.intent
        head = bytearray(encode_head(intent))
        if self.rng.random() < 0.1:
            head[self.rng.choice([0, 8, 31])] ^= 0x80
        sender = self.signers[signed.signature]
        if self.rng.random() < 0.3:
            data = self.rng.choice([*EVERY_DOCUMENT, b"x" * 65_537])
            wanted = DOCUMENT_TYPES[intent.kind]
            if wanted is not None and self.rng.random() < 0.8:
                data = self.rng.choice(DOCUMENTS[wanted])
            return events.PublishedInline(at, tx, sender, bytes(head), intent.subject, data)
        return events.Published(at, tx, sender, bytes(head), intent.subject, intent.content)

    def _anchor(
        self, at: Checkpoint, tx: bytes, time: int, profiles: dict[int, ProfileState]
    ) -> events.Anchored:
        if self.batches and self.rng.random() < 0.25:
            data = self.rng.choice(self.batches)
        else:
            data = self._batch(time, profiles)
            self.batches.append(data)
        count = len(data) // 146
        root = b"\x05" * 32
        if len(data) % 146 == 0 and count:
            root = _root_of(data)
        fault = self.rng.random()
        if fault < 0.05:
            root = b"\x06" * 32
        elif fault < 0.1:
            count += 1
        return events.Anchored(at, tx, root, _digest(data), count)

    def _batch(self, time: int, profiles: dict[int, ProfileState]) -> bytes:
        unique: dict[bytes, SignedIntent] = {}
        for _ in range(self.rng.randint(1, 14)):
            signed = self._intent(time, profiles)
            unique[intent_id(signed.intent, DOMAIN)] = signed
        data = encode_batch(list(unique.values()))
        fault = self.rng.random()
        if fault < 0.04:
            return data + b"\0"
        if fault < 0.08:
            return data + data[:146]  # a leaf twice
        if fault < 0.12:
            return data[:8] + b"\x20" + data[9:]  # a kind nobody knows
        return data


def _root_of(data: bytes) -> bytes:
    """The honest root, or any word where none exists."""
    leaves = [record_id(data[at : at + 81], DOMAIN) for at in range(0, len(data), 146)]
    return build_root(leaves) if len(set(leaves)) == len(leaves) else b"\x04" * 32


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()
