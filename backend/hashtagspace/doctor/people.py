"""The people registry: its epoch, founders, latest root and money, and the process that scores here."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.chain.contracts import Contracts
from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.keyfile import load_private_key
from hashtagspace.chain.reverts import CallReverted
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Settings
from hashtagspace.doctor.finding import Finding, fail, ok, warn
from hashtagspace.domain.levels import FLOOR_EPOCHS, STALE_EPOCHS
from hashtagspace.errors import ConfigError
from hashtagspace.store.examine import is_missing_file, read_projection_state

_JURY_SEATS: Final = 5
_UNIT: Final = 10**18
_FIRST_FINAL: Final = 3  # a root needs vouches of a full epoch, and a window of another
_SCORE: Final = "start `hashtagspace score`"


def examine_people(rpc: Rpc, deployment: Deployment) -> Iterator[Finding]:
    """Whether levels can be had on this network now; one line where it has none. Raises `chain.*`."""
    if not deployment.has_people:
        yield ok(
            "people", "no people registry here: nobody has a level (docs/testnet.md says how to get one)"
        )
        return
    contracts = Contracts(SharedRpc(rpc), deployment.addresses)
    epoch = _number(contracts, "EpochClock", "currentEpoch")
    yield _examine_epoch(contracts, epoch)
    yield _examine_founders(contracts, deployment)
    yield _examine_root(_number(contracts, "EpochRoots", "latestFinal"), epoch)
    yield _examine_sponsors(contracts, deployment)


def examine_scorer(settings: Settings, deployment: Deployment, rpc: Rpc) -> Iterator[Finding]:
    """Whether scores are made here, and whether who posts roots can pay; raises `chain.*` and `store.*`."""
    if not deployment.has_people:
        return
    contracts = Contracts(SharedRpc(rpc), deployment.addresses)
    epoch = _number(contracts, "EpochClock", "currentEpoch")
    scored = 0
    if not is_missing_file(settings.database_url):
        scored = read_projection_state(settings.database_url).scored_epoch
    if scored == 0:
        yield warn(
            "scorer", "has computed no epoch here, so no page can say why a level is what it is", _SCORE
        )
    elif scored + 1 < epoch:
        yield warn(
            "scorer", f"silent since epoch {scored}, {epoch - scored} epochs ago", f"{_SCORE}, read its log"
        )
    else:
        yield ok("scorer", f"epoch {scored} is computed")
    if settings.score_key_file is not None:
        yield _examine_poster(settings, contracts, rpc)


def _examine_epoch(contracts: Contracts, epoch: int) -> Finding:
    seconds = _number(contracts, "EpochClock", "EPOCH_SECONDS")
    (beacon,) = contracts.read("EpochClock", "beaconOf", epoch)
    detail = (
        f"{epoch}, of {_spell_seconds(seconds)} each, beacon {'taken' if any(beacon) else 'not yet taken'}"
    )
    return ok("people epoch", detail)


def _examine_founders(contracts: Contracts, deployment: Deployment) -> Finding:
    if not deployment.founders:
        return warn("people founders", "not on record", "use a deployment file written by `make deploy`")
    registered = sum(_is_registered(contracts, founder) for founder in deployment.founders)
    detail = f"{registered} of {len(deployment.founders)} have registered"
    if registered < _JURY_SEATS:
        return warn(
            "people founders",
            f"{detail}, fewer than a jury's {_JURY_SEATS}",
            "ask the founders to register with the wallets that were named",
        )
    return ok("people founders", detail)


def _is_registered(contracts: Contracts, profile: int) -> bool:
    try:
        (custody,) = contracts.read("ProfileRegistry", "custodyOf", profile)
    except CallReverted:
        return False
    return any(custody)


def _examine_root(latest: int, epoch: int) -> Finding:
    remedy = f"{_SCORE} with a key (docs/personhood.md), or ask who does"
    if latest == 0:
        if epoch <= _FIRST_FINAL:
            return ok("people root", "none yet: the network is young")
        return warn("people root", f"none in {epoch} epochs: only vetted people have a level", remedy)
    age = epoch - latest
    if age > FLOOR_EPOCHS:
        return warn(
            "people root", f"of epoch {latest}, {age} epochs old: nobody has a level any more", remedy
        )
    if age > STALE_EPOCHS:
        return warn(
            "people root", f"of epoch {latest}, {age} epochs old: levels are down to the floor", remedy
        )
    return ok("people root", f"of epoch {latest}, {age} epochs old")


def _examine_sponsors(contracts: Contracts, deployment: Deployment) -> Finding:
    """Drawn checks are paid by the TAG that sponsors sent to the registry."""
    registry = deployment.addresses["PersonhoodRegistry"]
    (balance,) = contracts.read("TagToken", "balanceOf", registry)
    deposit = _number(contracts, "Jury", "DEPOSIT")
    drawn = _number(contracts, "Arbiter", "CHECKS")
    paid = int(balance) // deposit
    detail = f"{int(balance) // _UNIT:,} TAG for checks, enough for {paid:,}; {drawn} are drawn in an epoch"
    if paid < drawn:
        return warn("people sponsors", detail, f"send TAG to PersonhoodRegistry at 0x{registry.hex()}")
    return ok("people sponsors", detail)


def _examine_poster(settings: Settings, contracts: Contracts, rpc: Rpc) -> Finding:
    assert settings.score_key_file is not None  # noqa: S101 - asked by the caller
    try:
        wallet = Wallet(load_private_key(settings.score_key_file, settings.score_password_file))
    except ConfigError as error:
        return fail("scorer account", error.detail, "mend the file, then restart `hashtagspace score`")
    address = "0x" + wallet.address.hex()
    coin = int(rpc.call("eth_getBalance", [address, "latest"], str), 16)
    (tag,) = contracts.read("TagToken", "balanceOf", wallet.address)
    bonds = _number(contracts, "EpochRoots", "BOND") + _number(contracts, "EpochRoots", "DISPUTE_BOND")
    detail = f"{address} holds {int(tag) // _UNIT:,} TAG, {coin / _UNIT:.6f} {settings.currency}"
    if coin == 0 or tag < bonds:
        remedy = f"send it coin, and TAG: {bonds // _UNIT:,} lie behind one root and one dispute"
        return warn("scorer account", detail, remedy)
    return ok("scorer account", detail)


def _number(contracts: Contracts, contract: str, view: str) -> int:
    return int(contracts.read(contract, view)[0])


def _spell_seconds(seconds: int) -> str:
    hours = seconds / 3600
    return f"{hours / 24:g} days" if hours >= 48 else f"{hours:g} hours"
