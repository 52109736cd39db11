"""What a gateway answers, as far as the SDK shows it."""

import re
from dataclasses import dataclass
from typing import Final

import msgspec

from hashtagspace.client.errors import GatewayUnreachable

_ADDRESS: Final = re.compile(r"0x[0-9a-fA-F]{40}")


class Record(msgspec.Struct, frozen=True, rename="camel", kw_only=True):
    """A JSON object with camelCase members; members not named here are left out."""


class Media(Record, frozen=True):
    """A file on IPFS."""

    cid: str
    mime: str
    alt: str
    size: int


class Card(Record, frozen=True):
    """A profile in short."""

    profile_id: str
    handle: str
    name: str | None = None


class Counts(Record, frozen=True):
    """Answers to a post."""

    replies: int = 0
    reposts: int = 0
    quotes: int = 0
    reactions: int = 0


class ContentRef(Record, frozen=True):
    """The digest of a document, and its CID."""

    digest: str
    cid: str


class Document(Record, frozen=True):
    """What the author wrote."""

    text: str = ""
    media: list[Media] = []
    lang: str | None = None


class Reaction(Record, frozen=True):
    """One emoji and how many chose it."""

    emoji: str
    count: int


class Post(Record, frozen=True):
    """A post as the gateway has it; `target` is the quoted or reposted one."""

    post_id: str
    kind: str
    author: Card
    subject: str | None = None
    created_at: str = ""
    anchored_at: str | None = None
    content: ContentRef | None = None
    content_state: str = "available"
    document: Document | None = None
    tags: list[str] = []
    counts: Counts = Counts()
    reactions: list[Reaction] = []
    edited: bool = False
    retracted: bool = False
    state: str = "anchored"
    target: "Post | None" = None

    @property
    def text(self) -> str:
        """The text, empty where there is none (a repost, a retracted post)."""
        return "" if self.document is None else self.document.text


class Page(Record, frozen=True):
    """Some posts and where the next ones begin."""

    items: list[Post]
    next_cursor: str | None = None


class Thread(Record, frozen=True):
    """A post between what it answers and what answers it."""

    ancestors: list[Post]
    post: Post
    replies: list[Post]
    next_cursor: str | None = None


class Profile(Record, frozen=True):
    """A profile as the gateway has it."""

    profile_id: str
    handle: str
    name: str | None = None
    bio: str | None = None
    custody: str = ""
    recovery: str | None = None


class Profiles(Record, frozen=True):
    """Several profiles."""

    items: list[Profile]


class Problem(Record, frozen=True):
    """Why something was refused."""

    code: str
    detail: str
    retryable: bool = False


class Status(Record, frozen=True):
    """Where an intent or call is."""

    state: str
    intent_id: str | None = None
    call_id: str | None = None
    profile_id: str | None = None
    problem: Problem | None = None
    tx_hash: str | None = None
    block_number: int | None = None


class Statuses(Record, frozen=True):
    """Several of them."""

    items: list[Status]


class Stored(Record, frozen=True):
    """What the content store has now."""

    cid: str
    size: int


class VaultHeadAnswer(Record, frozen=True):
    """The latest head of a vault: base64 and 0x-hex, unchecked."""

    manifest: str
    sequence: int
    signed_at: int
    signature: str
    forget: bool = False


class StoredHead(Record, frozen=True):
    """The head that the gateway keeps now."""

    sequence: int


class _Network(Record, frozen=True):
    chain_id: int
    name: str
    rpc_url: str | None = None


class _StartBlock(Record, frozen=True):
    number: int
    hash: str


class _StampBits(Record, frozen=True):
    call: int
    faucet: int


class GatewayConfig(Record, frozen=True):
    """What a client needs before its first call."""

    network: _Network
    contracts: dict[str, str | None]
    start_block: _StartBlock
    stamp_bits: _StampBits

    def contract(self, name: str) -> bytes:
        """The 20-byte address of a contract; raises `gateway.unreachable` if the gateway names none."""
        text = self.contracts.get(name) or ""
        if _ADDRESS.fullmatch(text) is None:
            raise GatewayUnreachable(f"The gateway names no address of {name}: use another gateway.")
        return bytes.fromhex(text[2:])


class Inclusion(Record, frozen=True):
    """Where an intent is fixed."""

    type: str
    block_number: int
    block_hash: str
    tx_hash: str
    root: str | None = None
    batch_digest: str | None = None
    count: int | None = None
    merkle_proof: list[str] | None = None
    sender: str | None = None


class Version(Record, frozen=True):
    """One intent with its signature and its place in the chain."""

    intent_id: str
    record: str
    signer: str
    inclusion: Inclusion
    signature: str | None = None
    content: ContentRef | None = None


class Proof(Version, frozen=True):
    """The original intent and every later version."""

    versions: list[Version] = []


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: whether it holds, and what was seen."""

    name: str
    ok: bool
    detail: str
