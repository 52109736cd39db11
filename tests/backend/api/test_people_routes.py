"""People as the API tells them: every word held to its schema and to what was projected."""

from flask.testing import FlaskClient
from people_pages import ONE, compute, get, personhood, row
from people_village import PAYER, TERMS, Village, word

from hashtagspace.api.schemas.case import CasePage
from hashtagspace.api.schemas.profile import Profile
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_events import (
    StakeSlashed,
)
from hashtagspace.domain.people_states import CaseKind, Vote


def test_who_just_came(village: Village, village_client: FlaskClient) -> None:
    ann = village.person("ann").profile
    told = personhood(village_client, ann)
    assert (told["level"], told["judgedFake"], told["epochNow"], told["numbers"]) == (0, False, 1, None)
    assert [one["kind"] for one in told["missing"]] == ["seat"]
    assert told["sentence"].startswith("Not enough evidence yet")
    assert told["appeal"]["state"] == "possible"
    assert told["nextEpochAt"].endswith("Z")
    assert [one["level"] for one in told["thresholds"]] == [1, 2, 3]


def test_partners_in_every_state(village: Village, village_client: FlaskClient) -> None:
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
    told = personhood(village_client, ann)
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
    later = {one["profile"]["handle"]: one["state"] for one in personhood(village_client, ann)["partners"]}
    assert "kim" not in later or later["kim"] == "oneWay"


def test_pending_and_slashed(village: Village, village_client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    (partner,) = personhood(village_client, ann)["partners"]
    assert (partner["state"], partner["liveFrom"]) == ("pending", 3)
    assert [one["kind"] for one in personhood(village_client, ann)["missing"]] == ["vouches"]
    village.tell(StakeSlashed, ann, bob, PAYER)
    (partner,) = personhood(village_client, ann)["partners"]
    assert partner["state"] == "pending"  # a term that was open stays open


def test_what_is_missing_for_the_next_level(village: Village, village_client: FlaskClient) -> None:
    ann, bob = village.person("ann").profile, village.person("bob").profile
    village.befriend(ann, bob)
    village.begin(3)
    assert [one["kind"] for one in personhood(village_client, ann)["missing"]] == ["epoch"]
    compute(village, 3, row(ann, 0, ONE // 5, support=ONE // 2, bound=100), row(bob, 1))
    told = personhood(village_client, ann)
    assert [(one["level"], one["kind"]) for one in told["missing"]] == [
        (1, "share"), (1, "support"), (1, "bound"),
    ]  # fmt: skip
    assert told["missing"][0]["have"] == str(ONE // 5)
    assert told["numbers"] == {"share": str(ONE // 5), "support": str(ONE // 2), "bound": "100"}
    assert told["root"]["state"] == "open"
    header = compute(village, 3, row(ann, 0, ONE, level=1), row(bob, 1))
    told = personhood(village_client, ann)
    assert [one["kind"] for one in told["missing"]] == ["epoch"]
    village.finish(3, village.post(3, header), keccak256(header))
    assert personhood(village_client, ann)["root"]["state"] == "final"
    village.prove(ann, 3, 1)
    told = personhood(village_client, ann)
    assert told["level"] == 1
    assert {one["level"] for one in told["missing"]} <= {2}
    assert get(village_client, f"/v1/profiles/{ann}", Profile)["level"] == 1


def test_founders_and_verdicts(village: Village, village_client: FlaskClient) -> None:
    ann, bob, eve = (village.person(name).profile for name in ("ann", "bob", "eve"))
    village.found(ann)
    case = village.judge(bob, Vote.PASS)
    village.judge(eve, Vote.FAKE, CaseKind.ACCUSATION)
    told = personhood(village_client, ann)
    assert (told["founder"], told["vetted"], told["level"]) == (True, {"since": 1, "caseId": None}, 3)
    assert (told["missing"], told["appeal"]) == ([], None)
    told = personhood(village_client, bob)
    assert (told["founder"], told["vetted"]) == (False, {"since": 2, "caseId": str(case)})
    told = personhood(village_client, eve)
    assert (told["level"], told["judgedFake"], told["vetted"], told["appeal"]) == (0, True, None, None)
    assert "judged this profile fake" in told["sentence"]
    assert "Not enough" not in told["sentence"]
    assert told["missing"] == []


def test_appeals_wait_for_each_other(village: Village, village_client: FlaskClient) -> None:
    ann = village.person("ann").profile
    case = village.open_case(ann)
    told = personhood(village_client, ann)["appeal"]
    assert (told["state"], told["caseId"], told["possibleFrom"]) == ("open", str(case), None)
    assert told["deposit"] == str(TERMS.case_deposit)
    village.decide(case, ann, Vote.UNCLEAR)
    told = personhood(village_client, ann)["appeal"]
    assert (told["state"], told["possibleFrom"]) == ("waiting", 5)
    village.begin(5)
    assert personhood(village_client, ann)["appeal"]["state"] == "possible"


def test_cases_from_asking_to_the_verdict(village: Village, village_client: FlaskClient) -> None:
    people = [village.person(f"juror{n}").profile for n in range(5)]
    ann = village.person("ann").profile
    case = village.open_case(ann, CaseKind.CHECK)
    (told,) = get(village_client, f"/v1/people/cases?profile={ann}", CasePage)["items"]
    assert (told["state"], told["kind"], told["evidence"], told["jurors"]) == ("asked", "check", None, [])
    assert told["until"] is not None
    village.begin(2)
    village.answer(case)
    (told,) = get(village_client, "/v1/people/cases?state=ready", CasePage)["items"]
    assert (told["evidence"], told["epoch"]) == ("0x" + word("answer", case).hex(), 2)
    village.draw(case, tuple(people))
    village.commit(case, people[0])
    village.commit(case, people[1])
    village.reveal(case, people[1], Vote.PASS)
    (told,) = get(village_client, f"/v1/people/cases?juror={people[0]}", CasePage)["items"]
    assert told["state"] == "voting"
    assert [(one["hasCommitted"], one["vote"]) for one in told["jurors"][:3]] == [
        (True, None), (True, "pass"), (False, None),
    ]  # fmt: skip
    assert told["revealUntil"] > told["until"]
    village.decide(case, ann, Vote.PASS)
    (told,) = get(village_client, "/v1/people/cases?state=decided", CasePage)["items"]
    assert (told["verdict"], told["decidedEpoch"]) == ("pass", 2)
    assert get(village_client, "/v1/people/cases?state=voting", CasePage)["items"] == []


def test_pages_of_cases(village: Village, village_client: FlaskClient) -> None:
    ann = village.person("ann").profile
    for _ in range(5):
        village.open_case(ann, CaseKind.ACCUSATION)
    found, path = [], "/v1/people/cases?limit=2"
    page = get(village_client, path, CasePage)
    while True:
        found += [int(one["caseId"]) for one in page["items"]]
        if page["nextCursor"] is None:
            break
        page = get(village_client, f"{path}&cursor={page['nextCursor']}", CasePage)
    assert found == [5, 4, 3, 2, 1]


def test_evidence_that_anybody_adds(village: Village, village_client: FlaskClient) -> None:
    """The accused pleads first, whatever others heap up."""
    ann = village.person("ann")
    case = village.open_case(ann.profile, CaseKind.ACCUSATION)
    village.open_case(village.person("bob").profile, CaseKind.ACCUSATION)
    for number in range(40):
        village.add(case, bytes([number + 1]) * 20, word("noise", number))
    for number in range(6):
        village.add(case, b"\xee" * 20, word("flood", number))
    village.add(case, PAYER, word("more"))
    village.add(case, ann.wallet.address, word("plea"))
    path = f"/v1/people/cases?profile={ann.profile}"
    (told,) = get(village_client, path, CasePage)["items"]
    added = told["added"]
    assert (added[0]["evidence"], added[0]["isPlea"]) == ("0x" + word("plea").hex(), True)
    assert (added[1]["by"], added[1]["isPlea"]) == ("0x" + PAYER.hex(), False)
    assert len(added) == 32
    village.world.reorganise(1)
    (told,) = get(village_client, path, CasePage)["items"]
    assert not any(one["isPlea"] for one in told["added"])


def test_one_account_adds_a_few(village: Village, village_client: FlaskClient) -> None:
    case = village.open_case(village.person("ann").profile, CaseKind.ACCUSATION)
    for number in range(9):
        village.add(case, b"\xee" * 20, word("flood", number))
    (told,) = get(village_client, "/v1/people/cases", CasePage)["items"]
    assert [one["evidence"] for one in told["added"]] == ["0x" + word("flood", n).hex() for n in range(4)]
