"""X-Wing and HPKE with chosen randomness, from the standards' text: vectors come out alike each time.

A third implementation beside the two that ship, so it shares no fault with either; slow, not in equal time.
Source: FIPS 203 (ML-KEM-768, encapsulation only), draft-connolly-cfrg-xwing-kem, RFC 9180 (base mode).
"""

import hashlib
import hmac
from collections.abc import Iterator, Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Q = 3329
RANK = 3
LATTICE_PUBLIC = 1184
LABEL = b"\\.//^\\"
SUITE = b"HPKE" + bytes.fromhex("647a 0001 0002")

Poly = list[int]


def _reversed_bits(value: int) -> int:
    return int(f"{value:07b}"[::-1], 2)


ZETAS = [pow(17, _reversed_bits(i), Q) for i in range(128)]
GAMMAS = [pow(17, 2 * _reversed_bits(i) + 1, Q) for i in range(128)]


def to_ntt(poly: Poly) -> Poly:
    """FIPS 203, algorithm 9."""
    f, i, length = list(poly), 1, 128
    while length >= 2:
        for start in range(0, 256, 2 * length):
            zeta, i = ZETAS[i], i + 1
            for j in range(start, start + length):
                t = zeta * f[j + length] % Q
                f[j + length], f[j] = (f[j] - t) % Q, (f[j] + t) % Q
        length //= 2
    return f


def from_ntt(poly: Poly) -> Poly:
    """FIPS 203, algorithm 10."""
    f, i, length = list(poly), 127, 2
    while length <= 128:
        for start in range(0, 256, 2 * length):
            zeta, i = ZETAS[i], i - 1
            for j in range(start, start + length):
                t = f[j]
                f[j], f[j + length] = (t + f[j + length]) % Q, zeta * (f[j + length] - t) % Q
        length *= 2
    return [value * 3303 % Q for value in f]


def multiply(f: Poly, g: Poly) -> Poly:
    """FIPS 203, algorithms 11 and 12."""
    product = []
    for i, gamma in enumerate(GAMMAS):
        a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
        product += [(a * c + b * d * gamma) % Q, (a * d + b * c) % Q]
    return product


def add(*polys: Poly) -> Poly:
    """The sum of polynomials."""
    return [sum(values) % Q for values in zip(*polys, strict=True)]


def sample_ntt(seed: bytes) -> Poly:
    """FIPS 203, algorithm 7."""

    def candidates(stream: bytes) -> Iterator[int]:
        for at in range(0, len(stream) - 2, 3):
            a, b, c = stream[at : at + 3]
            yield a + 256 * (b % 16)
            yield b // 16 + 16 * c

    return [d for d in candidates(hashlib.shake_128(seed).digest(3 * 1024)) if d < Q][:256]


def sample_binomial(key: bytes, number: int) -> Poly:
    """FIPS 203, algorithm 8 with η = 2, over PRF(key, number)."""
    bits = _bits(hashlib.shake_256(key + bytes((number,))).digest(128))
    return [(bits[4 * i] + bits[4 * i + 1] - bits[4 * i + 2] - bits[4 * i + 3]) % Q for i in range(256)]


def encapsulate_lattice(public: bytes, message: bytes) -> tuple[bytes, bytes]:
    """Shared secret and ciphertext. Source: FIPS 203, algorithms 14 and 17."""
    secret = hashlib.sha3_512(message + hashlib.sha3_256(public).digest()).digest()
    shared, coins = secret[:32], secret[32:]
    seed = public[384 * RANK :]
    t = [_decode(public[384 * i : 384 * (i + 1)], 12) for i in range(RANK)]
    y = [to_ntt(sample_binomial(coins, i)) for i in range(RANK)]
    e = [sample_binomial(coins, RANK + i) for i in range(RANK)]
    matrix = [[sample_ntt(seed + bytes((j, i))) for j in range(RANK)] for i in range(RANK)]
    u = [add(from_ntt(add(*(multiply(matrix[j][i], y[j]) for j in range(RANK)))), e[i]) for i in range(RANK)]
    inner = from_ntt(add(*(multiply(t[i], y[i]) for i in range(RANK))))
    v = add(inner, sample_binomial(coins, 2 * RANK), [1665 * bit for bit in _bits(message)])
    return shared, b"".join(_compress(poly, 10) for poly in u) + _compress(v, 4)


def encapsulate(public: bytes, eseed: bytes) -> tuple[bytes, bytes]:
    """X-Wing's shared secret and 1120 bytes of ciphertext."""
    lattice, curve = public[:LATTICE_PUBLIC], public[LATTICE_PUBLIC:]
    lattice_shared, lattice_sent = encapsulate_lattice(lattice, eseed[:32])
    ephemeral = X25519PrivateKey.from_private_bytes(eseed[32:])
    curve_sent = ephemeral.public_key().public_bytes_raw()
    curve_shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(curve))
    shared = hashlib.sha3_256(lattice_shared + curve_shared + curve_sent + curve + LABEL).digest()
    return shared, lattice_sent + curve_sent


def key_schedule(shared: bytes, info: bytes, suite: bytes = SUITE) -> tuple[bytes, bytes]:
    """HPKE's key and base nonce. Source: RFC 9180, section 5.1."""
    context = b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    return _expand(suite, secret, b"key", context, 32), _expand(suite, secret, b"base_nonce", context, 12)


def seal(public: bytes, info: bytes, plain: bytes, eseed: bytes) -> bytes:
    """The encapsulated key ‖ ciphertext of HPKE's single shot with AES-256-GCM."""
    shared, sent = encapsulate(public, eseed)
    key, nonce = key_schedule(shared, info)
    return sent + AESGCM(key).encrypt(nonce, plain, b"")


def _extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + suite + label + key, "sha256")


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    full = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, full + b"\1", "sha256")[:length]


def _bits(data: bytes) -> list[int]:
    return [byte >> i & 1 for byte in data for i in range(8)]


def _decode(data: bytes, width: int) -> Poly:
    number = int.from_bytes(data, "little")
    return [number >> width * i & (1 << width) - 1 for i in range(256)]


def _compress(poly: Sequence[int], width: int) -> bytes:
    values = [((value << width) + Q // 2) // Q % (1 << width) for value in poly]
    number = sum(value << width * i for i, value in enumerate(values))
    return number.to_bytes(32 * width, "little")
