"""The command line of scripts/deploy.py."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deployment.account import parse_address
from deployment.failure import DeployError


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator asked for; fees in wei, None leaves them to the network."""

    root: Path
    network: str | None
    chain_id: int | None
    rpc_url: str
    folder: Path
    account: str | None
    password_file: Path | None
    unlocked: str | None
    treasury: str | None
    founders: tuple[str, ...]
    amounts: dict[str, int]
    confirmations: int | None
    max_fee_wei: int | None
    priority_fee_wei: int | None
    stuck_seconds: float
    limit_seconds: float
    is_dry_run: bool
    is_confirmed: bool
    is_unlisted_allowed: bool
    is_again: bool
    is_start_over: bool

    def __repr__(self) -> str:
        """No field: the RPC URL may hold a key."""
        return "Options(…)"


def parse_options(arguments: Sequence[str], environ: Mapping[str, str]) -> Options:
    """The options of a command line; the RPC URL may come from RPC_URL, so that it is in no process list."""
    root = Path(__file__).resolve().parents[2]
    given = _build_parser(root).parse_args(arguments)
    rpc_url = given.rpc_url or environ.get("RPC_URL", "")
    if not rpc_url:
        raise DeployError("Say which node to use: set RPC_URL (better than --rpc-url if it holds a key).")
    if (given.account is None) == (given.unlocked is None) and not given.dry_run:
        raise DeployError("Say who deploys: --account with a name in Brownie's keystore (docs/testnet.md).")
    return Options(
        root=root,
        network=given.network or None,
        chain_id=given.chain_id,
        rpc_url=rpc_url,
        folder=given.deployments,
        account=given.account,
        password_file=given.password_file,
        unlocked=given.unlocked,
        treasury=given.treasury,
        founders=tuple(parse_address(founder, "--founder") for founder in given.founder),
        amounts={name: getattr(given, name) for name in (*_AMOUNTS, *_PEOPLE_AMOUNTS)},
        confirmations=given.confirmations,
        max_fee_wei=given.max_fee_gwei,
        priority_fee_wei=given.priority_fee_gwei,
        stuck_seconds=given.stuck_seconds,
        limit_seconds=given.limit_seconds,
        is_dry_run=given.dry_run,
        is_confirmed=given.yes,
        is_unlisted_allowed=given.unlisted_network,
        is_again=given.again,
        is_start_over=given.start_over,
    )


_AMOUNTS = {
    "supply_tag": (1_000_000_000, "all TAG there will ever be"),
    "faucet_tag": (100_000_000, "how much of it the Faucet gives away; the treasury gets the rest"),
    "drip_tag": (100, "what one address gets per period"),
    "pool_tag": (50_000, "the most that all addresses get per period"),
    "period_seconds": (86_400, "length of the Faucet's period"),
}
_PEOPLE_AMOUNTS = {
    "epoch_hours": (168, "length of an epoch, in which vouches become levels"),
    "vouch_stake": (10, "TAG that lie behind one vouch"),
    "juror_stake": (200, "TAG that a juror stakes"),
    "case_deposit": (25, "TAG that a check, an appeal or an accusation costs its payer if it fails"),
    "root_bond": (500, "TAG behind a posted root"),
    "dispute_bond": (100, "TAG behind a dispute about one"),
    "checks": (10, "profiles drawn for a check in an epoch"),
    "pair_cap": (10, "TAG of one giver's tips to one receiver that are matched in an epoch"),
}


def _build_parser(root: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="deploy.py", description=__doc__, allow_abbrev=False)
    add = parser.add_argument
    add("--network", help="a name in deployments/networks.json")
    add("--chain-id", type=_count, help="the chain id, alone or to be compared with the network's")
    add("--rpc-url", help="the node; RPC_URL in the environment keeps it out of the process list")
    add("--deployments", type=Path, default=root / "deployments", help="folder of <chainId>.json")
    add("--account", help="name of an account in Brownie's encrypted keystore")
    add("--password-file", type=Path, help="its password, mode 0600; asked on the terminal otherwise")
    add("--unlocked", help="address that a local node holds unlocked, instead of --account")
    add("--treasury", help="who gets the TAG that the Faucet does not; the deployer otherwise")
    for name, (default, meaning) in _AMOUNTS.items():
        add(f"--{name.replace('_', '-')}", type=_count, default=default, help=f"{meaning} ({default:,})")
    add(
        "--founder",
        action="append",
        default=[],
        metavar="0x…",
        help="wallet of a person known to be real, five times or more; none: a network without levels",
    )
    people = parser.add_argument_group("the people registry, where there are founders").add_argument
    for name, (default, meaning) in _PEOPLE_AMOUNTS.items():
        people(f"--{name.replace('_', '-')}", type=_count, default=default, help=f"{meaning} ({default:,})")
    add("--confirmations", type=int, help="blocks to wait for upon the last contract")
    add("--max-fee-gwei", type=_gwei, help="never offer more for a gas")
    add("--priority-fee-gwei", type=_gwei, help="what the proposer gets for a gas")
    add("--stuck-seconds", type=float, default=120.0, help="then a waiting transaction is replaced (120)")
    add("--limit-seconds", type=float, default=1800.0, help="then the run ends, to be continued later (1800)")
    add("--dry-run", action="store_true", help="show the cost and end")
    add("--yes", action="store_true", help="do not ask before sending")
    add("--unlisted-network", action="store_true", help="the chain is in no list, and its coin has no price")
    add(
        "--again",
        action="store_true",
        help="deploy anew though a deployment stands; the old one stays on record",
    )
    add(
        "--start-over",
        action="store_true",
        help="give up the deployment that was interrupted; begin a new one",
    )
    return parser


def _count(text: str) -> int:
    value = int(text)
    if value <= 0:
        raise argparse.ArgumentTypeError("must be more than nothing")
    return value


def _gwei(text: str) -> int:
    value = float(text)
    if not 0 <= value < 10**9:
        raise argparse.ArgumentTypeError("is no fee")
    return int(value * 10**9)
