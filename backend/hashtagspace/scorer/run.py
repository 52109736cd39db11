"""The loop of the score process, and how it is opened."""

import threading
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.chain.errors import WrongNetwork
from hashtagspace.chain.keyfile import load_private_key
from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import JsonRpc, SharedRpc
from hashtagspace.chain.transact import Transactor
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Settings
from hashtagspace.errors import ChainUnavailable
from hashtagspace.log import get_logger
from hashtagspace.scorer.scorer import Scorer
from hashtagspace.scorer.tables import ScoreTables
from hashtagspace.store.engine import open_engine
from hashtagspace.store.migrate import prepare_database

POLL_SECONDS: Final = 4.0
DEV_POLL_SECONDS: Final = 1.0
LONGEST_BACK_OFF_SECONDS: Final = 30.0
MOST_STEPS_AT_ONCE: Final = 200
_log = get_logger("scorer")


def open_scorer(settings: Settings, deployment: Deployment) -> Scorer:
    """A process by the settings.

    Raises `chain.wrong_network`, `chain.deployment`, `config.key_file`, `store.*`, `chain.*`.
    """
    rpc = SharedRpc(Rpc(settings.rpc_url))
    verify_network(rpc, deployment)
    transactor = None
    if settings.score_key_file is not None:
        wallet = Wallet(load_private_key(settings.score_key_file, settings.score_password_file))
        poll = 0.1 if settings.dev else 1.0
        transactor = Transactor(rpc, wallet, deployment.chain_id, poll_seconds=poll)
    engine = open_engine(settings.database_url)
    prepare_database(engine)
    return Scorer(rpc, deployment, transactor, ScoreTables(engine))


def verify_network(rpc: JsonRpc, deployment: Deployment) -> None:
    """Raises `chain.wrong_network` unless the node has the start block of the deployment."""
    start = RelayReads(rpc, deployment.post_registry, deployment.profile_registry).find_block(
        deployment.start_block
    )
    if start is None or start.hash != deployment.start_block_hash:
        raise WrongNetwork(
            "The node serves another chain than the one these contracts are on: give another RPC endpoint "
            "or deployment."
        )


def run_once(scorer: Scorer) -> None:
    """All that can be done now is done; raises `chain.*`."""
    for _ in range(MOST_STEPS_AT_ONCE):
        if not scorer.step():
            return


def run_scorer(scorer: Scorer, stop: threading.Event, poll_seconds: float = POLL_SECONDS) -> None:
    """Steps until `stop` is set; raises only what no retry can mend."""
    back_off = poll_seconds
    while not stop.is_set():
        try:
            is_moving = scorer.step()
        except WrongNetwork:
            raise
        except ChainUnavailable as failure:
            back_off = min(2 * back_off, LONGEST_BACK_OFF_SECONDS)
            _log.warning("scorer.waiting", code=failure.exact_code, why=str(failure))
            stop.wait(back_off)
            continue
        back_off = poll_seconds
        if not is_moving:
            stop.wait(poll_seconds)
