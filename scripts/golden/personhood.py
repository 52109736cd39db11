"""personhood.json: small vouch graphs with every number of everybody's standing, by the plain-Python twin."""

from random import Random

from golden.samples import Vectors, source
from hashtagspace.personhood.exact import score_exact

Edges = list[tuple[int, int]]


def friends(random: Random, people: int, near: int, far: int) -> Edges:
    """A ring of friends and some vouches across it."""
    ring = [(v, (v + d) % people) for v in range(people) for d in range(1, near + 1)]
    return ring + [(random.randrange(people), random.randrange(people)) for _ in range(far)]


def case(name: str, accounts: int, edges: Edges, vetted: list[int], fakes: list[int]) -> Vectors:
    """One graph and what follows from it."""
    standing = score_exact(accounts, edges, vetted, fakes)
    return {
        "name": name,
        "accounts": accounts,
        "edges": [list(edge) for edge in edges],
        "vetted": vetted,
        "fakes": fakes,
        "share": standing.share,
        "bound": standing.bound,
        "support": standing.support,
        "score": standing.score,
        "level": standing.level,
    }


def build() -> Vectors:
    """Edge cases first, then graphs large enough for every level."""
    random = source("personhood")
    society = friends(random, 60, 3, 40)
    farm = [(60 + u, 60 + v) for u in range(20) for v in range(u) if random.random() < 0.4]
    attack = [(random.randrange(60), 60 + random.randrange(20)) for _ in range(6)]
    crowd = friends(random, 200, 4, 300)
    return {
        "cases": [
            case("nobody", 0, [], [], []),
            case("one account, no vouch", 1, [], [0], []),
            case("loops and repeats count for nothing", 4, [(0, 0), (0, 1), (1, 0), (1, 2), (2, 0)], [0], []),
            case("a vetted account without vouches", 4, [(0, 1), (1, 2), (2, 0)], [3], []),
            case("nobody vetted: nobody above level 0", 60, society, [], [4]),
            case("a proven fake is not vetted", 60, society, [4, 30], [4]),
            case("only fakes proven", 60, society, [], [1, 2, 3]),
            case("two components", 8, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (6, 7)], [0], [5]),
            case("a farm beside people", 80, society + farm + attack, [0, 15, 30, 45], [61]),
            case("a crowd", 200, crowd, list(range(0, 200, 17)), []),
        ]
    }
