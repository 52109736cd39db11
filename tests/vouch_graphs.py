"""Made-up vouch graphs for the personhood score: people with circles of friends, and ways to attack them."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Society:
    """Accounts 0 … n − 1 with mutual vouches; `people` come first, fakes after them."""

    people: int
    edges: list[tuple[int, int]] = field(default_factory=list)
    accounts: int = 0

    @property
    def array(self) -> np.ndarray:
        return np.array(self.edges, dtype=np.int64).reshape(-1, 2)

    def add_fakes(self, count: int) -> range:
        first = self.accounts
        self.accounts += count
        return range(first, self.accounts)


def make_people(count: int, seed: int = 1, *, near: int = 4, far: float = 1.0) -> Society:
    """Everybody vouches with `near` neighbours on each side of a ring, and about `far` times beyond."""
    rng = np.random.default_rng(seed)
    edges = [(v, (v + d) % count) for v in range(count) for d in range(1, near + 1)]
    strangers = rng.integers(0, count, (int(count * far), 2))
    edges += [(int(u), int(v)) for u, v in strangers if u != v]
    return Society(count, edges, count)


def join_farm(society: Society, size: int, seed: int = 2, *, chance: float = 0.3) -> range:
    """Fakes who vouch for each other at random."""
    rng = np.random.default_rng(seed)
    fakes = society.add_fakes(size)
    for index, u in enumerate(fakes):
        for v in fakes[index + 1 :]:
            if rng.random() < chance:
                society.edges.append((u, v))
    return fakes


def join_two_sided_farm(society: Society, size: int, degree: int, seed: int = 3) -> range:
    """Fakes of two sides that vouch only across: a walk meets each side at every second step."""
    rng = np.random.default_rng(seed)
    fakes = society.add_fakes(size)
    half = size // 2
    for index in range(half):
        for other in rng.choice(half, degree, replace=False):
            society.edges.append((fakes[index], fakes[half + int(other)]))
    return fakes


def fool_people(society: Society, fakes: range, count: int, seed: int = 4) -> None:
    """`count` attack edges from random people to random ones of these fakes."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        person, fake = int(rng.integers(society.people)), int(rng.integers(len(fakes)))
        society.edges.append((person, fakes[fake]))


def pick(society: Society, count: int, seed: int = 5) -> np.ndarray:
    """People chosen at random, who were checked."""
    return np.sort(np.random.default_rng(seed).choice(society.people, count, replace=False))
