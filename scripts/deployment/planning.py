"""The plan of this run: the one an interrupted run left, or a new one. Rehearsed either way."""

from collections.abc import Callable

from deployment.account import parse_address
from deployment.failure import DeployError
from deployment.journal import Journal, find_journal
from deployment.networks import Network
from deployment.node import Node
from deployment.options import Options
from deployment.plan import Parameters
from deployment.project import Project
from deployment.recognise import journal_path
from deployment.record import code_hash
from deployment.rehearsal import Rehearsal, rehearse


def begin_or_resume(
    options: Options,
    network: Network,
    node: Node,
    project: Project,
    deployer: str,
    standing: dict[str, str],
    say: Callable[[str], None],
) -> tuple[Journal, Rehearsal]:
    """The journal to follow, of all contracts but the standing ones, as it was rehearsed.

    A new one is not on disk yet; raises when a resumed one no longer fits.
    """
    path = journal_path(options.folder / f"{network.chain_id}.json")
    treasury = parse_address(options.treasury, "--treasury") if options.treasury else deployer
    parameters = Parameters(treasury, founders=options.founders, **options.amounts)
    parameters.require_sound()
    genesis_hash = str(node.block(0)["hash"])
    found = find_journal(path)
    if found is not None and (
        options.is_start_over or (network.is_local and found.genesis_hash != genesis_hash)
    ):
        _give_up(found, is_dry_run=options.is_dry_run, say=say)
        found = None
    nonce = found.first_nonce if found else _free_nonce(node, deployer)
    journal = Journal(path, network.chain_id, genesis_hash, deployer, nonce, parameters, {}, standing)
    creation = {step.name: project.creation_code(step) for step in journal.steps}
    rehearsal = rehearse(options.root, network.chain_id, deployer, journal.steps, creation)
    journal.code_hashes = {name: code_hash(code) for name, code in rehearsal.codes.items()}
    if found is None:
        return journal, rehearsal
    _require_same(found, journal)
    say("Going on with the deployment that was interrupted.")
    return found, rehearsal


def _give_up(found: Journal, *, is_dry_run: bool, say: Callable[[str], None]) -> None:
    if is_dry_run:
        say("The interrupted deployment would be given up.")
    else:
        say(f"The interrupted deployment is given up; its journal is kept as {found.set_aside().name}.")


def _free_nonce(node: Node, deployer: str) -> int:
    """The deployer's next nonce; raises while transactions wait that would take the planned ones."""
    mined, waiting = node.nonce(deployer), node.nonce(deployer, "pending")
    if waiting > mined:
        raise DeployError(
            f"{deployer} has {waiting - mined} transactions waiting to be mined: let them be mined or cancel "
            "them in the wallet, then run this again. Nothing was sent."
        )
    return mined


def _require_same(found: Journal, planned: Journal) -> None:
    names = ("chain_id", "genesis_hash", "deployer", "parameters", "standing", "code_hashes")
    differing = [name.replace("_", " ") for name in names if getattr(found, name) != getattr(planned, name)]
    if differing:
        raise DeployError(
            f"An interrupted deployment had other values ({', '.join(differing)}): give the same options and "
            "sources to finish it, or give it up with --start-over."
        )
