"""What every vector module draws from: a seeded source, fixed test keys, spelling of values."""

from random import Random

from coincurve import PrivateKey

from hashtagspace.domain.intent import Intent, IntentDomain
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import DOCUMENT_TYPES, SUBJECT_RULES, ZERO_WORD, Kind, SubjectRule

Vectors = dict[str, object]
DOMAIN = IntentDomain(31337, bytes.fromhex("2279b7a0a67db372996a5fab50d91eaa73d2ebe6"))
NOW_MS = 1_790_000_000_000


def source(name: str) -> Random:
    """A generator that depends on the file's name alone, so that one file's change moves no other."""
    return Random(f"hashtagspace/{name}")  # noqa: S311  vectors must repeat


def hexed(data: bytes) -> str:
    """0x and lower-case digits."""
    return "0x" + data.hex()


def test_key(number: int) -> PrivateKey:
    """A key that everybody knows; never fund it."""
    return PrivateKey(keccak256(b"hashtagspace public test key %d" % number))


def address_of(key: PrivateKey) -> bytes:
    """The 20 bytes of the key's address."""
    return keccak256(key.public_key.format(compressed=False)[1:])[12:]


def sign(key: PrivateKey, digest: bytes) -> bytes:
    """The 65 bytes r ‖ s ‖ v: deterministic (RFC 6979), low s, v 27 or 28."""
    signature = key.sign_recoverable(digest, hasher=None)
    return signature[:64] + bytes((27 + signature[64],))


def random_intent(random: Random, kind: Kind | None = None) -> Intent:
    """An intent whose fields fit its kind."""
    kind = kind or random.choice(list(Kind))
    match SUBJECT_RULES[kind]:
        case SubjectRule.NONE:
            subject = ZERO_WORD
        case SubjectRule.PROFILE:
            subject = random.getrandbits(63).to_bytes(32, "big")
        case SubjectRule.INTENT | SubjectRule.TAG:
            subject = random.randbytes(32)
    content = random.randbytes(32) if DOCUMENT_TYPES[kind] else ZERO_WORD
    created_at_ms = NOW_MS + random.randrange(-(10**9), 10**9)
    return Intent(random.getrandbits(62) + 1, kind, subject, content, created_at_ms)
