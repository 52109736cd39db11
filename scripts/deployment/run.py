"""One run of the deployment: recognise what stands, plan or resume, show the cost, send, check, record."""

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from deployment.account import keystore_address, parse_address, unlock_account
from deployment.disk import hold_lock, write_json
from deployment.estimate import Estimate, estimate, print_estimate, require_funds
from deployment.failure import DeployError, safe_url, scrub
from deployment.fees import FeePolicy
from deployment.founders import describe_people, require_same_founders
from deployment.journal import Journal
from deployment.networks import Network, choose_network, load_networks, require_allowed, require_same_chain
from deployment.node import Json, Node
from deployment.options import Options, parse_options
from deployment.planning import begin_or_resume
from deployment.project import Project, load_project
from deployment.randomness import require_random
from deployment.readback import require_code, require_values
from deployment.recognise import is_standing
from deployment.record import (
    build_record,
    code_hash,
    find_record,
    has_people,
    list_lacking,
    list_standing,
    with_earlier,
    with_standing,
)
from deployment.rehearsal import Rehearsal, rehearse
from deployment.send import Patience, Sending
from deployment.signer import Signer, UnlockedSigner


def main(arguments: Sequence[str]) -> int:
    """Deploys as the arguments say; the exit code. One sentence on stderr says why it did not."""
    try:
        deploy(parse_options(arguments, os.environ))
    except DeployError as failure:
        print(f"deploy: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("deploy: interrupted; the same command goes on where the chain stands.", file=sys.stderr)
        return 130
    except Exception:  # noqa: BLE001 - the last frame: a key in a URL must not reach the terminal
        print(scrub(traceback.format_exc()), file=sys.stderr)
        return 1
    return 0


def say(line: str) -> None:
    """One line for the operator, at once."""
    print(line, flush=True)


def deploy(options: Options) -> None:
    """The contracts stand and are on record. Idempotent."""
    networks = load_networks(options.root / "deployments" / "networks.json")
    network = choose_network(networks, options.network, options.chain_id)
    require_allowed(network, unlisted_allowed=options.is_unlisted_allowed)
    node = Node(options.rpc_url)
    require_same_chain(network, node.chain_id())
    path = options.folder / f"{network.chain_id}.json"
    with hold_lock(options.folder / f".{network.chain_id}.lock"):
        record = find_record(path)
        standing: dict[str, str] = {}
        if record is not None and not options.is_again:
            require_same_founders(record, options.founders)
            with_people = bool(options.founders) or has_people(record)
            if not is_standing(node, network, record, path, say, with_people=with_people):
                record = None
            elif list_lacking(record, with_people=with_people):
                record = find_record(path) or record
                standing = list_standing(record, with_people=with_people)
            else:
                return
        _make(options, network, node, path, record, standing)


def _make(
    options: Options, network: Network, node: Node, path: Path, before: Json | None, standing: dict[str, str]
) -> None:
    """What does not stand is deployed; `before` is the record that the new one extends or replaces."""
    deployer = _deployer(options)
    say(f"{network.name}: chain {network.chain_id} at {safe_url(node.url)}, deployer {deployer}")
    project = load_project(options.root)
    journal, rehearsal = begin_or_resume(options, network, node, project, deployer, standing, say)
    if options.founders:
        require_random(node, network)
    creation = {step.name: project.creation_code(step) for step in journal.steps}
    policy = FeePolicy(options.max_fee_wei, options.priority_fee_wei)
    cost = _show_cost(node, network, journal, rehearsal, creation, policy)
    if options.is_dry_run:
        say("Dry run: nothing was sent.")
        return
    require_funds(cost, network, deployer)
    if not options.is_confirmed:
        _ask(network)
    signer = _signer(options, deployer)
    journal.save()
    confirmations = network.confirmations if options.confirmations is None else options.confirmations
    patience = Patience(
        confirmations,
        poll_seconds=0.2 if network.is_local else 2.0,
        stuck_seconds=options.stuck_seconds,
        limit_seconds=options.limit_seconds,
    )
    sending = Sending(node, signer, journal, creation, cost.limits, policy, patience, say)
    receipts = sending.run()
    journal.code_hashes = _final_hashes(node, options.root, journal, creation, receipts)
    _finish(node, network, journal, project, receipts, path, before)


def _show_cost(
    node: Node,
    network: Network,
    journal: Journal,
    rehearsal: Rehearsal,
    creation: dict[str, str],
    policy: FeePolicy,
) -> Estimate:
    cost = estimate(node, journal.deployer, journal.steps, creation, rehearsal, policy.quote(node))
    if not journal.standing:
        say(f"treasury {journal.parameters.treasury}: {_treasury_tag(journal):,} TAG")
        say(f"Faucet: {journal.parameters.faucet_tag:,} TAG")
    describe_people(node, journal.parameters.founders, journal.standing, say)
    print_estimate(cost, network, journal.steps, say)
    return cost


def _treasury_tag(journal: Journal) -> int:
    return journal.parameters.supply_tag - journal.parameters.faucet_tag


def _final_hashes(
    node: Node, root: Path, journal: Journal, creation: dict[str, str], receipts: dict[str, Json]
) -> dict[str, str]:
    """Hash of the code that each contract has to have, now that the block of the clock is known."""
    if "EpochClock" not in receipts:
        return journal.code_hashes
    seconds = int(node.block(int(receipts["EpochClock"]["blockNumber"], 16))["timestamp"], 16)
    made = rehearse(root, journal.chain_id, journal.deployer, journal.steps, creation, seconds)
    return {name: code_hash(code) for name, code in made.codes.items()}


def _finish(
    node: Node,
    network: Network,
    journal: Journal,
    project: Project,
    receipts: dict[str, Json],
    path: Path,
    before: Json | None,
) -> None:
    require_code(node, journal)
    for line in require_values(node, network, journal, project, receipts):
        say(f"checked {line}")
    record = build_record(node, network, journal, receipts, project.compiler)
    if before is not None and journal.standing:
        write_json(path, with_standing(record, before))
    else:
        write_json(path, with_earlier(record, before))
    journal.remove()
    paid = sum(int(r["gasUsed"], 16) * int(r.get("effectiveGasPrice", "0x0"), 16) for r in receipts.values())
    say(f"paid {paid / 10**18:.6f} {network.currency}")
    for step in journal.steps:
        link = f"  {network.explorer}/address/{step.address}" if network.explorer else ""
        say(f"{step.name:<20}{step.address}{link}")
    say(f"{network.name}: deployed; {path} is written.")


def _deployer(options: Options) -> str:
    if options.unlocked is not None:
        return parse_address(options.unlocked, "--unlocked")
    if options.account is None:
        raise DeployError(
            "Say who would deploy: --account with a name in Brownie's keystore (docs/testnet.md)."
        )
    return keystore_address(options.account)


def _signer(options: Options, deployer: str) -> Signer:
    if options.account is not None:
        return unlock_account(options.account, options.password_file)
    return UnlockedSigner(deployer)


def _ask(network: Network) -> None:
    if not sys.stdin.isatty():
        raise DeployError("There is no terminal to confirm on: add --yes. Nothing was sent.")
    if input(f"Deploy to {network.name} now? [y/N] ").strip().lower() not in ("y", "yes"):
        raise DeployError("Not confirmed: nothing was sent.")
