"""People as the API tells them: every word held to its schema and to what was projected."""

import json
import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from people_village import PAYER, TERMS, UNIT, Village, word
from projected_world import World

from hashtagspace.api import neighbourhood
from hashtagspace.api.app import create_app
from hashtagspace.api.openapi import build_document
from hashtagspace.api.rates import Rates
from hashtagspace.api.schemas.case import CasePage
from hashtagspace.api.schemas.network import GatewayConfig
from hashtagspace.api.schemas.people_epoch import EpochDetail, EpochList, Neighbourhood
from hashtagspace.api.schemas.personhood import Personhood
from hashtagspace.api.schemas.post import Thread
from hashtagspace.api.schemas.problem import Problem
from hashtagspace.api.schemas.profile import Profile
from hashtagspace.api.schemas.reward import RewardEpoch, TipPage
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.people_commitment import StandingTree, pack_standing
from hashtagspace.domain.people_events import (
    DisputeEnded,
    RootPassedOver,
    RootRefuted,
    StakeSlashed,
)
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.domain.reward_events import PoolRolled, PoolSponsored, RewardClaimed, TipCounted
from hashtagspace.store.people_scores import EpochRow, ScoreRow, write_epoch

UNLIMITED = Rates(read=None, write=None, upload_bytes=None)
ONE = 65_536


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    made = Village.create(tmp_path)
    yield made
    made.world.projection.close()


@pytest.fixture
def client(village: Village, open_gateway) -> Iterator[FlaskClient]:
    with open_gateway(village.world) as services:
        yield create_app(services, UNLIMITED).test_client()


def get(client: FlaskClient, path: str, model: Any) -> Any:
    time.sleep(0.06)  # a page is made anew 50 ms after the projection changed
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    model.model_validate_json(answer.data, strict=False)
    return answer.json


def refused(client: FlaskClient, path: str, status: int) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.json["code"])


def personhood(client: FlaskClient, profile: int) -> Any:
    return get(client, f"/v1/profiles/{profile}/personhood", Personhood)


def encode_head(epoch: int, seats: int, accounts: int, standing: bytes, draws: int = 0) -> bytes:
    """A header as the contract encodes it; the standing column is where it belongs."""
    place = 53 + max(2, (accounts - 1).bit_length())
    columns = [word("column", n) for n in range(place)] + [standing] + [word("base")] * 5
    words = [32, epoch, seats, accounts, 1, 0, accounts, 256, 256 + 32 * (len(columns) + 1), len(columns)]
    head = b"".join(one.to_bytes(32, "big") for one in words) + b"".join(columns)
    drawn = [draws, *(one for n in range(draws) for one in (n, 0, 7))]
    return head + b"".join(one.to_bytes(32, "big") for one in drawn)


def compute(village: Village, epoch: int, *rows: ScoreRow, draws: int = 0) -> bytes:
    """What a score process would have written; the header."""
    accounts = sum(row.weight > 0 for row in rows)
    tree = StandingTree([pack_standing(r.share, r.bound, r.support, r.level) for r in rows])
    header = encode_head(epoch, len(rows), accounts, tree.root, draws)
    gate = "open"
    row = EpochRow(epoch, keccak256(header), len(rows), accounts, 1, 0, accounts, gate, header, 5)
    write_epoch(village.world.engine, row, rows)
    return header


def row(profile: int, seat: int, share: int = ONE, level: int = 0, **changes: Any) -> ScoreRow:
    values = {"support": 2 * ONE, "bound": ONE // 2, "weight": 3, "is_vetted": False, "is_fake": False}
    return ScoreRow(profile, seat, share, level=level, **(values | changes))


def test_who_just_came(village: Village, client: FlaskClient) -> None:
    ann = village.person("ann").profile
    told = personhood(client, ann)
    assert (told["level"], told["judgedFake"], told["epochNow"], told["numbers"]) == (0, False, 1, None)
    assert [one["kind"] for one in told["missing"]] == ["seat"]
    assert told["sentence"].startswith("Not enough evidence yet")
    assert told["appeal"]["state"] == "possible"
    assert told["nextEpochAt"].endswith("Z")
    assert [one["level"] for one in told["thresholds"]] == [1, 2, 3]


def test_partners_in_every_state(village: Village, client: FlaskClient) -> None:
    ann, bob, eve, ivy, joe, kim = (
        village.person(name).profile for name in ("ann", "bob", "eve", "ivy", "joe", "kim")
    )
    village.befriend(ann, bob)
    village.befriend(ann, ivy)
    village.befriend(ann, kim)
    village.begin(3)
    village.vouch(ann, eve)
    village.vouch(joe, ann)
    village.befriend(ann, 77)  # nobody here has that number
    village.withdraw(kim, ann)
    compute(village, 2, *(row(one, seat) for seat, one in enumerate((ann, bob, ivy))))
    told = personhood(client, ann)
    states = {one["profile"]["handle"]: one for one in told["partners"]}
    assert {name: one["state"] for name, one in states.items()} == {
        "bob": "live", "ivy": "live", "kim": "ending", "eve": "oneWay", "joe": "asked",
    }  # fmt: skip
    assert states["kim"]["until"] == 3
    assert states["joe"]["isVouching"] is False
    assert (states["bob"]["since"], states["bob"]["contribution"]) == (1, str(ONE))
    assert states["eve"]["contribution"] is None
    assert [one["profile"]["handle"] for one in told["partners"]][:2] == sorted(
        ["bob", "ivy"], key={"bob": bob, "ivy": ivy}.get
    )
    village.begin(4)
    later = {one["profile"]["handle"]: one["state"] for one in personhood(client, ann)["partners"]}
    assert "kim" not in later or later["kim"] == "oneWay"


def test_pending_and_slashed(village: Village, client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    (partner,) = personhood(client, ann)["partners"]
    assert (partner["state"], partner["liveFrom"]) == ("pending", 3)
    assert [one["kind"] for one in personhood(client, ann)["missing"]] == ["vouches"]
    village.tell(StakeSlashed, ann, bob, PAYER)
    (partner,) = personhood(client, ann)["partners"]
    assert partner["state"] == "pending"  # a term that was open stays open


def test_what_is_missing_for_the_next_level(village: Village, client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    village.begin(3)
    assert [one["kind"] for one in personhood(client, ann)["missing"]] == ["epoch"]
    compute(village, 3, row(ann, 0, ONE // 5, support=ONE // 2, bound=100), row(bob, 1))
    told = personhood(client, ann)
    assert [(one["level"], one["kind"]) for one in told["missing"]] == [
        (1, "share"), (1, "support"), (1, "bound"),
    ]  # fmt: skip
    assert told["missing"][0]["have"] == str(ONE // 5)
    assert told["numbers"] == {"share": str(ONE // 5), "support": str(ONE // 2), "bound": "100"}
    assert told["root"]["state"] == "open"
    header = compute(village, 3, row(ann, 0, ONE, level=1), row(bob, 1))
    told = personhood(client, ann)
    assert [one["kind"] for one in told["missing"]] == ["epoch"]
    village.finish(3, village.post(3, header), keccak256(header))
    assert personhood(client, ann)["root"]["state"] == "final"
    village.prove(ann, 3, 1)
    told = personhood(client, ann)
    assert told["level"] == 1
    assert {one["level"] for one in told["missing"]} <= {2}
    assert get(client, f"/v1/profiles/{ann}", Profile)["level"] == 1


def test_founders_and_verdicts(village: Village, client: FlaskClient) -> None:
    ann, bob, eve = (village.person(name).profile for name in ("ann", "bob", "eve"))
    village.found(ann)
    case = village.judge(bob, Vote.PASS)
    village.judge(eve, Vote.FAKE, CaseKind.ACCUSATION)
    told = personhood(client, ann)
    assert (told["founder"], told["vetted"], told["level"]) == (True, {"since": 1, "caseId": None}, 3)
    assert (told["missing"], told["appeal"]) == ([], None)
    told = personhood(client, bob)
    assert (told["founder"], told["vetted"]) == (False, {"since": 2, "caseId": str(case)})
    told = personhood(client, eve)
    assert (told["level"], told["judgedFake"], told["vetted"], told["appeal"]) == (0, True, None, None)
    assert "judged this profile fake" in told["sentence"]
    assert "Not enough" not in told["sentence"]
    assert told["missing"] == []


def test_appeals_wait_for_each_other(village: Village, client: FlaskClient) -> None:
    ann = village.person("ann").profile
    case = village.open_case(ann)
    told = personhood(client, ann)["appeal"]
    assert (told["state"], told["caseId"], told["possibleFrom"]) == ("open", str(case), None)
    assert told["deposit"] == str(TERMS.case_deposit)
    village.decide(case, ann, Vote.UNCLEAR)
    told = personhood(client, ann)["appeal"]
    assert (told["state"], told["possibleFrom"]) == ("waiting", 5)
    village.begin(5)
    assert personhood(client, ann)["appeal"]["state"] == "possible"


def test_cases_from_asking_to_the_verdict(village: Village, client: FlaskClient) -> None:
    people = [village.person(f"juror{n}").profile for n in range(5)]
    ann = village.person("ann").profile
    case = village.open_case(ann, CaseKind.CHECK)
    (told,) = get(client, f"/v1/people/cases?profile={ann}", CasePage)["items"]
    assert (told["state"], told["kind"], told["evidence"], told["jurors"]) == ("asked", "check", None, [])
    assert told["until"] is not None
    village.begin(2)
    village.answer(case)
    (told,) = get(client, "/v1/people/cases?state=ready", CasePage)["items"]
    assert (told["evidence"], told["epoch"]) == ("0x" + word("answer", case).hex(), 2)
    village.draw(case, tuple(people))
    village.commit(case, people[0])
    village.commit(case, people[1])
    village.reveal(case, people[1], Vote.PASS)
    (told,) = get(client, f"/v1/people/cases?juror={people[0]}", CasePage)["items"]
    assert told["state"] == "voting"
    assert [(one["hasCommitted"], one["vote"]) for one in told["jurors"][:3]] == [
        (True, None), (True, "pass"), (False, None),
    ]  # fmt: skip
    assert told["revealUntil"] > told["until"]
    village.decide(case, ann, Vote.PASS)
    (told,) = get(client, "/v1/people/cases?state=decided", CasePage)["items"]
    assert (told["verdict"], told["decidedEpoch"]) == ("pass", 2)
    assert get(client, "/v1/people/cases?state=voting", CasePage)["items"] == []


def test_pages_of_cases(village: Village, client: FlaskClient) -> None:
    ann = village.person("ann").profile
    for _ in range(5):
        village.open_case(ann, CaseKind.ACCUSATION)
    found, path = [], "/v1/people/cases?limit=2"
    page = get(client, path, CasePage)
    while True:
        found += [int(one["caseId"]) for one in page["items"]]
        if page["nextCursor"] is None:
            break
        page = get(client, f"{path}&cursor={page['nextCursor']}", CasePage)
    assert found == [5, 4, 3, 2, 1]


def test_epochs_with_posts_and_disputes(village: Village, client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    village.begin(3)
    beacon = village.beacon(3)
    header = compute(village, 3, row(ann, 0), row(bob, 1), draws=1)
    right = village.post(3, header)
    wrong = village.post(3, encode_head(3, 2, 2, bytes(32)))
    late = village.post(3, header, b"\x0b" * 20)
    dispute = village.dispute(wrong, 5)
    told = get(client, "/v1/people/epochs?limit=2", EpochList)["items"]
    assert [one["epoch"] for one in told] == [3, 2]
    assert (told[0]["beacon"], told[1]["beacon"]) == ("0x" + beacon.hex(), None)
    assert [post["agrees"] for post in told[0]["posts"]] == [True, False, True]
    assert told[0]["posts"][1]["disputes"][0]["turn"] == "open"
    village.tell(DisputeEnded, dispute, wrong, True)
    village.tell(RootRefuted, wrong, PAYER)
    village.finish(3, right, keccak256(header))
    village.tell(RootPassedOver, late)
    told = get(client, "/v1/people/epochs/3", EpochDetail)
    assert [post["state"] for post in told["posts"]] == ["final", "refuted", "passedOver"]
    (over,) = told["posts"][1]["disputes"]
    assert (over["turn"], over["posterLost"], over["until"]) == ("over", True, None)
    assert told["finalRoot"] == told["computedRoot"] == "0x" + keccak256(header).hex()
    assert told["draws"] == [
        {"seat": 0, "edgeSeat": 0, "edgeCover": "7", "profileId": str(ann), "caseId": None}
    ]
    assert told["header"]["accounts"] == 2
    assert told["coverage"]["gate"] == "open"


def test_a_neighbourhood_and_its_proof(village: Village, client: FlaskClient) -> None:
    ann, bob, eve = (village.person(name).profile for name in ("ann", "bob", "eve"))
    village.befriend(ann, bob)
    village.vouch(eve, ann)
    village.begin(3)
    header = compute(village, 3, row(ann, 0, -5), row(bob, 1), row(eve, 2, 0, weight=0, support=0, bound=0))
    told = get(client, f"/v1/people/epochs/3/neighbourhood?profile={ann}", Neighbourhood)
    assert (told["state"], told["isWhole"], told["seat"]) == ("open", True, 0)
    assert [(one["seat"], one["row"], one["share"]) for one in told["nodes"]] == [
        (0, [1], "-5"), (1, [0], str(ONE)),
    ]  # fmt: skip
    assert told["root"] == "0x" + keccak256(header).hex()
    assert told["standing"]["word"] == "0x" + pack_standing(-5, ONE // 2, 2 * ONE, 0).hex()
    assert len(told["standing"]["path"]) == 2
    nobody = get(client, "/v1/people/epochs/3/neighbourhood?profile=99", Neighbourhood)
    assert (nobody["seat"], nobody["standing"]) == (None, None)
    other = encode_head(4, 3, 2, word("another tree"))
    write_epoch(
        village.world.engine,
        EpochRow(4, keccak256(other), 3, 2, 1, 0, 2, "warned", other, 5),
        [row(ann, 0), row(bob, 1), row(eve, 2, weight=0)],
    )
    told = get(client, f"/v1/people/epochs/4/neighbourhood?profile={ann}", Neighbourhood)
    assert told["standing"] is None  # what does not lead to the root is not told
    assert refused(client, f"/v1/people/epochs/5/neighbourhood?profile={ann}", 404) == "people.epoch_unknown"


def test_a_neighbourhood_of_a_large_epoch(village: Village, client: FlaskClient, monkeypatch) -> None:
    monkeypatch.setattr(neighbourhood, "WHOLE_ACCOUNTS", 2)
    people = [village.person(f"person{n}").profile for n in range(5)]
    for one, other in pairwise(people):
        village.befriend(one, other)
    village.begin(3)
    compute(village, 3, *(row(one, seat) for seat, one in enumerate(people)))
    told = get(client, f"/v1/people/epochs/3/neighbourhood?profile={people[0]}", Neighbourhood)
    assert told["isWhole"] is False
    assert [(one["seat"], one["row"]) for one in told["nodes"]] == [(0, [1]), (1, [0, 2]), (2, None)]
    assert told["standing"] is not None


def test_tips_and_pools(village: Village, client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    for sender, amount in ((bob, 3), (0, 2), (bob, 1)):
        village.tip(sender, ann, amount * UNIT, word("post"))
    page = get(client, f"/v1/profiles/{ann}/tips?limit=2", TipPage)
    assert [tip["amount"] for tip in page["items"]] == [str(UNIT), str(2 * UNIT)]
    assert [tip["from"] and tip["from"]["handle"] for tip in page["items"]] == ["bob", None]
    assert (page["total"], page["count"]) == (str(6 * UNIT), 3)
    rest = get(client, f"/v1/profiles/{ann}/tips?limit=2&cursor={page['nextCursor']}", TipPage)
    assert ([tip["amount"] for tip in rest["items"]], rest["nextCursor"]) == ([str(3 * UNIT)], None)
    village.tell(TipCounted, 1, bob, ann, 3 * UNIT, 8 * UNIT, 8 * UNIT)
    village.tell(TipCounted, 1, ann, bob, UNIT, 2 * UNIT, 10 * UNIT)
    village.tell(PoolSponsored, 1, PAYER, 5 * UNIT)
    (reward,) = get(client, f"/v1/profiles/{ann}/tips", TipPage)["rewards"]
    assert (reward["weight"], reward["due"], reward["claimed"]) == (str(8 * UNIT), "0", None)
    village.begin(2)
    (reward,) = get(client, f"/v1/profiles/{ann}/tips", TipPage)["rewards"]
    assert reward["due"] == str(4 * UNIT)
    village.tell(RewardClaimed, 1, ann, PAYER, 4 * UNIT)
    told = get(client, "/v1/rewards/1", RewardEpoch)
    assert [(one["profile"]["handle"], one["givers"], one["claimed"]) for one in told["shares"]] == [
        ("ann", 1, str(4 * UNIT)), ("bob", 1, None),
    ]  # fmt: skip
    assert (told["paid"], told["isOver"], told["claimUntil"]) == (str(4 * UNIT), True, 9)
    village.begin(10)
    village.tell(PoolRolled, 1, 10, UNIT)
    assert get(client, "/v1/rewards/1", RewardEpoch)["isRolled"]
    assert get(client, "/v1/rewards/10", RewardEpoch)["sponsored"] == str(UNIT)
    assert get(client, f"/v1/profiles/{bob}/tips", TipPage)["rewards"][0]["due"] == "0"


def test_replies_of_unknown_people_come_last(village: Village, client: FlaskClient) -> None:
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
        page = get(client, f"/v1/posts/0x{post.hex()}/thread?{query}", Thread)
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


def test_trending_counts_levels(village: Village, client: FlaskClient) -> None:
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
    items = client.get("/v1/spaces").json["items"]
    assert [(one["tag"], one["recentAuthors"]) for one in items] == [("known", 1), ("crowd", 3), ("fake", 1)]


def test_cards_and_settings(village: Village, client: FlaskClient) -> None:
    ann = village.person("ann")
    village.found(ann.profile)
    post = village.world.post(ann, "hello")
    village.world.anchor()
    time.sleep(0.06)
    author = client.get(f"/v1/posts/0x{post.hex()}").json["author"]
    assert (author["level"], author["judgedFake"]) == (3, False)
    config = get(client, "/v1/config", GatewayConfig)["people"]
    assert (config["epochSeconds"], config["vouchStake"]) == (TERMS.clock.epoch_seconds, str(10 * UNIT))


def test_a_network_without_people(bare_client: FlaskClient) -> None:
    assert bare_client.get("/v1/config").json["people"] is None
    assert bare_client.get("/v1/people/epochs").json == {"items": []}
    assert bare_client.get("/v1/people/cases").json == {"items": [], "nextCursor": None}
    for path in ("/v1/people/epochs/1", "/v1/people/epochs/1/neighbourhood?profile=1", "/v1/rewards/1"):
        assert refused(bare_client, path, 404) == "people.epoch_unknown"
    assert refused(bare_client, "/v1/profiles/1/personhood", 404) == "profile.unknown"
    assert refused(bare_client, "/v1/profiles/1/tips", 404) == "profile.unknown"


def test_nobody_has_a_level_there(tmp_path: Path, open_gateway) -> None:
    world = World.create(tmp_path)
    ann = world.person("ann").profile
    with open_gateway(world) as services:
        told = personhood(create_app(services, UNLIMITED).test_client(), ann)
    world.projection.close()
    assert (told["level"], told["epochNow"], told["missing"], told["appeal"]) == (0, None, [], None)
    assert told["sentence"].startswith("Nobody has a level on this network")


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1/people/epochs/0", "people.epoch_malformed"),
        ("/v1/people/epochs/-1", "people.epoch_malformed"),
        ("/v1/people/epochs/4294967296", "people.epoch_malformed"),
        ("/v1/people/epochs/x", "people.epoch_malformed"),
        ("/v1/people/epochs/1/neighbourhood?profile=0", "profile.id_malformed"),
        ("/v1/people/epochs/1/neighbourhood", "parameter.missing"),
        ("/v1/people/cases?state=open", "people.state_unknown"),
        ("/v1/people/cases?profile=ann", "profile.id_malformed"),
        ("/v1/people/cases?cursor=AQ", "cursor.malformed"),
        ("/v1/profiles/ann/personhood", "profile.id_malformed"),
        ("/v1/profiles/1/tips?limit=0", "limit.malformed"),
        ("/v1/rewards/1e3", "people.epoch_malformed"),
    ],
)
def test_what_cannot_be_asked(bare_client: FlaskClient, path: str, code: str) -> None:
    found = refused(bare_client, path, 400)
    assert found == code


READS = [
    (path, item["get"])
    for path, item in build_document()["paths"].items()
    if "get" in item and ("people" in path or "personhood" in path or "tips" in path or "rewards" in path)
]
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
values = st.one_of(
    st.sampled_from(["1", "0", "3", "99", "-1", "asked", "decided", "9" * 19, "4294967295", "x"]),
    st.integers(0, 2**70).map(str),
    st.from_regex(r"AQ[A-Za-z0-9_-]{8,70}", fullmatch=True),
)


def live_through(village: Village) -> tuple[int, int]:
    """Something of everything."""
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    village.vouch(ann, 77)
    village.open_case(ann, CaseKind.CHECK)
    case = village.judge(bob, Vote.PASS)
    village.draw(case, (ann, 2, 3, 4, 5))
    village.tip(bob, ann, UNIT)
    village.tip(0, ann, UNIT)
    village.begin(3)
    header = compute(village, 3, row(ann, 0), row(bob, 1), draws=2)
    village.dispute(village.post(3, header), 4)
    village.tell(TipCounted, 3, bob, ann, 1, 2, 3)
    village.tell(PoolSponsored, 3, PAYER, 2)
    village.finish(3, village.post(3, header, b"\x0b" * 20), keccak256(header))
    village.prove(ann, 3, 2)
    return ann, bob


@pytest.fixture(scope="module")
def full_client(tmp_path_factory, open_gateway_for_module) -> Iterator[FlaskClient]:
    """A gateway over a village where something of everything happened."""
    village = Village.create(tmp_path_factory.mktemp("full"))
    live_through(village)
    with open_gateway_for_module(village.world) as services:
        yield create_app(services, UNLIMITED).test_client()
    village.world.projection.close()


@pytest.mark.postgres
def test_the_same_pages_in_postgresql(tmp_path: Path, postgres_url: str, open_gateway) -> None:
    answers = []
    for name, url in (("sqlite", None), ("postgres", postgres_url)):
        folder = tmp_path / name
        folder.mkdir()
        village = Village.create(folder, url)
        ann, bob = live_through(village)
        asked = village.world.post(village.person("eve"), "#well")
        village.world.anchor()
        village.world.post(village.person("fay"), "known?", Kind.REPLY, asked)
        village.world.anchor()
        paths = [
            f"/v1/profiles/{ann}/personhood", f"/v1/profiles/{bob}/personhood", f"/v1/profiles/{ann}",
            "/v1/people/epochs", "/v1/people/epochs/3", f"/v1/people/epochs/3/neighbourhood?profile={bob}",
            "/v1/people/cases", f"/v1/people/cases?juror={ann}&state=decided", f"/v1/profiles/{ann}/tips",
            f"/v1/profiles/{ann}/tips?limit=1", "/v1/rewards/3", f"/v1/posts/0x{asked.hex()}/thread",
            f"/v1/posts/0x{asked.hex()}/thread?viewer={ann}", "/v1/spaces",
        ]  # fmt: skip
        with open_gateway(village.world, url) as services:
            client = create_app(services, UNLIMITED).test_client()
            time.sleep(0.06)
            pages = {path: client.get(path) for path in paths}
        village.world.projection.close()
        assert {path: page.text for path, page in pages.items() if page.status_code != 200} == {}
        answers.append({path: page.data for path, page in pages.items()})
    assert answers[0] == answers[1]


@pytest.mark.parametrize(("path", "operation"), READS, ids=[path for path, _ in READS])
@QUIET
@given(data=st.data())
def test_any_question_is_answered(full_client, path, operation, data) -> None:
    filled = re.sub(r"{\w+}", lambda _: data.draw(values), path)
    names = [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]
    chosen = data.draw(st.lists(st.tuples(st.sampled_from([*names, "other"]), values), max_size=3))
    answer = full_client.get(f"{filled}?" + "&".join(f"{name}={value}" for name, value in chosen))
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        Problem.model_validate_json(answer.data, strict=True)
    else:
        assert json.loads(answer.data) is not None
