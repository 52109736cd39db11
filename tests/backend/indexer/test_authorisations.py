"""The table of who may sign says what ProfileRegistry.isAuthorised says, for any time in the past."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from deployed import Deployed
from indexing import indexing, settle
from sqlalchemy import Engine, select
from world import World, wallet

from hashtagspace.chain.contracts import PROFILE_REGISTRY, Contracts
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.domain import typed_data
from hashtagspace.domain.kinds import Kind
from hashtagspace.store import tables
from hashtagspace.store.engine import open_engine, read_transaction

pytestmark = pytest.mark.anvil
DAY = 86_400


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(f"sqlite:///{tmp_path}/projection.sqlite3")
    yield made
    made.dispose()


def transfer(world: World, profile: int, giver: int, receiver: int) -> None:
    deployed = world.deployed
    deadline, nonce = deployed.anvil.time() + DAY, deployed.profiles.functions.nonceOf(profile).call()
    form = typed_data.TransferCustody(profile, wallet(receiver).address, nonce, deadline)
    signature = wallet(receiver).sign_form(form, deployed.typed_domain())
    to = deployed.web3.to_checksum_address(wallet(receiver).address)
    call = deployed.profiles.functions.transferCustody(profile, to, deadline, signature)
    deployed.send(call, wallet(giver))


def recover(world: World, profile: int, owner: int, recovery: int, receiver: int) -> None:
    deployed, functions = world.deployed, world.deployed.profiles.functions
    address = deployed.web3.to_checksum_address(wallet(recovery).address)
    deployed.send(functions.requestRecoveryChange(profile, address), wallet(owner))
    deployed.anvil.move_time(8 * DAY)
    deployed.send(functions.finishRecoveryChange(profile))
    deadline, nonce = deployed.anvil.time() + DAY, functions.nonceOf(profile).call()
    form = typed_data.RequestRecovery(profile, wallet(receiver).address, nonce, deadline)
    signature = wallet(receiver).sign_form(form, deployed.typed_domain())
    to = deployed.web3.to_checksum_address(wallet(receiver).address)
    deployed.send(functions.requestRecovery(profile, to, deadline, signature), wallet(recovery))
    deployed.anvil.move_time(8 * DAY)
    deployed.send(functions.finishRecovery(profile))


def test_the_table_and_the_contract_agree(deployed: Deployed, engine: Engine) -> None:
    world = World(deployed)
    start = deployed.anvil.time()
    alice = world.register(1, "alice")
    keys = [wallet(number) for number in range(50, 54)]
    world.authorise(1, alice, keys[0], days=2)
    world.authorise(1, alice, keys[1], kinds=1 << Kind.POST)
    deployed.anvil.move_time(DAY)
    world.authorise(1, alice, keys[2])
    deployed.anvil.move_time(DAY)
    world.revoke(1, alice, keys[2], deployed.anvil.time() - 1000)
    world.revoke(1, alice, keys[2], deployed.anvil.time() - DAY // 2)  # reaches further back
    world.revoke(1, alice, keys[2], deployed.anvil.time())  # changes nothing
    transfer(world, alice, 1, 2)
    world.authorise(2, alice, keys[3])
    deployed.anvil.move_time(DAY)
    recover(world, alice, 2, 3, 4)
    with indexing(deployed.anvil.url, deployed.deployment, engine) as indexer:
        settle(indexer)
    end = deployed.anvil.time()
    signers = [*keys, *(wallet(number) for number in (1, 2, 3, 4))]
    contracts = Contracts(SharedRpc(Rpc(deployed.anvil.url)), deployed.deployment.addresses)
    edges = _edges(engine)
    assert len(edges) > 5
    times = sorted({t for edge in edges for t in (edge - 1, edge, edge + 1) if start - 2 <= t <= end})
    for signer in signers:
        for kind in (Kind.POST, Kind.FOLLOW):
            said = [
                contracts.read(PROFILE_REGISTRY, "isAuthorised", alice, signer.address, kind, t)
                for t in times
            ]
            assert [(_is_authorised(engine, alice, signer.address, kind, t),) for t in times] == said


def _edges(engine: Engine) -> set[int]:
    a = tables.authorisations.c
    with read_transaction(engine) as connection:
        return {t for row in connection.execute(select(a.from_time, a.until_time)) for t in row}


def _is_authorised(engine: Engine, profile: int, signer: bytes, kind: int, t: int) -> bool:
    a = tables.authorisations.c
    statement = select(a.kinds).where(
        a.profile == profile, a.signer == signer, a.from_time <= t, a.until_time > t
    )
    with read_transaction(engine) as connection:
        return any(kinds >> kind & 1 for (kinds,) in connection.execute(statement))
