"""Seconds and memory of the personhood score at a million accounts, and how it ranks beside three others.

Budget: 1,000,000 accounts and 10,400,000 vouches within 120 s cold, 30 s with weights at hand, 2 GB.
The ranking (AUC over accounts nobody checked) is on the study's graphs, read in place where they lie beside
the checkout, else on made-up societies; every method gets the same graph, vetted people and proven fakes.
"""

import gzip
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from vouch_graphs import fool_people, join_farm, make_people, pick

from hashtagspace.personhood.coverage import measure_coverage
from hashtagspace.personhood.graph import VouchGraph, build_graph
from hashtagspace.personhood.score import Standing, score_graph

STUDY = Path(__file__).resolve().parents[3] / "shared" / "graphs" / "open"
SIZES = [int(argument) for argument in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
NUMBERS = {"s": "share", "b": "bound", "c": "support", "score": "score", "level": "level"}


@dataclass(frozen=True)
class Case:
    name: str
    graph: VouchGraph
    vetted: np.ndarray
    fakes: np.ndarray
    labels: np.ndarray  # 1 fake, 0 person, -1 not scored
    prints: dict[str, str] | None = None
    least: float | None = None


def adjacency(graph: VouchGraph) -> sparse.csr_array:
    return sparse.csr_array(
        (np.ones(len(graph.partners)), graph.partners, graph.offsets), shape=(graph.accounts,) * 2
    )


def sybil_rank(case: Case) -> np.ndarray:
    """Early-stopped walk from the vetted, over the degree."""
    links = adjacency(case.graph)
    degree = np.maximum(np.diff(case.graph.offsets), 1)
    trust = np.zeros(case.graph.accounts)
    trust[case.vetted] = 1
    for _ in range(max(2, (case.graph.accounts - 1).bit_length())):
        trust = links @ (trust / degree)
    return trust / degree


def eigen_trust(case: Case) -> np.ndarray:
    """Personalised walk, half of it restarting at the vetted, fifty rounds."""
    links = adjacency(case.graph)
    degree = np.maximum(np.diff(case.graph.offsets), 1)
    start = np.zeros(case.graph.accounts)
    start[case.vetted] = 1 / max(1, len(case.vetted))
    trust = start
    for _ in range(50):
        trust = 0.5 * (links @ (trust / degree)) + 0.5 * start
    return trust


def sybil_scar(case: Case) -> np.ndarray:
    """SybilSCAR-D: residual scores of ±0.1 spread by the mean of the neighbours, ten rounds."""
    links = adjacency(case.graph)
    degree = np.maximum(np.diff(case.graph.offsets), 1)
    prior = np.zeros(case.graph.accounts)
    prior[case.vetted], prior[case.fakes] = 0.1, -0.1
    belief = prior
    for _ in range(10):
        belief = np.clip(prior + (links @ belief) / degree, -0.5, 0.5)
    return belief


OTHERS: dict[str, Callable[[Case], np.ndarray]] = {
    "SybilRank": sybil_rank,
    "SybilSCAR": sybil_scar,
    "EigenTrust": eigen_trust,
}


def read_study() -> Iterator[Case]:
    for folder in sorted(STUDY.iterdir()):
        meta = json.loads((folder / "meta.json").read_text())
        directed = folder / "vouches_directed.txt.gz"
        pairs = read_pairs(directed if directed.exists() else folder / "edges.txt.gz")
        if directed.exists():
            both = set(map(tuple, pairs.tolist()))
            pairs = np.array([pair for pair in both if pair[::-1] in both])
        labels = np.full(meta["n"], -1)
        marked = read_pairs(folder / "labels.txt.gz")
        labels[marked[:, 0]] = marked[:, 1]
        vetted, fakes = (
            np.array((folder / name).read_text().split(), dtype=np.int64)
            for name in ("vetted.txt", "fakes.txt")
        )
        graph = build_graph(meta["n"], pairs)
        yield Case(meta["name"], graph, vetted, fakes, labels, meta["sha256_int"], meta["expected_min_auc"])


def read_pairs(path: Path) -> np.ndarray:
    with gzip.open(path, "rt") as file:
        return np.loadtxt(file, dtype=np.int64, ndmin=2)


def make_cases() -> Iterator[Case]:
    for attack in (20, 100, 400):
        society = make_people(4000, near=5)
        fakes = join_farm(society, 200)
        fool_people(society, fakes, attack)
        labels = np.repeat((0, 1), (4000, 200))
        none = np.zeros(0, dtype=np.int64)
        graph = build_graph(society.accounts, society.array)
        yield Case(f"made-up, {attack} attack edges", graph, pick(society, 50), none, labels)


def measure_auc(case: Case, values: np.ndarray) -> float:
    """Chance that a person ranks above a fake, ties counting half."""
    scored = (case.labels >= 0) & (np.diff(case.graph.offsets) > 0)
    scored[case.vetted] = scored[case.fakes] = False
    _, ranks, counts = np.unique(values[scored], return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    people = case.labels[scored] == 0
    good, bad = int(people.sum()), int((~people).sum())
    return float((middle[ranks][people].sum() - good * (good + 1) / 2) / (good * bad))


def prints_match(case: Case, standing: Standing) -> str:
    if case.prints is None:
        return "-"
    found = {
        short: hashlib.sha256(getattr(standing, name).astype(">i8").tobytes()).hexdigest()
        for short, name in NUMBERS.items()
    }
    return "equal" if found == case.prints else "DIFFER"


def rank() -> None:
    found = STUDY.is_dir()
    print(f"graphs: {'the study' if found else 'made up, since ../shared/graphs is not there'}")
    print(
        f"{'case':42} {'SeedShare':>9} {'least':>6} {'bits':>6} {'cover':>6}", *(f"{n:>10}" for n in OTHERS)
    )
    for case in read_study() if found else make_cases():
        standing = score_graph(case.graph, case.vetted, case.fakes)
        coverage = measure_coverage(case.graph, case.vetted, case.fakes)
        others = (f"{measure_auc(case, method(case)):10.4f}" for method in OTHERS.values())
        print(
            f"{case.name:42} {measure_auc(case, standing.score):9.4f} {case.least or 0:6.3f} "
            f"{prints_match(case, standing):>6} {coverage.covered / coverage.accounts:6.2f}",
            *others,
        )


def grow() -> None:
    print(f"{'accounts':>9} {'vouches':>10} {'weights s':>10} {'walks s':>8} {'peak GB':>8}")
    for accounts in SIZES:
        rng = np.random.default_rng(1)
        ring = np.arange(accounts)
        near = [np.column_stack((ring, (ring + d) % accounts)) for d in range(1, 9)]
        edges = np.concatenate((*near, rng.integers(0, accounts, (accounts * 12 // 5, 2))))
        started = time.perf_counter()
        graph = build_graph(accounts, edges)
        weighed = time.perf_counter()
        score_graph(graph, np.arange(0, accounts, 5000), np.array([1, 7, 11]))
        done = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"{accounts:9} {len(edges):10} {weighed - started:10.1f} {done - weighed:8.1f} {peak:8.2f}")


if __name__ == "__main__":
    rank()
    grow()
