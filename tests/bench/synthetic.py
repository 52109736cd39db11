"""A synthetic projection of any size: skewed follows, tags and posting, replies, reposts, one document each.

Written into the derived tables directly, as the indexer would leave them; deterministic for a seed.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from sqlalchemy import Engine, Table, insert

from hashtagspace.domain.hashtag import tag_id
from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables

NOW_MS = 1_790_000_000_000
DAY_MS = 86_400_000
CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    posts: int = 1_000_000
    follows: int = 5_000_000
    profiles: int = 100_000
    tags: int = 20_000
    days: int = 60
    seed: int = 1


def profile_id(number: int) -> int:
    """Spread over 63 bits as real ids are."""
    return int.from_bytes(sha256(b"profile%d" % number).digest()[:8], "big") >> 1 or 1


def post_id(number: int) -> bytes:
    """As random as an intent id."""
    return sha256(b"post%d" % number).digest()


def skewed(rng: random.Random, count: int) -> int:
    """A number below `count`; small ones are much more likely."""
    return min(int(count * rng.random() ** 3), count - 1)


def load(engine: Engine, size: Size) -> None:
    """The tables exist and are full."""
    tables.metadata.create_all(engine)
    rng = random.Random(size.seed)
    _insert(engine, tables.profiles, _profiles(size))
    _insert(engine, tables.posts, _posts(size, rng))
    _insert(engine, tables.documents, _documents(size))
    _insert(engine, tables.post_tags, _post_tags(size, rng))
    _insert(engine, tables.follows, _follows(size, rng))
    _insert(engine, tables.tag_follows, _tag_follows(size, rng))
    _insert(engine, tables.post_counts, _post_counts(size, rng))
    _fill_counts(engine)


def _insert(engine: Engine, table: Table, rows: Iterator[dict[str, object]]) -> None:
    with engine.begin() as connection:
        while chunk := list(islice(rows, CHUNK)):
            connection.execute(insert(table), chunk)


def _profiles(size: Size) -> Iterator[dict[str, object]]:
    for n in range(size.profiles):
        yield {
            "profile": profile_id(n), "handle": f"person_{n}", "custody": sha256(b"c%d" % n).digest()[:20],
            "custody_index": 0, "content_state": "none", "name": f"Person {n}",
            "registered_at": NOW_MS // 1000 - size.days * 86_400, "block_number": 1, "log_index": n,
            "level": n % 4,
        }  # fmt: skip


def _posts(size: Size, rng: random.Random) -> Iterator[dict[str, object]]:
    step = size.days * DAY_MS // size.posts
    for n in range(size.posts):
        kind = rng.choices((Kind.POST, Kind.REPLY, Kind.REPOST, Kind.QUOTE), (60, 25, 12, 3))[0]
        subject = (
            None if kind == Kind.POST or n == 0 else post_id(max(n - 1 - skewed(rng, min(n, 20_000)), 0))
        )
        sort_ms = NOW_MS - (size.posts - n) * step
        yield {
            "post_id": post_id(n), "profile": profile_id(skewed(rng, size.profiles)),
            "kind": kind if subject else Kind.POST, "subject": subject, "root_id": post_id(n),
            "content": None if kind == Kind.REPOST and subject else _digest(n), "version_id": post_id(n),
            "content_state": "available", "created_at_ms": sort_ms, "sort_ms": sort_ms, "retracted": False,
            "custody_index": 0, "block_number": n // 20 + 2, "log_index": 0, "position": n % 20,
            "block_time": sort_ms // 1000,
        }  # fmt: skip


def _text(n: int) -> bytes:
    text = f"Post number {n}: " + "words that somebody might have written about something. " * (1 + n % 4)
    return json.dumps({"type": "post", "text": text}, separators=(",", ":")).encode()


def _digest(n: int) -> bytes:
    return sha256(_text(n)).digest()


def _documents(size: Size) -> Iterator[dict[str, object]]:
    for n in range(size.posts):
        yield {"digest": _digest(n), "type": "post", "body": _text(n)}


def _post_tags(size: Size, rng: random.Random) -> Iterator[dict[str, object]]:
    names = [(f"tag{n}", tag_id(f"tag{n}")) for n in range(size.tags)]
    step = size.days * DAY_MS // size.posts
    for n in range(0, size.posts, 3):
        name, identity = names[skewed(rng, size.tags)]
        sort_ms = NOW_MS - (size.posts - n) * step
        yield {"tag_id": identity, "sort_ms": sort_ms, "post_id": post_id(n), "profile": 1, "tag": name}


def _edge(n: int) -> dict[str, object]:
    return {"intent_id": sha256(b"f%d" % n).digest(), "created_at_ms": NOW_MS - n, "block_number": 1,
            "log_index": 0, "position": 0}  # fmt: skip


def _follows(size: Size, rng: random.Random) -> Iterator[dict[str, object]]:
    made, reader = 0, 0
    while made < size.follows and reader < size.profiles:
        left = size.profiles - reader
        mean = (size.follows - made) / left
        wanted = 5000 if reader in (1, 2, 3) else min(int(rng.expovariate(1 / mean)) + 1, size.profiles // 4)
        targets = {skewed(rng, size.profiles) for _ in range(min(wanted, size.profiles // 2))}
        for target in targets:
            yield {"profile": profile_id(reader), "target": profile_id(target), **_edge(made)}
            made += 1
        reader += 1


def _tag_follows(size: Size, rng: random.Random) -> Iterator[dict[str, object]]:
    for reader in range(size.profiles):
        for tag in {skewed(rng, size.tags) for _ in range(rng.randrange(8))}:
            yield {"profile": profile_id(reader), "tag_id": tag_id(f"tag{tag}"), **_edge(reader)}


def _post_counts(size: Size, rng: random.Random) -> Iterator[dict[str, object]]:
    for n in range(0, size.posts, 2):
        yield {"post_id": post_id(n), "replies": rng.randrange(5), "reposts": rng.randrange(3), "quotes": 0,
               "reactions": 0}  # fmt: skip


def _fill_counts(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO profile_counts (profile, posts, followers, following, following_tags) "
            "SELECT profile, 0, 0, count(*), 0 FROM follows GROUP BY profile"
        )
        connection.exec_driver_sql(
            "INSERT INTO tag_counts (tag_id, tag, posts, followers) "
            "SELECT tag_id, min(tag), count(*), 0 FROM post_tags GROUP BY tag_id"
        )
        connection.exec_driver_sql(
            "INSERT INTO tag_hours (hour, tag_id, profile, posts) "
            "SELECT sort_ms / 3600000, tag_id, profile, count(*) FROM post_tags GROUP BY 1, 2, 3"
        )
        connection.execute(
            insert(tables.checkpoint).values(
                id=1, chain_id=1, profile_registry=bytes(20), post_registry=bytes(20),
                data_market=bytes(20), start_number=0,
                start_hash=bytes(32), indexed_number=10**6, indexed_hash=bytes(32),
                indexed_time=NOW_MS // 1000,
                final_number=10**6 - 64, head_number=10**6, updated_at=NOW_MS // 1000,
            )
        )  # fmt: skip
