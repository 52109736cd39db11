"""Whether a deployment already stands, told from its record and the chain alone, without Brownie."""

from collections.abc import Callable
from pathlib import Path

from deployment.disk import write_json
from deployment.failure import DeployError
from deployment.journal import find_journal
from deployment.networks import Network
from deployment.node import Json, Node
from deployment.record import Standing, has_people, judge_record, list_lacking, refresh_record

Say = Callable[[str], None]


def journal_path(record_path: Path) -> Path:
    """Where the journal of a record's network is."""
    return record_path.with_suffix(".journal.json")


def is_standing(
    node: Node, network: Network, record: Json, path: Path, say: Say, *, with_people: bool
) -> bool:
    """True when the recorded deployment is the answer, False on a local chain that was reset; else raises.

    `with_people`: whether the network is to have a people registry, or has one.
    """
    standing, wrong = judge_record(node, record)
    match standing:
        case Standing.INTACT:
            lacking = list_lacking(record, with_people=with_people)
            if with_people and not has_people(record) and "DataMarket" in record["contracts"]:
                say(f"{network.name}: deployed without a people registry ({path}): now with a new market.")
            elif lacking:
                say(f"{network.name}: deployed before there was {' and '.join(lacking)} ({path}).")
            else:
                say(f"{network.name}: already deployed and unchanged ({path}).")
                _close_journal(path, record, say)
            return True
        case Standing.ABSENT | Standing.MOVED if network.is_local:
            say("The local chain was reset: deploying anew.")
            journal_path(path).unlink(missing_ok=True)
            return False
        case Standing.MOVED:
            write_json(path, refresh_record(node, record))
            say(f"{network.name}: a reorganisation moved the contracts to other blocks; {path} is corrected.")
            return True
        case Standing.ABSENT:
            raise DeployError(
                f"None of the contracts of {path} is on this chain: is the node in sync? If the network was "
                "reset, move the file away and run this again."
            )
        case Standing.TAMPERED:
            raise DeployError(
                f"{', '.join(wrong)} on chain has other code than {path} records: do not use this "
                "deployment; check with another node, then deploy anew with --again."
            )


def _close_journal(path: Path, record: Json, say: Say) -> None:
    """A journal that the record finished is gone; one of a later deployment stays."""
    journal = find_journal(journal_path(path))
    if journal is None:
        return
    recorded = {name: entry["address"] for name, entry in record["contracts"].items()}
    if all(recorded.get(step.name) == step.address for step in journal.steps):
        journal.remove()
    else:
        say(
            "Another deployment to this network was interrupted: go on with the options that it had "
            "(--again, --founder), or give it up by removing"
        )
        say(f"  {journal.path}")
