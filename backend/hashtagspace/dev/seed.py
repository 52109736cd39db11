"""The demo world is made through the same SDK that a person uses: register, follow, talk, react.

The embedded chain begins `WORLD_PAST_SECONDS` ago and its clock is moved forward round by round, so that the
world has a past which the chain itself vouches for.
"""

import random
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.rpc import Rpc
from hashtagspace.client import Client
from hashtagspace.dev import chain
from hashtagspace.dev.deploy import deployment_path
from hashtagspace.dev.founders import FOUNDERS, derive_wallet
from hashtagspace.dev.layout import Layout, mark_seeded, read_or_make_secret
from hashtagspace.dev.market_seed import seed_market
from hashtagspace.dev.market_world import BUSINESSES
from hashtagspace.dev.people_past import PeoplePast
from hashtagspace.dev.people_seed import PeopleSeed
from hashtagspace.dev.pictures import paint_hills
from hashtagspace.dev.world import Conversation, Person, Utterance, World, load_world

WORLD_PAST_SECONDS: Final = 2 * 86_400 + 1_800  # it opens in the middle of an epoch of people
ROUNDS: Final = 24
ROUND_SPREAD_SECONDS: Final = 3_000
REGISTRATIONS_AT_ONCE: Final = 8
FOLLOWS_EACH: Final = 9
EMOJI: Final = ("❤", "❤", "❤", "🔥", "😂", "👏", "🌱")

Say = Callable[[str], None]


@dataclass(slots=True)
class WorldClock:
    """Unix milliseconds as the demo people see them; set by the seeding, never behind itself."""

    milliseconds: int

    def __call__(self) -> int:
        """Now."""
        return self.milliseconds


def seed_world(layout: Layout, rpc: Rpc, say: Say, check: Callable[[], None]) -> None:
    """The demo world stands, anchored; `check` is called between rounds and may raise to stop."""
    mark_seeded(layout, done=False)
    world = load_world()
    clock = WorldClock(chain.read_chain_seconds(rpc) * 1000)
    secret = read_or_make_secret(layout.seed_file)
    everybody = (*world.people, *(Person(one.handle, one.name, one.bio, ()) for one in BUSINESSES))
    clients = {person.handle: _build_client(layout, secret, person, clock) for person in everybody}
    say(f"people     {len(clients)} profiles register")
    with ThreadPoolExecutor(REGISTRATIONS_AT_ONCE) as pool:
        list(pool.map(lambda person: _register(clients[person.handle], person), everybody))
    check()
    people = {person.handle: clients[person.handle] for person in world.people}
    past = PeoplePast(layout, rpc)
    vouching = PeopleSeed(rpc, Deployment.load(deployment_path(layout)), people)
    if past.has_people:
        say(f"vouches    {vouching.vouch()} mutual ones, {len(FOUNDERS)} founders are jurors")
    _follow(world, people)
    _talk(world, people, past, clock, say, check)
    past.move_to(chain.now_seconds())
    past.settle()
    if past.has_people:
        say(f"levels     {past.count_levels()} people have one; {vouching.tip(past.epoch())} tips")
    seed_market(layout, rpc, clients, say)
    mark_seeded(layout, done=True)


def _build_client(layout: Layout, secret: bytes, person: Person, clock: WorldClock) -> Client:
    wallet = derive_wallet(secret, person.handle)
    return Client(f"http://127.0.0.1:{layout.port}", wallet, clock=clock)


def _register(client: Client, person: Person) -> None:
    client.register(person.handle, name=person.name, bio=person.bio, wait=True)


def _follow(world: World, people: dict[str, Client]) -> None:
    rng = random.Random(1)  # noqa: S311 - who likes whom in a demo is no secret
    handles = list(people)
    for person in world.people:
        client = people[person.handle]
        for space in person.spaces:
            client.follow_tag(space)
        for other in rng.sample([handle for handle in handles if handle != person.handle], FOLLOWS_EACH):
            client.follow(other)


def _talk(
    world: World,
    people: dict[str, Client],
    past: PeoplePast,
    clock: WorldClock,
    say: Say,
    check: Callable[[], None],
) -> None:
    rng = random.Random(2)  # noqa: S311
    start = clock.milliseconds // 1000
    rounds = _deal(world.conversations, ROUNDS)
    step = max(1, (chain.now_seconds() - start) // len(rounds))
    posted = 0
    for number, conversations in enumerate(rounds, start=1):
        end = min(start + number * step, chain.now_seconds())
        past.move_to(end)
        spread = min(ROUND_SPREAD_SECONDS, step - 1)
        times = _spread_times(end - spread, end, sum(len(each) for each in conversations))
        last = [_hold_conversation(each, people, clock, times, rng) for each in conversations]
        for client, intent_id in last:
            client.wait(intent_id)
        posted += sum(len(each) for each in conversations)
        check()
        say(f"posts      {posted} of {world.post_count}")


def _deal(conversations: tuple[Conversation, ...], rounds: int) -> list[list[Conversation]]:
    """The conversations in their order, dealt into at most `rounds` rounds of near equal size."""
    size = -(-len(conversations) // rounds)
    return [list(conversations[i : i + size]) for i in range(0, len(conversations), size)]


def _spread_times(start: int, end: int, count: int) -> Iterable[int]:
    gap = max(1, (end - start) * 1000 // max(1, count))
    return iter(range(start * 1000, start * 1000 + gap * count, gap))


def _hold_conversation(
    conversation: Conversation,
    people: dict[str, Client],
    clock: WorldClock,
    times: Iterable[int],
    rng: random.Random,
) -> tuple[Client, str]:
    """Every utterance is said and liked; returns who spoke last and that intent's id."""
    ids: list[str] = []
    moments = iter(times)
    for utterance in conversation:
        clock.milliseconds = max(clock.milliseconds, next(moments))
        ids.append(_say(people[utterance.handle], utterance, ids))
        for handle in rng.sample(list(people), rng.choice((0, 0, 1, 1, 2, 3, 5))):
            if handle != utterance.handle and utterance.kind != "repost":
                people[handle].react(ids[-1], rng.choice(EMOJI))
    return people[conversation[-1].handle], ids[-1]


def _say(client: Client, utterance: Utterance, ids: list[str]) -> str:
    media = [(paint_hills(len(utterance.text)), "image/png", utterance.picture)] if utterance.picture else []
    if utterance.parent is None:
        return client.post(utterance.text, media=media)
    parent = ids[utterance.parent]
    match utterance.kind:
        case "repost":
            return client.repost(parent)
        case "quote":
            return client.quote(parent, utterance.text, media=media)
        case _:
            return client.reply(parent, utterance.text, media=media)
