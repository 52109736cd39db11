"""Events a second from a node's logs to tables: this indexer against a plain web3.py loop, in one run.

Both read the same chain from the same anvil into SQLite; each figure is the best of three.
Budget: at least 20 times the loop for the same work (logs to rows).
"""

import gc
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from anvil_node import KEYS, Anvil
from deployed import Deployed, deploy
from indexing import assemble

from hashtagspace.chain.logs import LogDecoder
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.wallet import Wallet
from hashtagspace.domain.events import Published
from hashtagspace.domain.intent import Intent, encode_head
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.indexer.ranges import RangeReader
from hashtagspace.indexer.words import publication_row
from hashtagspace.store.engine import open_engine, write_lock
from hashtagspace.store.migrate import prepare_database
from hashtagspace.store.write_facts import FactRows

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
BLOCK = 400
ROUNDS = 3
Work = Callable[[], int]


def fill(deployed: Deployed, count: int) -> None:
    """A chain with `count` valid Published events of four profiles, every tenth a reply."""
    node = deployed.anvil
    people = [Wallet(key) for key in KEYS[1:]]
    profiles = []
    for index, person in enumerate(people):
        registry = deployed.profiles.functions
        address = deployed.web3.to_checksum_address(person.address)
        profiles.append(registry.profileIdOf(address, 0).call())
        grant = ("0x" + "00" * 20, 0, 0)
        deployed.send(registry.register(f"person_{index}", address, ZERO_WORD, ZERO_WORD, grant), person)
    node.call("evm_setAutomine", False)
    now, content = node.time() * 1000, b"\x01" * 32
    nonces = [
        deployed.web3.eth.get_transaction_count(deployed.web3.to_checksum_address(p.address)) for p in people
    ]
    target = "0x" + deployed.deployment.post_registry.hex()
    for start in range(0, count, BLOCK):
        calls = []
        for number in range(start, min(start + BLOCK, count)):
            who = number % len(people)
            intent = Intent(profiles[who], Kind.POST, ZERO_WORD, content, now - count + number)
            data = deployed.posts.encode_abi("publish", [encode_head(intent), intent.subject, intent.content])
            transaction = {
                "from": "0x" + people[who].address.hex(), "to": target, "data": data, "gas": hex(40_000),
                "nonce": hex(nonces[who]),
            }  # fmt: skip
            nonces[who] += 1
            calls.append(("eth_sendTransaction", [transaction]))
        node.rpc.batch(calls, str)
        node.mine()
    node.mine(70)


def naive(deployed: Deployed, folder: Path) -> Work:
    """What a first attempt looks like: pages of logs, one object an event, one insert a page."""
    database = sqlite3.connect(folder / "naive.sqlite3")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")
    database.execute(
        "CREATE TABLE published (block, log, sender, head, subject, content, PRIMARY KEY (block, log))"
    )
    event, head = deployed.posts.events.Published(), deployed.web3.eth.block_number

    def work() -> int:
        total = 0
        for low in range(0, head + 1, 50):
            question = {"fromBlock": low, "toBlock": min(low + 49, head), "address": deployed.posts.address}
            rows = []
            for log in deployed.web3.eth.get_logs(question):
                one = event.process_log(log)
                args = one["args"]
                place = one["blockNumber"], one["logIndex"]
                rows.append((*place, args["sender"], args["head"], args["subject"], args["content"]))
            database.executemany("INSERT INTO published VALUES (?,?,?,?,?,?)", rows)
            database.commit()
            total += len(rows)
        return total

    return work


def facts_only(deployed: Deployed, folder: Path) -> Work:
    """The same work here: logs to rows, with intent ids and verdicts on form, nothing derived."""
    engine = open_engine(f"sqlite:///{folder}/facts.sqlite3")
    prepare_database(engine)
    deployment, head = deployed.deployment, deployed.anvil.head()
    reader = RangeReader(Rpc(deployed.anvil.url), LogDecoder(deployment))

    def work() -> int:
        total = 0
        for block in reader.read(0, head):
            facts = FactRows()
            for event in block.events:
                if isinstance(event, Published):
                    facts.add_publication(
                        publication_row(event, block.time_seconds, deployment.intent_domain)
                    )
                    total += 1
            with write_lock(engine) as connection:
                facts.insert(connection)
        reader.close()
        return total

    return work


def whole(deployed: Deployed, folder: Path) -> Work:
    """Everything: facts, who may sign, intents, posts, counts, journal."""
    engine = open_engine(f"sqlite:///{folder}/whole.sqlite3")
    indexer = assemble(deployed.anvil.url, deployed.deployment, engine)

    def work() -> int:
        indexer.step()
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM posts").scalar_one() == EVENTS
        return indexer.status.events

    return work


def best(prepare: Callable[[Path], Work]) -> tuple[float, float]:
    """Events a second of the quickest of a few runs, by the clock and by this process's CPU time."""
    clock, cpu = 0.0, 0.0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            work = prepare(Path(folder))
            gc.collect()
            start, start_cpu = time.perf_counter(), time.process_time()
            total = work()
            clock = max(clock, total / (time.perf_counter() - start))
            cpu = max(cpu, total / (time.process_time() - start_cpu))
    return clock, cpu


def main() -> None:
    """Prints one line a figure and the ratios."""
    node = Anvil.start("--slots-in-an-epoch", "1", "--gas-limit", "60000000")
    try:
        deployed = deploy(node)
        fill(deployed, EVENTS)
        slow = best(lambda folder: naive(deployed, folder))
        rows = best(lambda folder: facts_only(deployed, folder))
        full = best(lambda folder: whole(deployed, folder))
    finally:
        node.stop()
    print("                               events/s   times the loop   (events a CPU second)")
    for name, (clock, cpu) in (("web3.py loop", slow), ("logs to rows", rows), ("every derived table", full)):
        ratio, cpu_ratio = clock / slow[0], cpu / slow[1]
        print(f"{name:28}{clock:12,.0f}{ratio:12.1f}{'':10}{cpu:12,.0f}{cpu_ratio:8.1f}")


if __name__ == "__main__":
    main()
