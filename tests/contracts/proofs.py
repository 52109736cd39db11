"""Keys, proofs and records of a sale, written a second time from docs/market-formats.md."""

from dataclasses import dataclass
from typing import Any

from eth_keys.backends.native.jacobian import fast_add, fast_multiply, inv
from eth_keys.constants import SECPK1_G as G
from eth_keys.constants import SECPK1_N as N
from eth_keys.constants import SECPK1_P as P
from eth_utils import keccak

Point = tuple[int, int]
H = (
    0x6C503108EB51B3C3F86D6982BE522C1AEFC638F4A0C3F255A9B192DCF311F60B,
    0xB4A155201E89DDA614E64964CAFEA29156C0081F09B73AC7464FBA4ADC826A12,
)


def label(text: str) -> bytes:
    return bytes(keccak(text=f"hashtagspace/market/{text}/v1"))


def words(*values: int | bytes) -> bytes:
    """Each value one word, numbers on the right."""
    return b"".join(v if isinstance(v, bytes) else v.to_bytes(32, "big") for v in values)


def hash_words(*values: int | bytes) -> bytes:
    return bytes(keccak(words(*values)))


def wire(point: Point) -> Point:
    """x and parity, as a point travels."""
    return point[0], point[1] & 1


def scalar(name: str) -> int:
    return int.from_bytes(keccak(text=name), "big") % (N - 1) + 1


def multiply(point: Point, factor: int) -> Point:
    x, y = fast_multiply(point, factor)
    return x, y


def subtract(point: Point, other: Point) -> Point:
    x, y = fast_add(point, (other[0], P - other[1]))
    return x, y


def blind(z: int) -> Point:
    """The business's Q = H + z·G."""
    x, y = fast_add(H, multiply(G, z))
    return x, y


def prove(domain: bytes, base: Point, secret: int) -> tuple[int, ...]:
    """That log_G(secret·G) = log_base(secret·base); nonces of a test may be drawn from what they are for."""
    public, product = multiply(G, secret), multiply(base, secret)
    r = int.from_bytes(hash_words(secret, domain), "big") % N
    first, second = multiply(G, r), multiply(base, r)
    address = int.from_bytes(keccak(words(*first))[12:], "big")
    statement = (*wire(public), *wire(base), *wire(product))
    c = int.from_bytes(hash_words(domain, *statement, address, *second), "big") % N
    s = (r - c * secret) % N
    u, v = multiply(base, s), multiply(product, c)
    return (c, s, *u, *v, inv(v[0] - u[0], P))


def deliver(digest: bytes, x: int, q: Point) -> tuple[Any, ...]:
    """D = x·Q with its proof, as `deliver` takes it."""
    return (*wire(multiply(q, x)), prove(hash_words(label("deliver"), digest), q, x))


def deliver_epoch(
    digest: bytes, keys: "EpochKeys", epoch: int, q: Point, ct_root: bytes = b"\x0c" * 32
) -> tuple[Any, ...]:
    """The same for one epoch of a subscription."""
    x = keys.secrets[epoch]
    proof = prove(hash_words(label("epoch"), digest, epoch, ct_root), q, x)
    return (epoch, *wire(multiply(G, x)), keys.path(epoch), ct_root, *wire(multiply(q, x)), proof)


def open_delivery(digest: bytes, z: int, x: int) -> tuple[Any, ...]:
    """What opens the delivered D of one record, as the business shows it."""
    q, commitment = blind(z), multiply(G, x)
    d, s = multiply(q, x), multiply(commitment, z)
    proof = prove(hash_words(label("open"), digest), commitment, z)
    return (q[1], inv(q[0] - H[0], P), *s, d[1], inv(d[0] - s[0], P), proof)


@dataclass(frozen=True, slots=True)
class EpochKeys:
    """The keys of a subscription, and the tree over them that is signed."""

    secrets: tuple[int, ...]

    @property
    def levels(self) -> list[list[bytes]]:
        name = label("epoch-key")
        leaves = [hash_words(name, i, *wire(multiply(G, x))) for i, x in enumerate(self.secrets)]
        size = 1 << (len(leaves) - 1).bit_length()
        return tree(leaves + [bytes(32)] * (size - len(leaves)))

    @property
    def root(self) -> int:
        return int.from_bytes(self.levels[-1][0], "big")

    def path(self, epoch: int) -> list[bytes]:
        return path(self.levels, epoch)


@dataclass(frozen=True, slots=True)
class Record:
    """Words of a record under its key; `promised` are those that the plaintext root is made of."""

    key: bytes
    plain: list[list[bytes]]
    promised: list[list[bytes]]

    @property
    def masked(self) -> list[list[bytes]]:
        return [
            [mask(word, self.key, 8 * j + i) for i, word in enumerate(chunk)]
            for j, chunk in enumerate(self.plain)
        ]

    def levels(self, name: str) -> list[list[bytes]]:
        chunks = self.masked if name == "ct" else self.promised
        return tree([hash_words(label(name), j, *chunk) for j, chunk in enumerate(chunks)])

    def root(self, name: str) -> bytes:
        return self.levels(name)[-1][0]

    def chunk(self, index: int) -> tuple[Any, ...]:
        """One chunk with its places under both roots, as `garbage` takes it."""
        pt = self.levels("pt")
        return (index, self.masked[index], path(self.levels("ct"), index), pt[0][index], path(pt, index))


def record_key(x: int, deal: bytes) -> bytes:
    return hash_words(label("key"), *multiply(H, x), deal)


def build_record(x: int, deal: bytes, wrong: int | None = None) -> Record:
    """Four chunks; one of them, `wrong`, is not what was promised."""
    promised = [[hash_words(j, i) for i in range(8)] for j in range(4)]
    plain = [[bytes(32)] * 8 if j == wrong else chunk for j, chunk in enumerate(promised)]
    return Record(record_key(x, deal), plain, promised)


def mask(word: bytes, key: bytes, number: int) -> bytes:
    return bytes(a ^ b for a, b in zip(word, hash_words(key, number), strict=True))


def tree(leaves: list[bytes]) -> list[list[bytes]]:
    levels = [leaves]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([hash_words(*below[i : i + 2]) for i in range(0, len(below), 2)])
    return levels


def path(levels: list[list[bytes]], index: int) -> list[bytes]:
    return [level[index >> height ^ 1] for height, level in enumerate(levels[:-1])]
