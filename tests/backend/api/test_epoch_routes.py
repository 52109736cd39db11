"""Epochs, neighbourhoods, tips, and what levels are used for, held to schemas and to what was projected."""

import time
from itertools import pairwise

from flask.testing import FlaskClient
from people_pages import ONE, compute, encode_head, get, refused, row
from people_village import PAYER, TERMS, UNIT, Village, word

from hashtagspace.api import neighbourhood
from hashtagspace.api.schemas.network import GatewayConfig
from hashtagspace.api.schemas.people_epoch import EpochDetail, EpochList, Neighbourhood
from hashtagspace.api.schemas.post import Thread
from hashtagspace.api.schemas.reward import RewardEpoch, TipPage
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.people_commitment import pack_standing
from hashtagspace.domain.people_events import (
    DisputeEnded,
    RootPassedOver,
    RootRefuted,
)
from hashtagspace.domain.people_states import Vote
from hashtagspace.domain.reward_events import PoolRolled, PoolSponsored, RewardClaimed, TipCounted
from hashtagspace.store.people_scores import EpochRow, write_epoch


def test_epochs_with_posts_and_disputes(village: Village, village_client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    village.begin(3)
    beacon = village.beacon(3)
    header = compute(village, 3, row(ann, 0), row(bob, 1), draws=1)
    right = village.post(3, header)
    wrong = village.post(3, encode_head(3, 2, 2, bytes(32)))
    late = village.post(3, header, b"\x0b" * 20)
    dispute = village.dispute(wrong, 5)
    told = get(village_client, "/v1/people/epochs?limit=2", EpochList)["items"]
    assert [one["epoch"] for one in told] == [3, 2]
    assert (told[0]["beacon"], told[1]["beacon"]) == ("0x" + beacon.hex(), None)
    assert [post["agrees"] for post in told[0]["posts"]] == [True, False, True]
    assert told[0]["posts"][1]["disputes"][0]["turn"] == "open"
    village.tell(DisputeEnded, dispute, wrong, True)
    village.tell(RootRefuted, wrong, PAYER)
    village.finish(3, right, keccak256(header))
    village.tell(RootPassedOver, late)
    told = get(village_client, "/v1/people/epochs/3", EpochDetail)
    assert [post["state"] for post in told["posts"]] == ["final", "refuted", "passedOver"]
    (over,) = told["posts"][1]["disputes"]
    assert (over["turn"], over["posterLost"], over["until"]) == ("over", True, None)
    assert told["finalRoot"] == told["computedRoot"] == "0x" + keccak256(header).hex()
    assert told["draws"] == [
        {"seat": 0, "edgeSeat": 0, "edgeCover": "7", "profileId": str(ann), "caseId": None}
    ]
    assert told["header"]["accounts"] == 2
    assert told["coverage"]["gate"] == "open"


def test_a_neighbourhood_and_its_proof(village: Village, village_client: FlaskClient) -> None:
    ann, bob, eve = (village.person(name).profile for name in ("ann", "bob", "eve"))
    village.befriend(ann, bob)
    village.vouch(eve, ann)
    village.begin(3)
    header = compute(village, 3, row(ann, 0, -5), row(bob, 1), row(eve, 2, 0, weight=0, support=0, bound=0))
    told = get(village_client, f"/v1/people/epochs/3/neighbourhood?profile={ann}", Neighbourhood)
    assert (told["state"], told["isWhole"], told["seat"]) == ("open", True, 0)
    assert [(one["seat"], one["row"], one["share"]) for one in told["nodes"]] == [
        (0, [1], "-5"), (1, [0], str(ONE)),
    ]  # fmt: skip
    assert told["root"] == "0x" + keccak256(header).hex()
    assert told["standing"]["word"] == "0x" + pack_standing(-5, ONE // 2, 2 * ONE, 0).hex()
    assert len(told["standing"]["path"]) == 2
    nobody = get(village_client, "/v1/people/epochs/3/neighbourhood?profile=99", Neighbourhood)
    assert (nobody["seat"], nobody["standing"]) == (None, None)
    other = encode_head(4, 3, 2, word("another tree"))
    write_epoch(
        village.world.engine,
        EpochRow(4, keccak256(other), 3, 2, 1, 0, 2, "warned", other, 5),
        [row(ann, 0), row(bob, 1), row(eve, 2, weight=0)],
    )
    told = get(village_client, f"/v1/people/epochs/4/neighbourhood?profile={ann}", Neighbourhood)
    assert told["standing"] is None  # what does not lead to the root is not told
    assert (
        refused(village_client, f"/v1/people/epochs/5/neighbourhood?profile={ann}", 404)
        == "people.epoch_unknown"
    )


def test_a_neighbourhood_of_a_large_epoch(village: Village, village_client: FlaskClient, monkeypatch) -> None:
    monkeypatch.setattr(neighbourhood, "WHOLE_ACCOUNTS", 2)
    people = [village.person(f"person{n}").profile for n in range(5)]
    for one, other in pairwise(people):
        village.befriend(one, other)
    village.begin(3)
    compute(village, 3, *(row(one, seat) for seat, one in enumerate(people)))
    told = get(village_client, f"/v1/people/epochs/3/neighbourhood?profile={people[0]}", Neighbourhood)
    assert told["isWhole"] is False
    assert [(one["seat"], one["row"]) for one in told["nodes"]] == [(0, [1]), (1, [0, 2]), (2, None)]
    assert told["standing"] is not None


def test_tips_and_pools(village: Village, village_client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    for sender, amount in ((bob, 3), (0, 2), (bob, 1)):
        village.tip(sender, ann, amount * UNIT, word("post"))
    page = get(village_client, f"/v1/profiles/{ann}/tips?limit=2", TipPage)
    assert [tip["amount"] for tip in page["items"]] == [str(UNIT), str(2 * UNIT)]
    assert [tip["from"] and tip["from"]["handle"] for tip in page["items"]] == ["bob", None]
    assert (page["total"], page["count"]) == (str(6 * UNIT), 3)
    rest = get(village_client, f"/v1/profiles/{ann}/tips?limit=2&cursor={page['nextCursor']}", TipPage)
    assert ([tip["amount"] for tip in rest["items"]], rest["nextCursor"]) == ([str(3 * UNIT)], None)
    village.tell(TipCounted, 1, bob, ann, 3 * UNIT, 8 * UNIT, 8 * UNIT)
    village.tell(TipCounted, 1, ann, bob, UNIT, 2 * UNIT, 10 * UNIT)
    village.tell(PoolSponsored, 1, PAYER, 5 * UNIT)
    (reward,) = get(village_client, f"/v1/profiles/{ann}/tips", TipPage)["rewards"]
    assert (reward["weight"], reward["due"], reward["claimed"]) == (str(8 * UNIT), "0", None)
    village.begin(2)
    (reward,) = get(village_client, f"/v1/profiles/{ann}/tips", TipPage)["rewards"]
    assert reward["due"] == str(UNIT // 2)  # a tenth of the pool at most
    village.tell(PoolSponsored, 1, PAYER, 195 * UNIT)
    (reward,) = get(village_client, f"/v1/profiles/{ann}/tips", TipPage)["rewards"]
    assert reward["due"] == str(8 * UNIT)
    village.tell(RewardClaimed, 1, ann, PAYER, 8 * UNIT)
    told = get(village_client, "/v1/rewards/1", RewardEpoch)
    assert [(one["profile"]["handle"], one["givers"], one["claimed"]) for one in told["shares"]] == [
        ("ann", 1, str(8 * UNIT)), ("bob", 1, None),
    ]  # fmt: skip
    assert (told["paid"], told["isOver"], told["claimUntil"]) == (str(8 * UNIT), True, 9)
    village.begin(10)
    village.tell(PoolRolled, 1, 10, UNIT)
    assert get(village_client, "/v1/rewards/1", RewardEpoch)["isRolled"]
    assert get(village_client, "/v1/rewards/10", RewardEpoch)["sponsored"] == str(UNIT)
    assert get(village_client, f"/v1/profiles/{bob}/tips", TipPage)["rewards"][0]["due"] == "0"


def test_replies_of_unknown_people_come_last(village: Village, village_client: FlaskClient) -> None:
    world = village.world
    ann, bob, eve, fay, gus = (village.person(name) for name in ("ann", "bob", "eve", "fay", "gus"))
    village.found(bob.profile)
    village.judge(gus.profile, Vote.FAKE)
    post = world.post(ann, "what do you think?")
    world.anchor()
    said = [
        (who.handle, world.post(who, f"{who.handle} says", Kind.REPLY, post))
        for who in (eve, bob, gus, fay, ann)
    ]
    world.follow(ann, fay)
    world.follow(ann, gus)
    world.anchor()
    names = {"0x" + identity.hex(): name for name, identity in said}

    def thread(query: str = "") -> tuple[list[tuple[str, bool]], str | None]:
        page = get(village_client, f"/v1/posts/0x{post.hex()}/thread?{query}", Thread)
        found = [(names[one["postId"]], one.get("collapsed") is True) for one in page["replies"]]
        return found, page["nextCursor"]

    assert thread()[0] == [("bob", False), ("ann", False), ("eve", True), ("gus", True), ("fay", True)]
    assert thread(f"viewer={ann.profile}")[0] == [
        ("bob", False), ("fay", False), ("ann", False), ("eve", True), ("gus", True),
    ]  # fmt: skip
    assert thread(f"viewer={eve.profile}")[0][0] == ("eve", False)
    found, cursor = [], None
    while True:
        some, cursor = thread("limit=1" + (f"&cursor={cursor}" if cursor else ""))
        found += some
        if cursor is None:
            break
    assert found == thread()[0]


def test_trending_counts_levels(village: Village, village_client: FlaskClient) -> None:
    world = village.world
    people = [village.person(f"person{n}") for n in range(5)]
    village.found(people[0].profile)
    village.judge(people[4].profile, Vote.FAKE)
    world.post(people[0], "#known")
    for person in people[1:4]:
        world.post(person, "#crowd")
    world.post(people[4], "#fake")
    world.anchor()
    time.sleep(0.06)
    items = village_client.get("/v1/spaces").json["items"]
    assert [(one["tag"], one["recentAuthors"]) for one in items] == [("known", 1), ("crowd", 3), ("fake", 1)]


def test_cards_and_settings(village: Village, village_client: FlaskClient) -> None:
    ann = village.person("ann")
    village.found(ann.profile)
    post = village.world.post(ann, "hello")
    village.world.anchor()
    time.sleep(0.06)
    author = village_client.get(f"/v1/posts/0x{post.hex()}").json["author"]
    assert (author["level"], author["judgedFake"]) == (3, False)
    config = get(village_client, "/v1/config", GatewayConfig)["people"]
    assert (config["epochSeconds"], config["vouchStake"]) == (TERMS.clock.epoch_seconds, str(10 * UNIT))
