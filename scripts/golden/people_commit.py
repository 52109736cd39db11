"""people_commit.json: epochs with every leaf, and witnesses of cells of every kind with what they claim."""

import numpy as np

from golden.samples import Vectors, hexed, source
from hashtagspace.domain.keccak import keccak256
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.header import EpochInputs, Header, Witness
from hashtagspace.personhood.witness import build_witness

EPOCH = 5
BEACON = keccak256(b"beacon")
CASES = (
    ("a pair", 2, [(0, 1)], [0], [], BEACON, 3),
    ("no vetted member", 5, [(0, 1), (1, 2), (2, 0)], [], [], BEACON, 2),
    ("everybody is checked", 4, [(0, 1), (2, 3)], [0, 1, 2], [3], BEACON, 4),
    ("no beacon", 6, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)], [0], [5], bytes(32), 4),
)


def society() -> tuple[int, list[tuple[int, int]]]:
    """Thirteen seats, two of them without a partner, one far away pair, a dense circle."""
    random = source("people commit")
    edges = [(u, v) for u in range(6) for v in range(u) if random.random() < 0.8]
    edges += [(u, u + 1) for u in range(5, 9)] + [(5, 9), (11, 12), (2, 8)]
    return 13 + 1, edges


def words(*values: int) -> bytes:
    """abi.encode of numbers."""
    return b"".join(value.to_bytes(32, "big") for value in values)


def _dynamic(parts: list[bytes], statics: bytes = b"") -> bytes:
    """A tuple of static words and then dynamic members, as abi.encode has it."""
    place = len(statics) + 32 * len(parts)
    heads = statics
    for part in parts:
        heads += words(place)
        place += len(part)
    return words(32) + heads + b"".join(parts)


def _bytes(value: bytes) -> bytes:
    return words(len(value)) + value + bytes(-len(value) % 32)


def encode_witness(witness: Witness) -> bytes:
    """abi.encode(witness)."""
    lists = [words(len(values), *values) for values in (witness.own, witness.partners)]
    return _dynamic([_bytes(witness.row), _bytes(witness.weights), *lists])


def encode_header(header: Header) -> bytes:
    """abi.encode(header)."""
    totals = words(header.epoch, header.seats, header.accounts, header.vetted, header.fakes, header.covered)
    columns = words(len(header.columns)) + b"".join(header.columns)
    draws = words(len(header.draws)) + b"".join(
        words(draw.seat, draw.edge_seat, draw.edge_cover) for draw in header.draws
    )
    return _dynamic([columns, draws], totals)


def epoch(
    name: str,
    seats: int,
    edges: list[tuple[int, int]],
    vetted: list[int],
    fakes: list[int],
    beacon: bytes,
    checks: int,
) -> Vectors:
    """One epoch. `leaves` run column by column; `cells` has a column each for place, seat and witness."""
    graph = build_graph(seats, np.array(edges))
    made = Commitment(EpochInputs(EPOCH, graph, np.array(vetted), np.array(fakes), beacon, checks))
    encoded = encode_header(made.header)
    if keccak256(encoded) != made.header.root:
        raise AssertionError(name)
    corners = {0, 1, 2, 3, *(column for column in range(made.column_count) if column not in made.walks)}
    places = [
        (column, seat)
        for column in range(made.column_count)
        for seat in sorted({0, seats - 1, column % seats} if column in corners else {column * 5 % seats})
    ] + [(made.column_count + number, 0) for number in range(len(made.candidates))]
    return {
        "name": name,
        "epoch": EPOCH,
        "seats": seats,
        "checks": checks,
        "beacon": hexed(beacon),
        "left": [u for u, _ in edges],
        "right": [v for _, v in edges],
        "vetted": vetted,
        "fakes": fakes,
        "header": hexed(encoded),
        "root": hexed(made.header.root),
        "leaves": [
            hexed(made.leaf(column, seat)) for column in range(made.column_count) for seat in range(seats)
        ],
        "cells": {
            "column": [column for column, _ in places],
            "seat": [seat for _, seat in places],
            "witness": [hexed(encode_witness(build_witness(made, *place))) for place in places],
        },
    }


def build() -> Vectors:
    """Small epochs; the last has every kind of cell and several draws."""
    seats, edges = society()
    rows = [epoch(*case) for case in CASES]
    rows.append(epoch("a society", seats, edges, [0, 8], [11], BEACON, 3))
    return {"epochs": rows}
