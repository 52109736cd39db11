"""market_proof.json: proofs of every kind, and each of them changed in every way that was ever tried."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from golden.market_samples import HEDGE, PROOF_FIELDS, columns, number, scalar, spelled_proof
from golden.samples import Vectors, hexed, source
from hashtagspace.chain.curve import BASE, FIELD, Point, add, negate
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.errors import InvalidInput
from hashtagspace.market.blinding import build_blinding, build_commitment
from hashtagspace.market.delivery import delivery_domain, epoch_domain, opening_domain
from hashtagspace.market.dleq import Proof, Statement, build_statement, prove, verify_proof
from hashtagspace.market.points import H, wire_point

Sent = tuple[int, int]


def sent(point: Point) -> Sent:
    """A point as it travels."""
    return point.x, point.parity


def spelled(name: str, domain: bytes, points: list[Sent], proof: Proof) -> Vectors:
    """One proof with all that a verifier is given: P, T, Y as sent."""
    row: Vectors = {"name": name, "domain": hexed(domain)}
    for letter, (x, parity) in zip("pty", points, strict=True):
        row |= {f"{letter}x": number(x), f"{letter}Parity": parity}
    return row | spelled_proof(proof)


def judge(domain: bytes, points: list[Sent], proof: Proof) -> str | None:
    """The code of the refusal, None when the proof holds."""
    try:
        public, base, product = (wire_point(*point) for point in points)
        verify_proof(Statement(domain, public, base, product), proof)
    except InvalidInput as error:
        return error.exact_code
    return None


def changed_fields(proof: Proof) -> Iterator[tuple[str, Proof]]:
    """Each number of the proof ±1, 0, 1, its negative by either modulus, a modulus, the largest."""
    for field in PROOF_FIELDS:
        value = getattr(proof, field)
        changes = {
            "+ 1": value + 1,
            "- 1": value - 1,
            "0": 0,
            "1": 1,
            "n - it": (CURVE_ORDER - value) % CURVE_ORDER,
            "p - it": FIELD - value,
            "n": CURVE_ORDER,
            "p": FIELD,
            "largest": 2**256 - 1,
        }
        for change, other in changes.items():
            if 0 <= other < 2**256 and other != value:
                yield f"{field}: {change}", replace(proof, **{field: other})


def changed_points(points: list[Sent], q: Point) -> Iterator[tuple[str, list[Sent]]]:
    """Each point negated, doubled, replaced by another of the sale, or malformed."""
    commitment = wire_point(*points[0])
    for at, letter in enumerate("PTY"):
        point = wire_point(*points[at])
        others = {"negative": negate(point), "double": add(point, point), "G": BASE, "H": H}
        others |= {"X": commitment, "Q": q}
        swapped = {change: sent(other) for change, other in others.items() if other != point}
        swapped |= {"parity 2": (point.x, 2), "x 0": (0, point.parity), "x = n": (CURVE_ORDER, 0)}
        for change, other in swapped.items():
            yield f"{letter}: {change}", [*points[:at], other, *points[at + 1 :]]


def refused(statement: Statement, proof: Proof, q: Point) -> list[Vectors]:
    """All changes of one proof with their codes."""
    points = [sent(point) for point in (statement.public, statement.base, statement.product)]
    domain = statement.domain
    flipped = (int.from_bytes(domain, "big") ^ 1).to_bytes(32, "big")
    cases = [(name, domain, points, other) for name, other in changed_fields(proof)]
    cases += [(name, domain, other, proof) for name, other in changed_points(points, q)]
    cases += [
        ("domain: one bit", flipped, points, proof),
        ("domain: zero", bytes(32), points, proof),
        ("c and s exchanged", domain, points, replace(proof, c=proof.s, s=proof.c)),
        (
            "U and V exchanged",
            domain,
            points,
            Proof(proof.c, proof.s, proof.vx, proof.vy, proof.ux, proof.uy, (FIELD - proof.inverse) % FIELD),
        ),
    ]
    rows = []
    for case in cases:
        code = judge(*case[1:])
        if code is None:
            raise AssertionError(f"a changed proof holds: {case[0]}")
        rows.append({**spelled(*case), "code": code})
    return rows


def statements(random: Random) -> list[tuple[str, int, Statement, Point]]:
    """A delivery, a delivery by the smallest and the largest key, an epoch, an opening."""
    q = build_blinding(scalar(random))
    x, z, digest = scalar(random), scalar(random), random.randbytes(32)
    rows = [
        ("deliver", x, build_statement(delivery_domain(digest), q, x), q),
        ("deliver, key 1", 1, build_statement(delivery_domain(digest), q, 1), q),
        (
            "deliver, key n - 1",
            CURVE_ORDER - 1,
            build_statement(delivery_domain(digest), q, CURVE_ORDER - 1),
            q,
        ),
        ("epoch", x, build_statement(epoch_domain(digest, 3, random.randbytes(32)), q, x), q),
        ("open", z, build_statement(opening_domain(digest), build_commitment(x), z), q),
    ]
    for number_ in range(5):
        key, other = scalar(random), build_blinding(scalar(random))
        statement = build_statement(delivery_domain(random.randbytes(32)), other, key)
        rows.append((f"deliver {number_}", key, statement, other))
    return rows


def build() -> Vectors:
    """`accepted` with the secret and the hedge they came from; `refused` with the code of the refusal."""
    random = source("market_proof")
    accepted, wrong = [], []
    for name, secret, statement, q in statements(random):
        proof = prove(statement, secret, HEDGE)
        points = [sent(point) for point in (statement.public, statement.base, statement.product)]
        if judge(statement.domain, points, proof) is not None:
            raise AssertionError(f"an honest proof fails: {name}")
        row = spelled(name, statement.domain, points, proof)
        accepted.append({**row, "secret": number(secret), "hedge": hexed(HEDGE)})
        if name in ("deliver", "epoch", "open"):
            wrong += refused(statement, proof, q)
    digest, root = random.randbytes(32), random.randbytes(32)
    return {
        "digest": hexed(digest),
        "ctRoot": hexed(root),
        "deliveryDomain": hexed(delivery_domain(digest)),
        "epochDomains": [hexed(epoch_domain(digest, epoch, root)) for epoch in (0, 1, 254)],
        "openingDomain": hexed(opening_domain(digest)),
        "accepted": columns(accepted),
        "refused": columns(wrong),
    }
