"""What is under way, folded from events: nothing that is over is kept for ever, nothing open is lost."""

from hashtagspace.domain import people_events as events
from hashtagspace.domain.events import Checkpoint
from hashtagspace.domain.people_states import PostState, Turn
from hashtagspace.personhood.games import Games, Shown
from hashtagspace.personhood.header import Header, Witness

ME, OTHER = b"\x01" * 20, b"\x02" * 20
HEADER = Header(1, 1, 1, 1, 0, 1, (bytes(32),), ())


class Chain:
    """Events one after another, into games."""

    def __init__(self, games: Games) -> None:
        self.games, self.place = games, 0

    def tell(self, kind, *members, shown: Shown | None = None) -> None:
        self.place += 1
        event = kind(Checkpoint(self.place, 0), bytes(32), *members)
        self.games.apply(event, shown, HEADER if kind is events.RootPosted else None, 1)

    def post(self, epoch: int, poster: bytes = ME) -> bytes:
        post = bytes([epoch]) + poster + bytes(11)
        self.tell(events.RootPosted, post, epoch, bytes(32), poster, 100, b"")
        return post

    def finish(self, epoch: int) -> None:
        self.tell(events.RootFinal, epoch, bytes(32), self.post(epoch))


def test_posts_that_are_long_over_are_dropped_and_open_ones_kept() -> None:
    chain = Chain(Games())
    never_ended = chain.post(1, OTHER)
    for epoch in range(1, 21):
        chain.finish(epoch)
    assert {post.epoch for post in chain.games.posts.values()} == {1, *range(15, 21)}
    assert chain.games.posts[never_ended].state is PostState.OPEN
    assert set(chain.games.finals) == set(range(15, 21))
    assert chain.games.latest_final == 20


def test_a_bond_that_is_still_to_come_back_keeps_its_post() -> None:
    chain = Chain(Games())
    refuted = chain.post(1, OTHER)
    chain.tell(events.RootDisputed, 1, refuted, ME, 5)
    chain.tell(events.DisputeMoved, 1, Turn.OPEN, 0, 4, bytes(32), 50)
    chain.tell(events.RootRefuted, refuted, OTHER)
    for epoch in range(1, 12):
        chain.finish(epoch)
    assert [one.id for one in chain.games.disputes_of(refuted)] == [1]
    chain.tell(events.DisputeEnded, 1, refuted, True)
    chain.finish(12)
    assert refuted not in chain.games.posts
    assert chain.games.disputes == {}


def test_who_wants_all_keeps_all() -> None:
    chain = Chain(Games(keeps_all=True))
    for epoch in range(1, 15):
        chain.finish(epoch)
    assert len(chain.games.finals) == 14
    assert chain.games.copy().keeps_all


def test_nodes_and_witnesses_come_to_their_dispute() -> None:
    chain = Chain(Games())
    post = chain.post(3)
    chain.tell(events.RootDisputed, 7, post, OTHER, 5)
    chain.tell(events.DisputeMoved, 7, Turn.OPEN, 0, 4, bytes(32), 50)
    chain.tell(events.DisputeShown, 7, b"", shown=Shown(nodes=(b"\x05" * 32,) * 16))
    chain.tell(events.DisputeMoved, 7, Turn.CHOOSE, 0, 4, bytes(32), 60)
    chain.tell(events.DisputeMoved, 7, Turn.ANSWER, 9, 0, bytes(32), 70)
    chain.tell(events.DisputeShown, 7, b"", shown=Shown(witness=Witness(row=b"abcd")))
    chain.tell(events.DisputeMoved, 7, Turn.CONTRADICT, 9, 0, bytes(32), 80)
    dispute = chain.games.disputes[7]
    assert [(one.height, one.position, len(one.nodes)) for one in dispute.openings] == [(4, 0, 16)]
    assert dispute.witness == Witness(row=b"abcd")
    assert (dispute.position, dispute.turn, dispute.until) == (9, Turn.CONTRADICT, 80)


def test_a_look_ahead_changes_nothing_behind() -> None:
    chain = Chain(Games())
    chain.post(3)
    ahead = Chain(chain.games.copy())
    ahead.finish(3)
    assert chain.games.finals == {}
    assert ahead.games.latest_final == 3
