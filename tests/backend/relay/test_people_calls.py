"""Calls about people through a relay, on a real chain: what it carries, refuses and counts."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anvil_node import Anvil
from deployed import EPOCH_SECONDS, UNIT, Deployed
from people_world import PeopleWorld, wallet_of
from relay_market import MarketTown, hexed

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.domain.eip712 import TypedDomain
from hashtagspace.domain.people_forms import (
    AnswerCase,
    AppealCase,
    PeopleForm,
    TipProfile,
    Vouch,
    WithdrawVouch,
    people_digest,
)
from hashtagspace.domain.stamp import Stamp
from hashtagspace.domain.typed_data import Permit, token_domain
from hashtagspace.domain.typed_data import digest as form_digest
from hashtagspace.errors import HashtagspaceError, InvalidInput, InvalidStamp
from hashtagspace.relay.answers import CallAnswer
from hashtagspace.relay.errors import BudgetSpent, CallConflict, CallRefused
from hashtagspace.relay.people_calls import PEOPLE_FORMS

pytestmark = pytest.mark.anvil
FAR = 2**40


class PeopleTown(MarketTown):
    """A relay beside a people registry; founders have TAG and, unless said otherwise, gave allowances."""

    def __init__(self, world: PeopleWorld, folder: Path, budgets: Budgets | None = None) -> None:
        super().__init__(world.deployed, folder, budgets)
        self.world = world

    def is_done(self, answer: CallAnswer) -> bool:
        """Whether the call is in a block; the node may take its time to make one."""
        for _ in range(40):
            if super().is_done(answer):
                return True
            self.carry(1)
            time.sleep(0.05)
        return False

    def domain(self, contract: str) -> TypedDomain:
        return TypedDomain(self.at.chain_id, self.at.addresses[contract])

    def sign(self, who: Wallet, contract: str, form: PeopleForm) -> str:
        return hexed(who.sign_digest(people_digest(form, self.domain(contract))))

    def view(self, contract: str, name: str, *arguments: Any) -> Any:
        return getattr(self.world.deployed.contracts[contract].functions, name)(*arguments).call()

    def vouch(self, one: str, other: str, *, by: str | None = None, **changes: Any) -> Any:
        world, values = self.world, {"from": self.world.id(one), "to": self.world.id(other)}
        nonce = self.view("Vouches", "nonceOf", world.id(one))
        form = Vouch(world.id(one), world.id(other), nonce, FAR)
        signature = self.sign(world.people[by or one], "Vouches", form)
        return self.submit("vouchFor", self._spell(values, signature) | changes)

    def withdraw(self, one: str, other: str) -> Any:
        world, values = self.world, {"from": self.world.id(one), "to": self.world.id(other)}
        nonce = self.view("Vouches", "nonceOf", world.id(one))
        form = WithdrawVouch(world.id(one), world.id(other), nonce, FAR)
        signature = self.sign(world.people[one], "Vouches", form)
        return self.submit("withdrawFor", self._spell(values, signature))

    def appeal(self, who: str, evidence: bytes = b"\x07" * 32) -> Any:
        nonce = self.view("Jury", "nonceOf", self.world.id(who))
        form = AppealCase(self.world.id(who), evidence, nonce, FAR)
        signature = self.sign(self.world.people[who], "Jury", form)
        values = {"profile": self.world.id(who), "evidence": hexed(evidence)}
        return self.submit("appealFor", self._spell(values, signature))

    def tip(self, one: str, other: str, amount: int = UNIT, nonce: int = 2**255) -> Any:
        form = TipProfile(self.world.id(one), self.world.id(other), amount, b"\x09" * 32, nonce, FAR)
        signature = self.sign(self.world.people[one], "RewardPool", form)
        values = {
            "from": self.world.id(one), "to": self.world.id(other), "amount": amount,
            "memo": hexed(b"\x09" * 32), "nonce": nonce,
        }  # fmt: skip
        return self.submit("tipFor", self._spell(values, signature))

    def permit(self, who: Wallet, spender: bytes, value: int = 50 * UNIT, **changes: Any) -> Any:
        owner = self.world.deployed.web3.to_checksum_address(who.address)
        nonce = self.view("TagToken", "nonces", owner)
        form = Permit(who.address, spender, value, nonce, FAR)
        digest = form_digest(form, token_domain(self.at.chain_id, self.at.tag_token))
        signature = who.sign_digest(digest)
        arguments = {
            "owner": hexed(who.address), "spender": hexed(spender), "value": str(value), "deadline": FAR,
            "v": signature[64], "r": hexed(signature[:32]), "s": hexed(signature[32:64]),
        }  # fmt: skip
        return self.submit("permit", arguments | changes)

    @staticmethod
    def _spell(values: dict[str, Any], signature: str) -> dict[str, Any]:
        spelled = {key: str(value) if isinstance(value, int) else value for key, value in values.items()}
        return spelled | {"deadline": str(FAR), "signature": signature}


@pytest.fixture
def world(anvil: Anvil) -> PeopleWorld:
    return PeopleWorld.make(anvil)


@pytest.fixture
def town(world: PeopleWorld, tmp_path: Path) -> Iterator[PeopleTown]:
    made = PeopleTown(world, tmp_path)
    yield made
    made.close()


def refused(call: Any, kind: type[HashtagspaceError] = HashtagspaceError) -> str:
    with pytest.raises(kind) as caught:
        call()
    return caught.value.exact_code


def test_a_vouch_and_its_end_without_any_coin(town: PeopleTown) -> None:
    one, other = town.world.id("founder0"), town.world.id("founder1")
    answer = town.vouch("founder0", "founder1")
    assert (answer.state, answer.profile_id) == ("pending", one)
    assert town.vouch("founder0", "founder1").call_id == answer.call_id
    town.carry()
    assert town.is_done(answer)
    assert town.view("Vouches", "termsOf", one, other) == [(1, 0, True)]
    ended = town.withdraw("founder0", "founder1")
    town.carry()
    assert town.is_done(ended)
    assert town.view("Vouches", "termsOf", one, other)[0][1] == 1
    assert refused(lambda: town.vouch("founder0", "founder1"), CallConflict) == "vouch.stake_held"


def test_what_the_contract_refuses_is_told_in_words(town: PeopleTown) -> None:
    town.vouch("founder0", "founder1")
    town.carry()
    assert refused(lambda: town.vouch("founder0", "founder0")) == "vouch.self"
    assert refused(lambda: town.vouch("founder1", "founder0", by="founder2")) == "signature.wrong_signer"
    # the profile's vouch stands, so that another with the same aim is done already
    assert town.vouch("founder0", "founder1").state == "anchored"
    assert refused(lambda: town.vouch("founder2", "founder3", deadline="1")) == "call.deadline_passed"
    assert refused(lambda: town.withdraw("founder3", "founder4"), CallConflict) == "vouch.none"
    assert refused(lambda: town.vouch("founder2", "founder3", to=str(2**63))) in (
        "profile.unknown", "signature.wrong_signer",
    )  # fmt: skip


def test_an_appeal_and_an_answer(town: PeopleTown) -> None:
    world = town.world
    world.join("anna")
    answer = town.appeal("anna")
    town.carry()
    assert town.is_done(answer)
    assert town.view("Jury", "caseOf", 1)[:3] == (world.id("anna"), 1, 2)
    assert town.appeal("anna").state == "anchored"  # it is open: asking again asks for what is there
    assert refused(lambda: town.appeal("anna", b"\x08" * 32), CallConflict) == "case.too_early"
    assert refused(lambda: town.appeal("founder0"), CallConflict) == "people.vetted"
    world.call(world.people["founder1"], "Jury", "ask", world.join("bert"))
    assert refused(lambda: town.appeal("bert"), CallConflict) == "case.too_early"  # a check is no appeal
    form = AnswerCase(2, b"\x05" * 32, FAR)
    values = {"caseId": "2", "evidence": hexed(b"\x05" * 32), "deadline": str(FAR)}
    wrong = town.sign(world.people["anna"], "Jury", form)
    assert (
        refused(lambda: town.submit("answerFor", values | {"signature": wrong})) == "signature.wrong_signer"
    )
    right = town.sign(world.people["bert"], "Jury", form)
    answered = town.submit("answerFor", values | {"signature": right})
    town.carry()
    assert town.is_done(answered)
    assert town.view("Jury", "caseOf", 2)[2] == 2


def test_a_tip_goes_to_its_receiver(town: PeopleTown) -> None:
    world = town.world
    before = world.tag("founder1")
    answer = town.tip("founder0", "founder1", 2 * UNIT)
    town.carry()
    assert town.is_done(answer)
    assert world.tag("founder1") == before + 2 * UNIT
    assert town.tip("founder0", "founder1", 2 * UNIT).call_id == answer.call_id
    assert refused(lambda: town.tip("founder0", "founder1", UNIT // 100), CallRefused) == "tip.too_little"
    assert town.tip("founder0", "founder1", 3 * UNIT).state == "anchored"  # its nonce is used: no second tip
    poor = world.people["poor"] = wallet_of("poor")
    assert world.tag("poor") == 0
    nothing = (bytes(20), bytes(32), bytes(32), (bytes(20), 0, 0))
    world.anvil.call("anvil_setBalance", hexed(poor.address), hex(10**22))
    world.call(poor, "ProfileRegistry", "register", "poor", *nothing)
    assert refused(lambda: town.tip("poor", "founder1", UNIT, 7), CallConflict) == "token.allowance"


def test_a_permit_for_our_own_contracts_only(town: PeopleTown) -> None:
    world = town.world
    fresh = world.people["fresh"] = wallet_of("fresh")
    vouches = town.at.addresses["Vouches"]
    assert refused(lambda: town.permit(fresh, vouches), CallConflict) == "token.balance"
    world.fund(fresh)
    assert refused(lambda: town.permit(fresh, b"\x66" * 20), CallRefused) == "permit.spender"
    assert refused(lambda: town.permit(fresh, vouches, value=1, v=29)) == "token.permit_signer"
    assert refused(lambda: town.permit(fresh, vouches, deadline=1)) == "call.deadline_passed"
    answer = town.permit(fresh, vouches)
    town.carry()
    assert town.is_done(answer)
    owner, spender = (world.deployed.web3.to_checksum_address(one) for one in (fresh.address, vouches))
    assert town.view("TagToken", "allowance", owner, spender) == 50 * UNIT


def test_levels_are_proven_and_rewards_claimed(town: PeopleTown) -> None:
    world = town.world
    assert refused(lambda: town.submit("proveLevel", {
        "profile": str(world.id("founder0")), "epoch": 1, "standing": "0", "proof": [],
    })) == "level.not_recent"  # fmt: skip
    claim = {"epoch": 1, "profile": str(world.id("founder1"))}
    assert refused(lambda: town.submit("claimReward", claim)) == "reward.epoch"
    for name in ("founder0", "founder2"):
        world.call(
            world.people[name], "RewardPool", "tip", world.id(name), world.id("founder1"), UNIT, bytes(32)
        )
    world.call(world.people["founder3"], "RewardPool", "sponsor", 1, 10 * UNIT)
    world.pass_seconds(EPOCH_SECONDS)
    before = world.tag("founder1")
    paid = town.submit("claimReward", claim)
    town.carry()
    assert town.is_done(paid)
    assert world.tag("founder1") > before
    assert town.submit("claimReward", claim).call_id == paid.call_id
    nothing = {"epoch": 1, "profile": str(world.id("founder2"))}
    assert refused(lambda: town.submit("claimReward", nothing), CallConflict) == "reward.none"


def test_so_many_a_day_and_more_with_a_level(town: PeopleTown) -> None:
    def appeal(number: int) -> str:
        try:
            town.appeal("anna", bytes([number]) * 32)
        except BudgetSpent:
            return "spent"
        except HashtagspaceError as error:
            return error.exact_code
        return "carried"

    town.world.join("anna")
    assert [appeal(number) for number in range(4)] == ["carried", "carried", "carried", "spent"]
    town.projection.levels[town.world.id("anna")] = 1
    assert [appeal(number) for number in range(4, 8)] == ["carried", "carried", "carried", "spent"]
    town.projection.levels[town.world.id("anna")] = 3
    assert appeal(9) == "carried"


def test_one_address_cannot_spend_everything(world: PeopleWorld, tmp_path: Path) -> None:
    town = PeopleTown(world, tmp_path, Budgets(people_calls_per_ip_day=1, people_gas_per_day=10**9))
    first = town.vouch("founder0", "founder1")
    town.carry()
    assert town.is_done(first)
    assert refused(lambda: town.vouch("founder0", "founder2"), BudgetSpent) == "relay.budget"
    town.withdraw("founder0", "founder1")  # what takes a vouch back waits for nobody
    town.close()


def test_the_stamp_is_on_the_calldata(town: PeopleTown) -> None:
    with pytest.raises(InvalidStamp):
        town.submit("claimReward", {"epoch": 1, "profile": "1"}, stamp=Stamp(bytes(8), 2, 0))


def test_a_network_without_people(deployed: Deployed, tmp_path: Path) -> None:
    town = MarketTown(deployed, tmp_path)
    values = {"from": "1", "to": "2", "deadline": str(FAR), "signature": "0x" + "11" * 65}
    assert refused(lambda: town.submit("vouchFor", values), CallRefused) == "people.none"
    assert refused(lambda: town.submit("claimReward", {"epoch": 1, "profile": "1"})) == "people.none"
    for name in PEOPLE_FORMS:
        assert refused(lambda name=name: town.submit(name, {"x": 1}), InvalidInput) == "call.arguments"
    town.close()


def test_calldata_is_the_contract_s() -> None:
    form = PEOPLE_FORMS["claimReward"]
    values = form.parse({"epoch": 3, "profile": "4"})
    assert form.encode(values) == encode_call("RewardPool", "claim", [3, 4])
    assert form.decode(form.encode(values)) == {"epoch": 3, "profile": 4}
