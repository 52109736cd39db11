"""A published root, computed again with nothing but a node: what anybody can do about any epoch."""

from dataclasses import dataclass

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.shared_rpc import JsonRpc
from hashtagspace.domain.people_states import PostState
from hashtagspace.errors import Conflict, NotFound
from hashtagspace.personhood.commit import Commitment
from hashtagspace.personhood.difference import WrongColumn, WrongTotals, find_first_difference
from hashtagspace.personhood.games import Post
from hashtagspace.personhood.header import Header
from hashtagspace.personhood.leaves import read_word
from hashtagspace.scorer.epochs import Epochs
from hashtagspace.scorer.ledger import Ledger, View


@dataclass(frozen=True, slots=True)
class PostCheck:
    """One posted root beside ours; `difference` says in words where it first departs."""

    root: bytes
    poster: bytes
    state: PostState
    is_right: bool
    difference: str


@dataclass(frozen=True, slots=True)
class EpochCheck:
    """An epoch computed here. `final`: the root that the chain holds for it, None while there is none."""

    epoch: int
    header: Header
    posts: tuple[PostCheck, ...]
    final: bytes | None

    @property
    def is_right(self) -> bool:
        """Whether every root that stands is ours."""
        standing = (PostState.OPEN, PostState.FINAL)
        return all(post.is_right or post.state not in standing for post in self.posts)


@dataclass(frozen=True, slots=True)
class Standing:
    """A profile's numbers in an epoch, and what proves them to the registry."""

    profile: int
    epoch: int
    share: int
    bound: int
    support: int
    level: int
    word: int
    proof: tuple[bytes, ...]


class Verifier:
    """Reads the chain once; then computes as many epochs as are asked for."""

    def __init__(self, rpc: JsonRpc, deployment: Deployment) -> None:
        """Raises `chain.*`."""
        self.view: View = Ledger(rpc, deployment, keeps_all=True).look()
        self._epochs = Epochs()

    def list_posted(self) -> list[int]:
        """The epochs that have posts, ascending."""
        return sorted({post.epoch for post in self.view.games.posts.values()})

    def verify(self, epoch: int) -> EpochCheck:
        """The epoch beside what was posted for it; raises `people.no_epoch`."""
        made = self.compute(epoch)
        posts = [post for post in self.view.games.posts.values() if post.epoch == epoch]
        final = self.view.games.finals.get(epoch)
        checks = tuple(_check(made, post) for post in posts)
        return EpochCheck(epoch, made.header, checks, None if final is None else final.root)

    def compute(self, epoch: int) -> Commitment:
        """The commitment of an epoch whose inputs are final; raises `people.no_epoch`."""
        made = self._epochs.find(self.view, epoch)
        if made is None:
            raise NotFound(
                f"Epoch {epoch} cannot be computed: it has not begun, its beginning or its beacon is not "
                "final yet, or nobody had a seat in it.",
                code="people.no_epoch",
            )
        return made

    def has_seat(self, profile: int, epoch: int) -> bool:
        """Whether the profile had vouched before the epoch began."""
        return profile in self.view.facts.profiles_in(epoch)

    def find_standing(self, profile: int, epoch: int) -> Standing:
        """A profile's numbers; raises `people.no_epoch`, `people.no_seat`."""
        made = self.compute(epoch)
        if made.is_empty:
            raise NotFound(f"Nobody had a mutual vouch in epoch {epoch}.", code="people.no_epoch")
        profiles = self.view.facts.profiles_in(epoch)
        if profile not in profiles:
            raise NotFound("The profile had never vouched before this epoch.", code="people.no_seat")
        seat = profiles.index(profile)
        word = read_word(made.standings, seat)
        path = made.path(made.share_column + 1, seat)
        support, level = word >> 64 & 0xFFFFFFFF, word >> 96
        return Standing(profile, epoch, _signed(word), _signed(word >> 32), support, level, word, tuple(path))


def find_standing(rpc: JsonRpc, deployment: Deployment, profile: int) -> Standing:
    """A profile's numbers in the latest final epoch.

    Raises `people.no_epoch`, `people.no_seat`, and `people.wrong_root` where the final root is not what the
    chain's own facts lead to.
    """
    verifier = Verifier(rpc, deployment)
    epoch = verifier.view.games.latest_final
    if epoch == 0:
        raise NotFound("No epoch has a final root yet.", code="people.no_epoch")
    check = verifier.verify(epoch)
    if check.final != check.header.root:
        raise Conflict(
            f"The final root of epoch {epoch} is not what the chain's own facts lead to.",
            code="people.wrong_root",
        )
    return verifier.find_standing(profile, epoch)


def _check(made: Commitment, post: Post) -> PostCheck:
    is_right = post.root == made.header.root
    return PostCheck(post.root, post.poster, post.state, is_right, "" if is_right else _tell(made, post))


def _tell(made: Commitment, post: Post) -> str:
    match find_first_difference(made, post.header):
        case WrongTotals(is_shares=True):
            return "the number of covered accounts"
        case WrongTotals():
            return "the number of accounts, vetted or fakes"
        case WrongColumn(column) if column >= made.column_count:
            return f"drawn check {column - made.column_count}"
        case WrongColumn(column):
            return f"column {column}"
        case _:
            return "the header"


def _signed(word: int) -> int:
    low = word & 0xFFFFFFFF
    return low - (1 << 32) if low >> 31 else low
