"""What to do about posted roots now: a pure function of the chain, our own numbers and who we are."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.domain.people_states import PostState, Turn
from hashtagspace.personhood.commit import ROLL, Commitment
from hashtagspace.personhood.difference import Expected, WrongTotals, find_first_difference
from hashtagspace.personhood.dispute import DisputeView, Move, attack, defend
from hashtagspace.personhood.games import Post, post_id
from hashtagspace.personhood.leaves import read_word
from hashtagspace.scorer.calls import Call, call_move, spell_header
from hashtagspace.scorer.epochs import Epochs
from hashtagspace.scorer.ledger import View

ROOTS: Final = "EpochRoots"


def list_games(view: View, me: bytes) -> list[DisputeView]:
    """Our own games, the nearest deadline first: disputes of our posts, and those that we began.

    No others: strangers could let our key pay for games that they play with themselves. Another's right post
    may fall; our equal one stands beside it.
    """
    found = [
        dispute
        for dispute in view.games.disputes.values()
        if dispute.turn is not Turn.OVER
        and view.games.posts[dispute.post].state is PostState.OPEN
        and me in (view.games.posts[dispute.post].poster, dispute.challenger)
    ]
    return sorted(found, key=lambda one: one.until)


def plan_move(view: View, epochs: Epochs, dispute: DisputeView, me: bytes) -> Iterator[Call]:
    """What is to be done in one of our games now; no move needs another."""
    if view.now > dispute.until:
        yield Call(ROOTS, "timeOut", (dispute.id,))
        return
    post = view.games.posts[dispute.post]
    made = epochs.find(view, post.epoch)
    move = None if made is None else _choose_move(made, post, dispute, me)
    if move is not None:
        yield call_move(dispute.id, post.header, move)


def _choose_move(made: Commitment, post: Post, dispute: DisputeView, me: bytes) -> Move | None:
    if post.root == made.header.root:
        return defend(made, dispute) if post.poster == me else None
    return attack(Expected(made, post.header), dispute) if dispute.challenger == me else None


def plan_credits(view: View, me: bytes) -> Iterator[Call]:
    """What is due to us, before new disputes take it."""
    if view.games.credits.get(me, 0):
        yield Call(ROOTS, "withdraw", (me,))


def list_open(view: View) -> list[Post]:
    """Posts that may become final, in the order in which they could."""
    found = [post for post in view.games.posts.values() if post.state is PostState.OPEN]
    return sorted(found, key=lambda post: post.until)


def is_wrong(view: View, epochs: Epochs, post: Post) -> bool:
    """Whether the chain's own facts lead to another root, as far as that is known."""
    made = epochs.find(view, post.epoch)
    return made is not None and post.root != made.header.root


def plan_challenge(view: View, epochs: Epochs, post: Post, me: bytes) -> Iterator[Call]:
    """A wrong root has a dispute of ours, whatever others do: theirs may be for show."""
    made = epochs.find(view, post.epoch)
    if made is None or post.root == made.header.root or is_challenged(view, post, me):
        return
    difference = find_first_difference(made, post.header)
    if isinstance(difference, WrongTotals):
        yield _refute_totals(post, made, is_shares=difference.is_shares)
    elif difference is not None and view.now <= post.until:
        arguments = (post.id, spell_header(post.header), difference.column)
        yield Call(ROOTS, "dispute", arguments, bond=view.terms.dispute_bond)


def is_challenged(view: View, post: Post, me: bytes) -> bool:
    """Whether a dispute of ours about the post runs."""
    return any(one.challenger == me for one in view.games.disputes_of(post.id))


def _refute_totals(post: Post, made: Commitment, *, is_shares: bool) -> Call:
    column, words = (made.share_column, made.shares) if is_shares else (ROLL, made.roll)
    last = made.seats - 1
    path = made.path(column, last)
    arguments = (post.id, spell_header(post.header), is_shares, read_word(words, last), list(path))
    return Call(ROOTS, "refuteTotals", arguments)


def plan_end(view: View, epochs: Epochs, post: Post, me: bytes) -> Iterator[Call]:
    """A post that is over is ended, where it is ours or feeds what the next poster gets.

    A root that is not ours becomes final by nobody's help of ours.
    """
    disputes = view.games.disputes_of(post.id)
    if post.state is PostState.OPEN:
        final = view.games.finals.get(post.epoch)
        if final is not None:
            if post.poster == me or post.root != final.root:
                yield Call(ROOTS, "passOver", (post.id,))
        elif not disputes and view.now > post.until and _is_right(view, epochs, post):
            yield Call(ROOTS, "finish", (post.id, spell_header(post.header)), is_expected=False)
    elif post.state is not PostState.FINAL:
        for dispute in disputes:
            if dispute.challenger == me:
                yield Call(ROOTS, "recall", (dispute.id,))


def _is_right(view: View, epochs: Epochs, post: Post) -> bool:
    made = epochs.find(view, post.epoch)
    return made is not None and made.header.root == post.root


def plan_post(view: View, epochs: Epochs, epoch: int, me: bytes) -> Iterator[Call]:
    """Our root is posted where nobody's equal one stands safe.

    Somebody else's right root may still fall, if its poster loses on purpose. So ours stands beside it once
    it is disputed, and late in the epoch after, when there is no later chance.
    """
    if epoch < 1 or epoch in view.games.finals:
        return
    made = epochs.find(view, epoch)
    if made is None or made.is_empty or (epoch == view.epoch and epoch not in view.games.beacons):
        return
    root = made.header.root
    if post_id(root, me) in view.games.posts:
        return
    equal = [post for post in view.games.posts_of(epoch) if post.root == root]
    if any(_is_safe(view, post) for post in equal):
        return
    yield Call(ROOTS, "post", (spell_header(made.header),), bond=view.terms.root_bond)


def _is_safe(view: View, post: Post) -> bool:
    """Undisputed, and if it falls there is still time for another."""
    clock = view.terms.clock
    closing = clock.start_of(post.epoch + 2) - clock.epoch_seconds // 4
    is_closing = view.now <= post.until and view.now >= closing
    return not view.games.disputes_of(post.id) and not is_closing
