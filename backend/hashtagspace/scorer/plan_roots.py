"""What to do about posted roots now: a pure function of the chain, our own numbers and who we are."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.domain.people_states import PostState, Turn
from hashtagspace.personhood.commit import ROLL, Commitment
from hashtagspace.personhood.difference import Expected, WrongTotals, find_first_difference
from hashtagspace.personhood.dispute import Answer, DisputeView, attack, defend
from hashtagspace.personhood.games import Post, post_id
from hashtagspace.personhood.leaves import read_word
from hashtagspace.scorer.calls import Call, call_move, spell_header
from hashtagspace.scorer.epochs import Epochs
from hashtagspace.scorer.ledger import View

ROOTS: Final = "EpochRoots"


def plan_roots(view: View, epochs: Epochs, me: bytes) -> Iterator[Call]:
    """Moves with a deadline first, then new disputes, then what ends, then our own post."""
    open_posts = [post for post in view.games.posts.values() if post.state is PostState.OPEN]
    judged = [(post, epochs.find(view, post.epoch)) for post in open_posts]
    for post, made in judged:
        if made is not None:
            yield from _plan_moves(view, post, made, me)
    for post, made in judged:
        if made is not None and post.root != made.header.root:
            yield from _plan_challenge(view, post, made, me)
    yield from _plan_ends(view, epochs, me)
    for epoch in (view.epoch - 1, view.epoch):
        yield from _plan_post(view, epochs, epoch, me)
    if view.games.credits.get(me, 0):
        yield Call(ROOTS, "withdraw", (me,))


def _plan_moves(view: View, post: Post, made: Commitment, me: bytes) -> Iterator[Call]:
    """Our own post is defended, the nodes of any right one opened; our disputes of wrong ones are played.

    Only the poster answers: a witness may lead to the right leaf by a false word, so who answers must be who
    stands to lose.
    """
    is_right = post.root == made.header.root
    for dispute in view.games.disputes_of(post.id):
        if view.now > dispute.until:
            continue  # over but for the word; `_plan_ends`
        if is_right:
            move = defend(made, dispute)
            if isinstance(move, Answer) and post.poster != me:
                move = None
        elif dispute.challenger == me:
            move = attack(Expected(made, post.header), dispute)
        else:
            move = None
        if move is not None:
            yield call_move(dispute.id, post.header, move)


def _plan_challenge(view: View, post: Post, made: Commitment, me: bytes) -> Iterator[Call]:
    """A wrong root has a dispute of ours, whatever others do: theirs may be for show."""
    mine = [one for one in view.games.disputes_of(post.id) if one.challenger == me]
    if mine:
        return
    difference = find_first_difference(made, post.header)
    if isinstance(difference, WrongTotals):
        yield _refute_totals(post, made, is_shares=difference.is_shares)
    elif difference is not None and view.now <= post.until:
        arguments = (post.id, spell_header(post.header), difference.column)
        yield Call(ROOTS, "dispute", arguments, bond=view.terms.dispute_bond)


def _refute_totals(post: Post, made: Commitment, *, is_shares: bool) -> Call:
    column, words = (made.share_column, made.shares) if is_shares else (ROLL, made.roll)
    last = made.seats - 1
    path = made.path(column, last)
    arguments = (post.id, spell_header(post.header), is_shares, read_word(words, last), list(path))
    return Call(ROOTS, "refuteTotals", arguments)


def _plan_ends(view: View, epochs: Epochs, me: bytes) -> Iterator[Call]:
    """What is over is ended. A root that is not ours becomes final by nobody's help of ours."""
    games = view.games
    for post in games.posts.values():
        disputes = games.disputes_of(post.id)
        if post.state is PostState.OPEN:
            for dispute in disputes:
                if view.now > dispute.until:
                    yield Call(ROOTS, "timeOut", (dispute.id,), is_expected=_is_live(dispute))
            if post.epoch in games.finals:
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


def _is_live(dispute: DisputeView) -> bool:
    return dispute.turn is not Turn.NONE


def _plan_post(view: View, epochs: Epochs, epoch: int, me: bytes) -> Iterator[Call]:
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
