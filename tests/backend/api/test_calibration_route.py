"""The calibration sample and level_worth through the API, on a world that has a people registry."""

import time

import pytest
from market_stall import BUYER, UNIT, Stall
from projected_world import World

from hashtagspace.api.calibration_views import CalibrationDesk
from hashtagspace.api.schemas.calibration import Calibration
from hashtagspace.domain.jury_events import CaseDecided, CaseOpened, Founded
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.levels import EpochClock
from hashtagspace.domain.people_events import BeaconTaken, LevelProven, RootFinal
from hashtagspace.domain.people_states import CaseKind, Vote
from hashtagspace.domain.people_terms import PeopleTerms
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.personhood.calibration import draw_sample
from hashtagspace.store.read_people import write_terms

EPOCH_SECONDS = 40
BEACON = keccak256(b"the beacon")


@pytest.fixture
def people(world: World) -> World:
    """A registry whose epoch 1 begins with the next block."""
    clock = EpochClock(world.now(), EPOCH_SECONDS)
    amounts = (10 * UNIT, 200 * UNIT, 25 * UNIT, 500 * UNIT, 100 * UNIT, 20 * UNIT)
    with world.engine.begin() as connection:
        write_terms(connection, PeopleTerms(b"\x01" * 20, clock, *amounts))
    world.people_clock = clock
    return world


def tell(world, kind, *values):
    world.block(lambda at: kind(at, bytes(32), *values))


def begin(world, epoch):
    """The latest block stands in the epoch."""
    while world.people_clock.epoch_at(world.now()) < epoch:
        world.block()


def sample(client, query=""):
    time.sleep(0.06)  # a page is made anew 50 ms after the projection changed
    answer = client.get(f"/v1/people/calibration{query}")
    assert answer.status_code == 200, answer.text
    Calibration.model_validate_json(answer.data, strict=False)
    return answer.json["sample"]


@pytest.mark.parametrize(
    "query", ["?level=0", "?level=4", "?size=0", "?size=501", "?level=x", "?epoch=0", "?joy=1"]
)
def test_a_query_that_does_not_read(client, query):
    assert client.get(f"/v1/people/calibration{query}").status_code == 400


def test_no_people_no_sample(client):
    assert sample(client) is None


def test_an_epoch_without_a_beacon(people, client):
    people.person("ada")
    begin(people, 2)
    people.person("bob")
    answer = client.get("/v1/people/calibration?epoch=2")
    assert (answer.status_code, answer.json["code"]) == (400, "calibration.no_beacon")
    assert client.get("/v1/people/calibration?epoch=9").json["code"] == "calibration.epoch"


def test_the_sample_is_the_sdks(people, client):
    """Levels are those of the first second of the epoch; verdicts are those of now."""
    crowd = [people.person(f"person_{number}").profile for number in range(12)]
    tell(people, Founded, crowd[0])
    begin(people, 5)
    tell(people, RootFinal, 4, b"\x02" * 32, b"\x03" * 32)
    for profile in crowd[1:5]:
        tell(people, LevelProven, profile, 4, 2, 0)
    begin(people, 6)
    late = people.person("late").profile
    tell(people, LevelProven, crowd[9], 4, 3, 0)
    tell(people, BeaconTaken, 6, BEACON)
    assert sample(client)["epoch"] == 6  # a founder is judged
    levels = dict.fromkeys(crowd, 0) | dict.fromkeys(crowd[1:5], 2)
    expected = draw_sample(levels, 1, BEACON, 3)
    assert late not in levels
    tell(people, CaseOpened, 1, crowd[2], CaseKind.ACCUSATION, BUYER, bytes(32))
    tell(people, CaseDecided, 1, crowd[2], Vote.PASS, 6)  # an accusation that fails vets nobody
    tell(people, CaseDecided, 2, crowd[3], Vote.FAKE, 6)
    verdicts = {crowd[0]: "real", crowd[3]: "fake"}
    found = sample(client, "?epoch=6&size=3")
    assert (found["beacon"], found["level"], found["size"]) == ("0x" + BEACON.hex(), 1, 3)
    for name, side in (("accepted", expected.accepted), ("rejected", expected.rejected)):
        assert found[name] == {
            "population": side.population,
            "drawn": [
                {"profileId": str(profile), "verdict": verdicts.get(profile, "silent")}
                for profile in side.drawn
            ],
        }


ASKS = tuple(
    Ask(category, granularity, 4 * UNIT)
    for category in ("interests", "demographics")
    for granularity in (Granularity.EXACT, Granularity.BRACKET)
)


def test_an_offer_whose_level_does_not_carry_it_is_its_buyers_to_see(people, client):
    """An answer costs up to 8 TAG: level 1 carries 2.64, level 2 carries 12 with a stake of 10."""
    stall = Stall(people)
    terms = stall.terms_document(asks=ASKS, min_kinds=2, max_kinds=2)
    cheap, fine, everybody = (stall.open(terms, min_level=level) for level in (1, 2, 0))
    unknown = stall.open(b"\x09" * 32, min_level=1)
    time.sleep(0.06)
    listed = [one["offerId"] for one in client.get("/v1/offers").json["items"]]
    assert set(listed) == {"0x" + one.hex() for one in (fine, everybody, unknown)}
    own = client.get(f"/v1/offers?buyer=0x{BUYER.hex()}").json["items"]
    assert {one["offerId"]: one["refusal"] for one in own} == {
        "0x" + cheap.hex(): "offer.level_worth",
        **dict.fromkeys(("0x" + one.hex() for one in (fine, everybody, unknown)), None),
    }
    assert client.get(f"/v1/offers/0x{cheap.hex()}").json["refusal"] == "offer.level_worth"


@pytest.mark.usefixtures("people")
def test_everybody_is_read_once_for_a_revision(services):
    """Whoever asks for every filter and size makes this gateway read its people once for each block."""
    desk = CalibrationDesk()
    with services.reader.connection() as connection:
        first = desk.look(connection, 1)
        assert first is not None
        assert desk.look(connection, 1) is first
        assert desk.look(connection, 2) is not first
