"""Having the drawn people judged: a check of each who has no verdict yet, paid by whoever wants to know."""

from dataclasses import dataclass
from typing import Final

from hashtagspace.chain.contracts import encode_call
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.wallet import Wallet
from hashtagspace.client.market import Market
from hashtagspace.errors import Conflict, NotFound
from hashtagspace.personhood.calibration import JudgedSample

_JURY: Final = "Jury"
_TOKEN: Final = "TagToken"  # noqa: S105 - a contract


@dataclass(frozen=True, slots=True)
class AskedCheck:
    """What became of asking for one check."""

    profile: int
    ok: bool
    detail: str


def ask_checks(market: Market, wallet: Wallet, sample: JudgedSample, most: int) -> list[AskedCheck]:
    """A case is open for up to `most` of the drawn without a verdict, in their order, by turns of both sides.

    Each takes the deposit of a case from the wallet, which comes back with a verdict or without an answer.
    The order is not to be chosen: judging only some of the drawn would measure those. Raises `token.balance`,
    `people.none`, `wallet.no_coin`.
    """
    terms = market.people.find_terms()
    jury = market.deployment.addresses.get(_JURY)
    if terms is None or jury is None:
        raise NotFound("This network has no people registry: nobody can be judged.", code="people.none")
    silent = list_silent(sample)[:most]
    deposit = terms.case_deposit
    if market.reads.read_balance(wallet.address) < deposit * len(silent):
        raise Conflict(
            f"The wallet has too little TAG: {len(silent)} checks take {deposit * len(silent)} (1e-18 TAG).",
            code="token.balance",
        )
    sender = market.open_transactor(wallet)
    if silent:
        approval = encode_call(_TOKEN, "approve", [jury, deposit * len(silent)])
        sender.transact(market.deployment.addresses[_TOKEN], approval)
    asked = []
    for profile in silent:
        try:
            sender.transact(jury, encode_call(_JURY, "ask", [profile]))
            asked.append(AskedCheck(profile, True, "a check is open"))
        except CallReverted as refusal:
            asked.append(AskedCheck(profile, False, refusal.detail))
    return asked


def list_silent(sample: JudgedSample) -> list[int]:
    """The drawn without a verdict, by turns of both sides."""
    sides = [
        [profile for profile, verdict in side.drawn if verdict == "silent"]
        for side in (sample.accepted, sample.rejected)
    ]
    longest = max(map(len, sides))
    return [side[at] for at in range(longest) for side in sides if at < len(side)]
