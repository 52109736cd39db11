"""What a juror does: stake, look at cases, seal a vote, open it. What opens it is kept on disk."""

import json
import secrets
from pathlib import Path
from typing import Final

from hashtagspace.client.people import Person
from hashtagspace.client.people_calls import JURY
from hashtagspace.client.private_files import write_private_file
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.people_states import CaseState, Vote
from hashtagspace.errors import Conflict, InvalidInput

SALT_BYTES: Final = 32


class Juror:
    """One vetted profile as a juror. `folder` holds what was sealed: without it a vote cannot be opened."""

    def __init__(self, person: Person, folder: Path) -> None:
        self.person = person
        self._folder = folder
        self._network = person.network

    def join(self) -> None:
        """The stake is locked; the profile can be drawn from the next epoch on."""
        self.person.allow(JURY, self._network.terms.juror_stake)
        self._transact("join", self.person.profile, self._find_slot())

    def leave(self) -> None:
        """The profile is no longer drawn from the next epoch on."""
        self._transact("leave", self.person.profile)

    def take_stake(self) -> None:
        """What is left of the stake is back, eight epochs after the membership's end."""
        self._transact("takeStake", self.person.profile)

    def list_duties(self) -> list[int]:
        """Cases whose votes are open and on whose jury the profile sits."""
        return sorted(case for case in self.person.list_recent_cases() if self._is_on(case))

    def commit_vote(self, case: int, vote: Vote) -> None:
        """The vote is sealed, what opens it on disk before. Another replaces it until the time is over."""
        if vote is Vote.NONE:
            raise InvalidInput("A vote is unclear, pass or fake.", code="vote.none")
        salt = secrets.token_bytes(SALT_BYTES)
        path = self._path(case)
        path.parent.mkdir(parents=True, exist_ok=True)
        former = self._read_kept(case)
        kept = [*former, {"vote": vote.name, "salt": salt.hex()}]
        write_private_file(path, json.dumps(kept).encode())
        self._transact("commit", case, self.person.profile, self._seal(case, vote, salt))

    def reveal_vote(self, case: int) -> Vote:
        """The sealed vote is open; raises `vote.unknown` where nothing that was sealed here fits."""
        sealed = self._read_seal(case)
        for one in self._read_kept(case):
            vote, salt = Vote[one["vote"]], bytes.fromhex(one["salt"])
            if self._seal(case, vote, salt) == sealed:
                self._transact("reveal", case, self.person.profile, int(vote), salt)
                return vote
        raise Conflict("No vote that was sealed with this folder is on the case.", code="vote.unknown")

    def _find_slot(self) -> int:
        """A slot whose juror is gone, so that draws do not meet dead ones; else a new one."""
        count, epoch = int(self._network.read(JURY, "slotCount")), self._network.epoch()
        for slot in range(count):
            _, until, held, _ = self._network.read(JURY, "jurorOf", self._network.read(JURY, "jurorAt", slot))
            if until <= epoch and held == slot:
                return slot
        return count

    def _seal(self, case: int, vote: Vote, salt: bytes) -> bytes:
        """keccak256(words(case, juror's profile, vote, salt))."""
        numbers = (case, self.person.profile, int(vote))
        return keccak256(b"".join(number.to_bytes(32, "big") for number in numbers) + salt)

    def _read_seal(self, case: int) -> bytes:
        for juror, _, commitment in self._network.read(JURY, "juryOf", case):
            if juror == self.person.profile:
                return bytes(commitment)
        raise Conflict("The profile is not on this jury.", code="vote.not_on_jury")

    def _is_on(self, case: int) -> bool:
        if self.person.read_case_state(case) is not CaseState.VOTING:
            return False
        jury = self._network.read(JURY, "juryOf", case)
        return any(seat[0] == self.person.profile and seat[1] == Vote.NONE for seat in jury)

    def _path(self, case: int) -> Path:
        chain = self._network.deployment.chain_id
        jury = self._network.deployment.addresses[JURY].hex()[:8]
        return self._folder / f"vote-{chain}-{jury}-{case}-{self.person.profile}.json"

    def _read_kept(self, case: int) -> list[dict[str, str]]:
        path = self._path(case)
        return list(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else []

    def _transact(self, function: str, *arguments: int | bytes) -> None:
        self._network.transact(self.person.wallet, JURY, function, *arguments)
