"""The relay as the gateway sees it: takes, keeps durably, answers at once.

Sending is the worker's; both meet only in the outbox.
"""

import time
from collections.abc import Callable, Sequence
from typing import Final

from hashtagspace.config import Budgets
from hashtagspace.domain.intent import Intent
from hashtagspace.domain.stamp import Stamp
from hashtagspace.errors import HashtagspaceError, InvalidInput
from hashtagspace.relay.answers import (
    CallAnswer,
    CallSubmission,
    IntentAnswer,
    IntentSubmission,
    Problem,
    RelayHealth,
)
from hashtagspace.relay.budgets import (
    SITE_FACTOR,
    MinuteBudget,
    UploadBudget,
    factor_of_level,
    network_of,
    site_of,
)
from hashtagspace.relay.call_desk import CallDesk
from hashtagspace.relay.errors import BudgetSpent
from hashtagspace.relay.group_commit import GroupCommit
from hashtagspace.relay.policy import Acceptable, IntentPolicy
from hashtagspace.relay.ports import Inclusion, Projection
from hashtagspace.store.outbox_budgets import find_health
from hashtagspace.store.outbox_calls import count_queued_calls
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.outbox_intents import (
    IntentStanding,
    find_standings,
    insert_documents,
    insert_intents,
    read_queue,
)

MAX_INTENTS: Final = 100
SILENT_SECONDS: Final = 60


class Relay:
    """Takes intents and calls for one network. Thread-safe; what it answered `pending` is on disk."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        projection: Projection,
        policy: IntentPolicy,
        calls: CallDesk,
        budgets: Budgets,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._outbox = outbox
        self._projection = projection
        self._policy = policy
        self._calls = calls
        self._wall = wall
        self._caller_budget = MinuteBudget("One address", budgets.intents_per_ip_minute, wall)
        of_a_site = budgets.intents_per_ip_minute * SITE_FACTOR
        self._site_budget = MinuteBudget("One IPv6 site", of_a_site, wall)
        self._profile_budget = MinuteBudget("One profile", budgets.intents_per_profile_minute, wall)
        self._upload_budget = UploadBudget(outbox, budgets, wall)
        self._commit: GroupCommit[Acceptable] = GroupCommit(self._keep)

    def submit_intents(self, submissions: Sequence[IntentSubmission], caller: str) -> list[IntentAnswer]:
        """One answer for each, in order; those answered `pending` are durable. Idempotent by intent id.

        Raises `relay.budget` when the caller sends too many, `relay.too_many_items` above 100,
        `store.unavailable` when nothing could be kept.
        """
        if len(submissions) > MAX_INTENTS:
            raise InvalidInput(
                f"At most {MAX_INTENTS} intents at once: send the rest next.", code="relay.too_many_items"
            )
        site = site_of(caller)
        if site is not None:
            self._site_budget.spend(site, len(submissions))
        self._caller_budget.spend(network_of(caller), len(submissions))
        parsed = [self._parse(submission) for submission in submissions]
        known = self._find_known([item[0] for item in parsed if not isinstance(item, IntentAnswer)])
        answers: list[IntentAnswer] = []
        accepted: list[Acceptable] = []
        for submission, item in zip(submissions, parsed, strict=True):
            if isinstance(item, IntentAnswer):
                answers.append(item)
                continue
            before = known.get(item[0])
            if before is not None and not self._may_try_again(before, submission):
                answers.append(before[0])
                continue
            try:
                acceptable = self._policy.judge(submission, *item)
                self._spend_of_profile(item[1].profile)
            except HashtagspaceError as error:
                answers.append(IntentAnswer(item[0], "rejected", Problem.of(error)))
            else:
                accepted.append(acceptable)
                answers.append(IntentAnswer(item[0], "pending"))
        self._commit.store(accepted)
        return answers

    def spend_upload(self, byte_count: int, caller: str) -> None:
        """So many bytes may be stored for the caller; raises `content.budget`, `store.unavailable`.

        Documents that come along with intents and calls are not counted: they are small and signed.
        """
        self._upload_budget.spend(byte_count, caller)

    def find_intent(self, intent_id: bytes) -> IntentAnswer | None:
        """Where the intent is, by whatever way it came; None if it is not known here."""
        found = self._find_known([intent_id]).get(intent_id)
        return None if found is None else found[0]

    def submit_call(self, submission: CallSubmission, caller: str) -> CallAnswer:
        """The call is durable; raises why not. Idempotent: the same arguments answer their state."""
        return self._calls.submit(submission, caller)

    def submit_drip(self, address: bytes, stamp: Stamp, caller: str) -> CallAnswer:
        """The drip is durable; raises why not. The same stamp answers its state."""
        return self._calls.submit_drip(address, stamp, caller)

    def find_call(self, call_id: bytes) -> CallAnswer | None:
        """Where the call is; None if it is not known here."""
        return self._calls.find(call_id)

    def check(self) -> RelayHealth:
        """How the relay is, by its worker's last word; raises `store.unavailable`."""
        with self._outbox.read() as connection:
            row = find_health(connection, self._outbox.network_id)
            intents, _ = read_queue(connection, self._outbox.network_id)
            calls = count_queued_calls(connection, self._outbox.network_id)
        if row is None or self._wall() - row.seen_at > SILENT_SECONDS:
            detail = "The relay's worker is silent: start `hashtagspace relay`."
            return RelayHealth(False, detail, intents, calls, row.seen_at if row else None, ("relay.silent",))
        return RelayHealth(not row.codes, row.detail, intents, calls, row.seen_at, row.codes)

    def close(self) -> None:
        """The outbox is closed; what was answered stays."""
        self._outbox.close()

    def _spend_of_profile(self, profile: int) -> None:
        """Whose budget is spent may have a level, and with it a larger one."""
        try:
            self._profile_budget.spend(profile)
        except BudgetSpent:
            factor = factor_of_level(self._projection.find_level(profile))
            if factor == 1:
                raise
            self._profile_budget.spend(profile, factor=factor)

    def _parse(self, submission: IntentSubmission) -> tuple[bytes, Intent] | IntentAnswer:
        try:
            return self._policy.parse(submission)
        except HashtagspaceError as error:
            return IntentAnswer(self._policy.find_id(submission), "rejected", Problem.of(error))

    def _keep(self, items: Sequence[Acceptable]) -> None:
        documents = dict(item.document for item in items if item.document is not None)
        with self._outbox.write() as connection:
            insert_documents(connection, self._outbox.network_id, documents)
            insert_intents(connection, self._outbox.network_id, [item.intent for item in items])

    def _find_known(self, ids: Sequence[bytes]) -> dict[bytes, tuple[IntentAnswer, IntentStanding | None]]:
        if not ids:
            return {}
        with self._outbox.read() as connection:
            standings = find_standings(connection, self._outbox.network_id, ids)
        inclusions = self._projection.find_inclusions(ids)
        found = {}
        for intent_id in ids:
            answer = _answer_intent(intent_id, standings.get(intent_id), inclusions.get(intent_id))
            if answer is not None:
                found[intent_id] = (answer, standings.get(intent_id))
        return found

    @staticmethod
    def _may_try_again(before: tuple[IntentAnswer, IntentStanding | None], again: IntentSubmission) -> bool:
        """A rejected intent is judged anew only when it comes with another signature."""
        answer, standing = before
        return answer.state == "rejected" and (standing is None or standing.signature != again.signature)


def _answer_intent(
    intent_id: bytes, standing: IntentStanding | None, inclusion: Inclusion | None
) -> IntentAnswer | None:
    """The chain's word first: an intent that somebody else brought there counts, whatever was said here."""
    if inclusion is not None and inclusion.fault is None:
        return IntentAnswer(intent_id, inclusion.state, None, inclusion.tx_hash, inclusion.block_number)
    if standing is None:
        if inclusion is None:
            return None
        fault = Problem(inclusion.fault or "", "The chain holds this intent, but it does not count there.")
        return IntentAnswer(intent_id, "rejected", fault, inclusion.tx_hash, inclusion.block_number)
    problem = None
    if standing.problem_code is not None:
        problem = Problem(standing.problem_code, standing.problem_detail or "")
    match standing.state:
        case "anchored" | "final" | "rejected" as state:
            return IntentAnswer(intent_id, state, problem, standing.tx_hash, standing.block_number)
        case _:
            return IntentAnswer(intent_id, "pending")
