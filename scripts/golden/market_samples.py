"""What the market's vectors share: one market, and deals whose every value comes from a seeded source."""

from random import Random

from golden.samples import Vectors, hexed
from hashtagspace.chain.curve import Point
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.signature import CURVE_ORDER
from hashtagspace.market.derivation import MarketPlace
from hashtagspace.market.dleq import Proof

MARKET = bytes.fromhex("5fbdb2315678afecb367f032d93f642f64180aa3")
PLACE = MarketPlace(31337, MARKET)
DOMAIN = TypedDomain(PLACE.chain_id, MARKET)
HEDGE = bytes(32)
PROOF_FIELDS = ("c", "s", "ux", "uy", "vx", "vy", "inverse")


def number(value: int) -> str:
    """A uint256: 0x and 64 digits."""
    return f"0x{value:064x}"


def scalar(random: Random) -> int:
    """A number that can be a key."""
    return random.randrange(1, CURVE_ORDER)


def columns(rows: list[Vectors]) -> Vectors:
    """Rows of equal shape as one list for each member, as `vm.parseJson*Array` reads them."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def spelled_point(name: str, point: Point) -> Vectors:
    """A point on the wire: `<name>x` and `<name>Parity`."""
    return {f"{name}x": number(point.x), f"{name}Parity": point.parity}


def spelled_proof(proof: Proof) -> Vectors:
    """The seven numbers of a proof."""
    return {name: number(getattr(proof, name)) for name in PROOF_FIELDS}


def place() -> Vectors:
    """Chain id and market of a file."""
    return {"chainId": str(PLACE.chain_id), "market": hexed(MARKET)}
