"""The databases and the content store."""

from collections.abc import Iterator
from typing import Final

from hashtagspace.chain.deployment import Deployment
from hashtagspace.config import Settings
from hashtagspace.doctor.finding import Finding, fail, ok, warn
from hashtagspace.ipfs.kubo import KuboStore
from hashtagspace.ipfs.open import open_content_store
from hashtagspace.ipfs.store import ContentStore
from hashtagspace.store.examine import (
    ProjectionState,
    is_missing_file,
    read_outbox_state,
    read_projection_state,
)
from hashtagspace.store.outbox_engine import Network

_PROBE: Final = b"hashtagspace doctor: this block may be removed at any time\n"
_LATE_BLOCKS: Final = 20
_SILENT_SECONDS: Final = 120
_START_INDEX: Final = "start `hashtagspace index`"


def examine_projection(settings: Settings, deployment: Deployment, now_seconds: float) -> Iterator[Finding]:
    """Reachable, migrated, this deployment's, and how far behind; raises `store.*`."""
    if is_missing_file(settings.database_url):
        yield warn("projection", "not made yet", _START_INDEX + ", which makes it")
        return
    state = read_projection_state(settings.database_url)
    if state.revision is None:
        yield warn("projection", "empty", _START_INDEX + ", which makes its tables")
    elif state.revision != state.newest_revision:
        yield fail(
            "projection",
            f"schema {state.revision}, this program has {state.newest_revision}",
            "restart `hashtagspace index`, which moves an older one on; update the program for a newer one",
        )
    elif state.owner is not None and state.owner != _network(deployment):
        yield fail(
            "projection",
            f"belongs to another deployment (chain {state.owner.chain_id})",
            "name another database in HASHTAGSPACE_DATABASE_URL, or delete it: it is indexed again",
        )
    else:
        yield ok("projection", f"schema {state.revision}, of this deployment")
        yield _examine_indexer(state, now_seconds)


def _examine_indexer(state: ProjectionState, now_seconds: float) -> Finding:
    checkpoint = state.checkpoint
    if checkpoint is None:
        return warn("indexer", "nothing indexed yet", _START_INDEX)
    late = max(checkpoint.head_number - checkpoint.indexed_number, 0)
    silent = max(now_seconds - checkpoint.updated_at, 0)
    detail = f"block {checkpoint.indexed_number}, {late} behind the head it knows, final to "
    detail += str(checkpoint.final_number)
    if silent > _SILENT_SECONDS:
        return warn("indexer", f"{detail}, silent for {silent:.0f} s", _START_INDEX + " and read its log")
    if late > _LATE_BLOCKS:
        return warn("indexer", detail, "wait; if it does not shrink, read the log of `hashtagspace index`")
    return ok("indexer", detail)


def examine_outbox(settings: Settings, deployment: Deployment) -> Iterator[Finding]:
    """Reachable, with a schema this program works with; raises `store.*`."""
    if is_missing_file(settings.outbox_url):
        yield warn("outbox", "not made yet", "start `hashtagspace serve`, which makes it")
        return
    state = read_outbox_state(settings.outbox_url, _network(deployment))
    if state.version is None:
        yield warn("outbox", "empty", "start `hashtagspace serve`, which makes its tables")
    elif state.version != state.newest_version:
        yield fail(
            "outbox",
            f"schema version {state.version}, this program works with {state.newest_version}",
            "use the release that made it until it is empty; it holds what is not on chain yet",
        )
    elif not state.is_known:
        yield warn(
            "outbox",
            "has kept nothing for this deployment yet",
            "none if this gateway is new; else check HASHTAGSPACE_OUTBOX_URL",
        )
    else:
        yield ok("outbox", f"schema version {state.version}, of this deployment")


def examine_content(settings: Settings) -> Iterator[Finding]:
    """A block goes in and comes out again; raises `ipfs.*`."""
    store: ContentStore = open_content_store(settings.content_store)
    store.check()
    cid = store.put_block(_PROBE)
    if store.get_block(cid) != _PROBE:
        yield fail("content store", "gives other bytes than it took", "replace it: its disk is damaged")
        return
    kind: str = settings.content_store.kind
    if isinstance(store, KuboStore):
        kind += f" {store.get_version()}"
        store.unpin(cid)
    yield ok("content store", f"{kind}: takes and gives blocks")


def _network(deployment: Deployment) -> Network:
    return Network(deployment.chain_id, deployment.post_registry, deployment.start_block_hash)
