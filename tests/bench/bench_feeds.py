"""How fast pages are found and answered: against the naive join, and against the budget, in one run.

    python tests/bench/bench_feeds.py [--posts N --follows N --profiles N] [--database FILE] [--readers N]

Without --database a synthetic one is made in a temporary folder (1 M posts, 5 M follows: about four minutes).
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine
from synthetic import DAY_MS, NOW_MS, Size, load, post_id, profile_id

from hashtagspace.domain.hashtag import tag_id
from hashtagspace.store import read_feeds, read_home, read_posts, read_spaces, read_thread
from hashtagspace.store.engine import open_engine, read_transaction
from hashtagspace.store.read_feeds import END, FeedKey
from hashtagspace.store.read_profiles import list_followers
from hashtagspace.store.read_thread import THREAD_BEGIN

LIMIT = 50
BUDGET_P99_MS = 3.0
NAIVE = """
SELECT sort_ms, post_id FROM posts WHERE kind <> 2 AND NOT retracted AND (
  profile = ? OR profile IN (SELECT target FROM follows WHERE profile = ?)
  OR post_id IN (SELECT post_id FROM post_tags JOIN tag_follows USING (tag_id) WHERE tag_follows.profile = ?))
ORDER BY sort_ms DESC, post_id DESC LIMIT ?
"""


def main() -> None:
    """Prints one line of JSON for each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    size = Size()
    for name in ("posts", "follows", "profiles"):
        parser.add_argument(f"--{name}", type=int, default=getattr(size, name))
    parser.add_argument("--database", type=Path)
    parser.add_argument("--readers", type=int, default=500)
    given = parser.parse_args()
    size = Size(posts=given.posts, follows=given.follows, profiles=given.profiles)
    with tempfile.TemporaryDirectory() as folder:
        path = given.database or Path(folder) / "feeds.sqlite3"
        if not path.exists():
            load(open_engine(f"sqlite:///{path}"), size)
        engine = open_engine(f"sqlite:///{path}", read_only=True)
        _measure_all(engine, size, given.readers)
        engine.dispose()


def _measure_all(engine: Engine, size: Size, readers: int) -> None:
    rng = random.Random(7)
    viewers = [profile_id(rng.randrange(size.profiles)) for _ in range(readers)]
    posts = [post_id(rng.randrange(size.posts)) for _ in range(readers)]
    pages: dict[str, Callable[[Connection, int], object]] = {
        "home, first page": lambda c, n: _home(c, viewers[n % readers]),
        "home, follows 5,000": lambda c, n: _home(c, profile_id(1 + n % 3)),
        "home, tenth page": lambda c, n: _home(c, viewers[n % readers], _depth(size, 10)),
        "explore": lambda c, n: read_feeds.list_explore(c, _depth(size, n % 20), LIMIT + 1),
        "space, busiest": lambda c, n: read_feeds.list_of_tag(c, tag_id(f"tag{n % 5}"), END, LIMIT + 1),
        "profile": lambda c, n: read_feeds.list_of_profile(
            c, viewers[n % readers], END, LIMIT + 1, replies=False
        ),
        "thread": lambda c, n: _thread(c, posts[n % readers]),
        "thread, known people first": lambda c, n: _thread_by_level(
            c, posts[n % readers], viewers[n % readers]
        ),
        "followers": lambda c, n: list_followers(c, profile_id(n % 50), END, LIMIT + 1),
        "hydrate 50 posts": lambda c, _: _hydrate(c, rng.sample(posts, LIMIT)),
    }
    for name, page in pages.items():
        _report(name, _measure(engine, page, readers))
    with read_transaction(engine) as connection:
        _report("trending (once a block)", _measure(engine, lambda c, _: _trending(c), 10))
        by_level = _measure(engine, lambda c, _: _trending(c, by_level=True), 10)
        _report("trending by level (once a block)", by_level)
        _compare(connection, viewers[:20])


def _home(connection: Connection, viewer: int, after: FeedKey = END) -> list[FeedKey]:
    now = read_home.read_head(connection)
    return read_home.list_home(connection, viewer, after, now.newest_ms, LIMIT + 1, now)


def _depth(size: Size, pages: int) -> FeedKey:
    """Where a reader is after so many pages of explore."""
    return FeedKey(NOW_MS - pages * LIMIT * 4 * (size.days * DAY_MS // size.posts), b"\xff" * 32)


def _thread(connection: Connection, post: bytes) -> None:
    read_feeds.list_ancestors(connection, post, 50)
    read_feeds.list_replies(connection, post, FeedKey(0, b""), LIMIT + 1)


def _hydrate(connection: Connection, posts: list[bytes]) -> None:
    found = read_posts.map_posts(connection, posts)
    read_posts.map_authors(connection, {post.profile for post in found.values()})
    read_posts.map_tags(connection, found.keys())


def _thread_by_level(connection: Connection, post: bytes, viewer: int) -> None:
    read_feeds.list_ancestors(connection, post, 50)
    read_thread.list_replies(connection, post, THREAD_BEGIN, LIMIT + 1, viewer)


def _trending(connection: Connection, *, by_level: bool = False) -> None:
    read_spaces.list_trending(connection, NOW_MS // 1000, 24, 20, by_level=by_level)


def _measure(
    engine: Engine, page: Callable[[Connection, int], object], count: int
) -> list[tuple[float, float]]:
    """Milliseconds of each call, by the processor and by the wall; the first round left out."""
    times = []
    for n in range(count + count // 5 + 1):
        with read_transaction(engine) as connection:
            processor, wall = time.thread_time(), time.perf_counter()
            page(connection, n)
            times.append(((time.thread_time() - processor) * 1000, (time.perf_counter() - wall) * 1000))
    return times[count // 5 + 1 :]


def _report(name: str, times: list[tuple[float, float]]) -> None:
    """A line for one kind of page; on a busy machine only the processor's figures mean anything."""
    shown: dict[str, float] = {}
    for kind, column in (("cpu", [pair[0] for pair in times]), ("wall", [pair[1] for pair in times])):
        column.sort()
        shown[f"{kind}_p50_ms"] = round(column[len(column) // 2], 3)
        shown[f"{kind}_p99_ms"] = round(column[min(int(len(column) * 0.99), len(column) - 1)], 3)
    print(json.dumps({"page": name, **shown, "within_budget": shown["cpu_p99_ms"] <= BUDGET_P99_MS}))


def _compare(connection: Connection, viewers: list[int]) -> None:
    ours = naive = 0.0
    for viewer in viewers:
        started = time.perf_counter()
        found = [key.post_id for key in _home(connection, viewer)]
        ours += time.perf_counter() - started
        started = time.perf_counter()
        rows = connection.exec_driver_sql(NAIVE, (viewer, viewer, viewer, LIMIT * 2)).all()
        naive += time.perf_counter() - started
        wanted = {row.post_id for row in rows}
        if not wanted.issuperset(found[:LIMIT]):
            raise SystemExit("the home feed and the naive join disagree")
    print(json.dumps({"page": "home against the naive join", "times_faster": round(naive / ours, 1)}))


if __name__ == "__main__":
    main()
