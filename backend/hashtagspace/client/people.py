"""What one profile does about people: vouch, appeal, answer, accuse, tip, prove its level."""

from collections.abc import Callable, Iterator
from typing import Final

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.market import Way
from hashtagspace.client.people_calls import (
    JURY,
    REWARDS,
    TAG_TOKEN,
    VOUCHES,
    PeopleCall,
    Signer,
    call_claim,
    call_prove,
    make_nonce,
)
from hashtagspace.client.people_network import PeopleNetwork
from hashtagspace.domain.people_forms import AnswerCase, AppealCase, TipProfile, Vouch, WithdrawVouch
from hashtagspace.domain.people_states import CaseState
from hashtagspace.errors import Conflict, NotFound
from hashtagspace.scorer.verifying import Standing, find_standing

NO_MEMO: Final = bytes(32)
_CASE_EPOCHS: Final = 10  # an answer takes one, a jury is waited for eight, and votes one


class Person:
    """One profile whose custody is `wallet`. Everything it says is by the chain's word.

    Gas is paid by the gateway's relay where there is one and it will, else by the wallet.
    """

    def __init__(self, network: PeopleNetwork, wallet: Wallet, profile: int, *, way: Way = "any") -> None:
        deployment = network.deployment
        self.network = network
        self.wallet = wallet
        self.profile = profile
        self._way: Way = way
        self._signer = Signer(wallet, deployment.chain_id, deployment.addresses)

    # Vouches

    def vouch(self, receiver: int) -> str:
        """The stake is locked and the vouch stands; it counts from the second epoch after this one.

        Raises `vouch.*`, `token.balance`, `chain.*`. "relay" or "direct".
        """
        if self.is_vouching(receiver):
            raise Conflict("You vouch for this profile already.", code="vouch.stands")
        self.allow(VOUCHES, self.network.terms.vouch_stake)
        nonce = self.network.reads.read_vouch_nonce(self.profile)
        form = Vouch(self.profile, receiver, nonce, self.network.deadline())
        return self._carry_vouch(self._signer.vouch(form), receiver, is_open=True)

    def withdraw_vouch(self, receiver: int) -> str:
        """The vouch ends with this epoch; its stake can be released four epochs later.

        Raises `vouch.none`, `vouch.frozen`, `chain.*`.
        """
        if not self.is_vouching(receiver):
            raise Conflict("There is no vouch to take back.", code="vouch.none")
        nonce = self.network.reads.read_vouch_nonce(self.profile)
        form = WithdrawVouch(self.profile, receiver, nonce, self.network.deadline())
        return self._carry_vouch(self._signer.withdraw(form), receiver, is_open=False)

    def release(self, receiver: int) -> None:
        """The stake of a withdrawn vouch is back; raises `vouch.nothing_held` before its time."""
        self.network.transact(self.wallet, VOUCHES, "release", self.profile, receiver)

    def is_vouching(self, receiver: int) -> bool:
        """Whether the profile's vouch for another is open."""
        terms = self.network.read(VOUCHES, "termsOf", self.profile, receiver)
        return bool(terms) and terms[-1][1] == 0

    # Cases

    def appeal(self, evidence: bytes) -> int:
        """Jurors are to look at the profile; the number of the case. `evidence` is a digest of 32 bytes.

        The deposit comes back if they say that somebody is behind it.
        """
        self.allow(JURY, self.network.terms.case_deposit)
        nonce = self.network.reads.read_appeal_nonce(self.profile)
        form = AppealCase(self.profile, evidence, nonce, self.network.deadline())
        before = self.network.reads.read_appeal_nonce(self.profile)
        call = self._signer.appeal(form)
        self._carry(call, lambda: self.network.reads.read_appeal_nonce(self.profile) > before)
        return self.find_case()

    def answer(self, case: int, evidence: bytes) -> str:
        """The asked profile shows jurors something."""
        form = AnswerCase(case, evidence, self.network.deadline())
        call = self._signer.answer(form)
        return self._carry(call, lambda: self.read_case_state(case) is not CaseState.ASKED)

    def add_evidence(self, case: int, evidence: bytes) -> None:
        """Jurors are shown more about an open case, by anybody; of the profile itself it is its plea.

        Raises what the jury says where the case waits for no vote. Paid by the wallet.
        """
        self.network.transact(self.wallet, JURY, "addEvidence", case, evidence)

    def accuse(self, profile: int, evidence: bytes) -> int:
        """Jurors are to say whether a profile is fake; the number of the case. Paid by the wallet."""
        self.allow(JURY, self.network.terms.case_deposit)
        self.network.transact(self.wallet, JURY, "accuse", profile, evidence)
        return self.find_case(profile)

    def ask(self, profile: int) -> int:
        """A profile is asked to show itself to jurors; the number of the case. Paid by the wallet."""
        self.allow(JURY, self.network.terms.case_deposit)
        self.network.transact(self.wallet, JURY, "ask", profile)
        return self.find_case(profile)

    def find_case(self, profile: int | None = None) -> int:
        """The latest case about a profile, this one unless given; raises `case.unknown`."""
        about = self.profile if profile is None else profile
        for case in self.list_recent_cases():
            if self.network.read(JURY, "caseOf", case)[0] == about:
                return case
        raise NotFound("There is no case about this profile in the last epochs.", code="case.unknown")

    def list_recent_cases(self) -> Iterator[int]:
        """The numbers of cases, latest first, as far back as one can still be open."""
        oldest = self.network.epoch() - _CASE_EPOCHS
        for case in range(int(self.network.read(JURY, "caseCount")), 0, -1):
            if self.network.read(JURY, "caseOf", case)[3] < oldest:
                return  # cases are in the order of their epochs, but for those that were answered later
            yield case

    def read_case_state(self, case: int) -> CaseState:
        """Where a case stands."""
        return CaseState(self.network.read(JURY, "caseOf", case)[2])

    # Money

    def tip(self, receiver: int, amount: int, memo: bytes = NO_MEMO) -> str:
        """The amount, 1e-18 TAG, is at the receiver's custody; `memo` is the id of a post or nothing."""
        self.allow(REWARDS, amount)
        form = TipProfile(self.profile, receiver, amount, memo, make_nonce(), self.network.deadline())

        def is_tipped() -> bool:
            return bool(self.network.read(REWARDS, "isNonceUsed", self.profile, form.nonce))

        return self._carry(self._signer.tip(form), is_tipped)

    def sponsor(self, epoch: int, amount: int) -> None:
        """The amount is in the pool of the current or a later epoch. Paid by the wallet."""
        self.allow(REWARDS, amount)
        self.network.transact(self.wallet, REWARDS, "sponsor", epoch, amount)

    def claim(self, epoch: int) -> str:
        """The profile's share of an epoch's pool is at its custody; raises `reward.*`."""
        call = call_claim(epoch, self.profile)
        receiver = (REWARDS, "receiverOf", epoch, self.profile)
        return self._carry(call, lambda: bool(self.network.read(*receiver)[2]))

    def allow(self, spender: str, amount: int) -> None:
        """The contract may take this much; raises `token.balance` if there is less."""
        address, owner = self.network.deployment.addresses[spender], self.wallet.address
        if self._balance() < amount:
            raise Conflict(
                f"The wallet holds less than the {amount} (1e-18 TAG) that are needed.", code="token.balance"
            )
        if int(self.network.read(TAG_TOKEN, "allowance", owner, address)) >= amount:
            return
        nonce = int(self.network.read(TAG_TOKEN, "nonces", owner))
        call = self._signer.permit(spender, amount, nonce, self.network.deadline())
        self._carry(call, lambda: int(self.network.read(TAG_TOKEN, "allowance", owner, address)) >= amount)

    # Levels

    def level(self, profile: int | None = None) -> int:
        """The level of a profile, this one unless given."""
        return self.network.reads.read_level(self.profile if profile is None else profile)

    def standing(self, profile: int | None = None) -> Standing:
        """The numbers of a profile in the latest final epoch, computed here from the chain alone.

        Raises `people.no_epoch`, `people.no_seat`, `people.wrong_root`.
        """
        about = self.profile if profile is None else profile
        return find_standing(self.network.rpc, self.network.deployment, about)

    def prove_level(self, profile: int | None = None) -> int:
        """The registry keeps the level of the latest final epoch; that level. Raises as `standing`."""
        found = self.standing(profile)
        call = call_prove(found.profile, found.epoch, found.word, found.proof)
        self._carry(call, lambda: self._is_proven(found))
        return found.level

    def _is_proven(self, found: Standing) -> bool:
        proven = self.network.read("PersonhoodRegistry", "provenOf", found.profile)
        return found.epoch in (proven[0], proven[2])

    # Inside

    def _balance(self) -> int:
        return int(self.network.read(TAG_TOKEN, "balanceOf", self.wallet.address))

    def _carry_vouch(self, call: PeopleCall, receiver: int, *, is_open: bool) -> str:
        return self._carry(call, lambda: self.is_vouching(receiver) is is_open)

    def _carry(self, call: PeopleCall, is_done: Callable[[], bool]) -> str:
        return self.network.carry(call, is_done, self.wallet, self._way)
