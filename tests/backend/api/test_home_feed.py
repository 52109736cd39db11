"""The home feed against a model that sorts everything in memory."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, delete, insert
from sqlalchemy.pool import StaticPool

from hashtagspace.domain.kinds import Kind
from hashtagspace.store import read_home, tables
from hashtagspace.store.read_feeds import END, FeedKey

VIEWER = 1
PEOPLE = range(1, 6)
TAGS = [b"t" * 32, b"u" * 32]


@dataclass(frozen=True)
class Said:
    """A post as the model knows it."""

    key: FeedKey
    profile: int
    kind: int
    subject: bytes | None
    tags: frozenset[bytes]
    retracted: bool

    @property
    def target(self) -> bytes:
        return self.subject if self.kind == Kind.REPOST and self.subject else self.key.post_id


def identity(number: int) -> bytes:
    return number.to_bytes(32, "big")


@st.composite
def worlds(draw):
    """Posts at few distinct times, so that ties are common, by a few people."""
    count = draw(st.integers(0, 40))
    spread = draw(st.sampled_from([3, 1000, 10**9]))
    said = []
    for number in range(count):
        kind = draw(st.sampled_from([Kind.POST, Kind.POST, Kind.REPLY, Kind.QUOTE, Kind.REPOST]))
        subject = identity(draw(st.integers(0, number))) if kind != Kind.POST and number else None
        said.append(
            Said(
                FeedKey(10**6 + number // 2 * spread, identity(number)),
                draw(st.sampled_from(PEOPLE)),
                kind if subject else Kind.POST,
                subject,
                frozenset() if kind == Kind.REPOST else frozenset(draw(st.sets(st.sampled_from(TAGS)))),
                draw(st.integers(0, 9)) == 0,
            )
        )
    followed = draw(st.sets(st.sampled_from(PEOPLE[1:])))
    tags = draw(st.sets(st.sampled_from(TAGS)))
    return said, followed, tags


@pytest.fixture(scope="module")
def engine() -> Engine:
    made = create_engine("sqlite://", poolclass=StaticPool)
    tables.metadata.create_all(made)
    return made


def fill(engine: Engine, said: list[Said], followed: set[int], tags: set[bytes], *, by_time: bool) -> None:
    edge = {"intent_id": b"", "created_at_ms": 0, "block_number": 0, "log_index": 0, "position": 0}
    post_tags = [
        {"tag_id": tag, "sort_ms": one.key.sort_ms, "post_id": one.key.post_id, "profile": 1, "tag": "t"}
        for one in said
        if not one.retracted
        for tag in one.tags
    ]
    rows = {
        tables.posts: [_row(one) for one in said],
        tables.post_tags: post_tags,
        tables.follows: [{"profile": VIEWER, "target": target, **edge} for target in followed],
        tables.tag_follows: [{"profile": VIEWER, "tag_id": tag, **edge} for tag in tags],
        # The number followed decides how a segment is read; both ways must give the same.
        tables.profile_counts: [{"profile": VIEWER, "following": 10**9 if by_time else 0}],
    }
    with engine.begin() as connection:
        for table, values in rows.items():
            connection.execute(delete(table))
            if values:
                connection.execute(insert(table), values)


def _row(one: Said) -> dict[str, object]:
    return {
        "post_id": one.key.post_id, "profile": one.profile, "kind": one.kind, "subject": one.subject,
        "root_id": one.key.post_id, "version_id": one.key.post_id, "content_state": "none",
        "created_at_ms": one.key.sort_ms, "sort_ms": one.key.sort_ms, "retracted": one.retracted,
        "custody_index": 0, "block_number": 1, "log_index": 0, "position": 0, "block_time": 1,
    }  # fmt: skip


def model(said: list[Said], followed: set[int], tags: set[bytes]) -> list[FeedKey]:
    """Everything in the feed, newest first, each target once."""
    shown, seen = [], set()
    for one in sorted(said, key=lambda one: one.key, reverse=True):
        in_feed = one.profile in followed or one.profile == VIEWER or one.tags & tags
        if one.kind == Kind.REPLY or one.retracted or not in_feed or one.target in seen:
            continue
        seen.add(one.target)
        shown.append(one.key)
    return shown


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(worlds(), st.integers(1, 7), st.booleans())
def test_pages_together_are_the_feed_whatever_the_page_size(engine, world, limit, by_time):
    said, followed, tags = world
    fill(engine, said, followed, tags, by_time=by_time)
    found, after = [], END
    with engine.connect() as connection:
        now = read_home.read_head(connection)
        while page := read_home.list_home(connection, VIEWER, after, now.newest_ms, limit, now):
            found += page
            after = page[-1]
    assert sorted(found, reverse=True) == found
    wanted = model(said, followed, tags)
    # A repost dated before the post it shares may show the post a second time; nothing else may differ.
    odd = {one.key for one in said if one.kind == Kind.REPOST and one.subject == one.key.post_id}
    assert [key for key in found if key not in odd] == [key for key in wanted if key not in odd]


def test_a_repost_made_between_two_pages_takes_nothing_from_the_second(client, town):
    world = town.world
    old = world.post(town.ann, "old news")
    for number in range(3):
        world.post(town.ann, f"newer {number}")
    world.anchor()
    path = f"/v1/feeds/home?profile={town.eve.profile}&limit=3"
    first = client.get(path).json
    world.say(town.ann, Kind.REPOST, old)
    world.anchor()
    second = client.get(f"{path}&cursor={first['nextCursor']}").json
    assert "0x" + old.hex() in [item["postId"] for item in second["items"]]


def test_a_post_reposted_by_two_who_are_followed_is_shown_once(client, town):
    world = town.world
    world.follow(town.eve, town.bob)
    world.anchor()
    items = client.get(f"/v1/feeds/home?profile={town.eve.profile}").json["items"]
    targets = [item["target"]["postId"] if item["kind"] == "repost" else item["postId"] for item in items]
    assert len(targets) == len(set(targets))
    assert "0x" + town.hello.hex() in targets
