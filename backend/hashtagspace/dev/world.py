"""The demo world as values: people and their conversations, read from `world.txt`."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

INDENT = "  "
QUOTE, REPOST, PICTURE = ">>", "^^", "[picture: "


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: what the profile shows and the spaces that are followed."""

    handle: str
    name: str
    bio: str
    spaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One post of the world.

    `parent` is the index of the utterance it answers in the same conversation, or `None` for the first.
    `kind` is "post", "reply", "quote" or "repost"; a repost has an empty text. `picture` is the alternative
    text of a picture to paint, or None.
    """

    handle: str
    text: str
    kind: str
    parent: int | None
    picture: str | None = None


Conversation = tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class World:
    """All people and all conversations, in the order in which they happen."""

    people: tuple[Person, ...]
    conversations: tuple[Conversation, ...]

    @property
    def post_count(self) -> int:
        """How many posts seeding the world makes."""
        return sum(len(conversation) for conversation in self.conversations)


def load_world() -> World:
    """The world that ships with the package."""
    return parse_world(files("hashtagspace.dev").joinpath("world.txt").read_text(encoding="utf-8"))


def parse_world(text: str) -> World:
    """The world that `text` describes. Raises `ValueError` naming the line that does not fit."""
    people: list[Person] = []
    conversations: list[Conversation] = []
    for block in _list_blocks(text):
        if block[0][1].startswith("@"):
            people.extend(_parse_person(number, line) for number, line in block)
        else:
            conversations.append(_parse_conversation(block))
    known = {person.handle for person in people}
    for conversation in conversations:
        for utterance in conversation:
            if utterance.handle not in known:
                raise ValueError(f"world: {utterance.handle!r} speaks but is not among the people")
    return World(tuple(people), tuple(conversations))


def _list_blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("# "):
            continue
        if line.strip():
            block.append((number, line))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _parse_person(number: int, line: str) -> Person:
    parts = [part.strip() for part in line.removeprefix("@").split("|")]
    if len(parts) != 4:
        raise ValueError(f"world line {number}: a person has four parts between bars")
    handle, name, bio, spaces = parts
    return Person(handle, name, bio, tuple(spaces.split()))


def _parse_conversation(block: list[tuple[int, str]]) -> Conversation:
    utterances: list[Utterance] = []
    open_parents: list[int] = []
    for number, line in block:
        stripped = line.lstrip(" ")
        depth = (len(line) - len(stripped)) // len(INDENT)
        handle, separator, text = stripped.partition(": ")
        if not separator or depth > len(open_parents) or (depth == 0 and utterances):
            raise ValueError(f"world line {number}: expected 'handle: text', at most one step deeper")
        del open_parents[depth:]
        parent = open_parents[-1] if open_parents else None
        utterances.append(_build_utterance(handle, text.strip(), parent))
        open_parents.append(len(utterances) - 1)
    return tuple(utterances)


def _build_utterance(handle: str, line: str, parent: int | None) -> Utterance:
    text, _, tail = line.partition(PICTURE)
    picture = tail.removesuffix("]") or None
    text = text.strip()
    if parent is None:
        return Utterance(handle, text, "post", None, picture)
    if text == REPOST:
        return Utterance(handle, "", "repost", parent)
    if text.startswith(QUOTE):
        return Utterance(handle, text.removeprefix(QUOTE).strip(), "quote", parent, picture)
    return Utterance(handle, text, "reply", parent, picture)
