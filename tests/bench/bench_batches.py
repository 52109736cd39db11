"""Batched intents verified a second on one core: hashed, Merkle root, signature recovered, rows made.

Budget: 25,000 a second. Also how long a full batch takes from bytes to every derived table.
"""

import sys
import time
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from coincurve import PrivateKey, PublicKey
from projection_law import START, memory_run
from world import wallet

from hashtagspace.domain.batch import MAX_COUNT, encode_batch
from hashtagspace.domain.events import Anchored, Checkpoint, Registered
from hashtagspace.domain.intent import Intent, IntentDomain, intent_id
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.merkle import build_root
from hashtagspace.indexer.stream import Block
from hashtagspace.indexer.verify import verify_batch

DOMAIN = IntentDomain(31337, b"\x11" * 20)
ROUNDS = 3


def floor_rate() -> float:
    """Bare recoveries a second of the curve library: no verification can be quicker."""
    digest = b"\x07" * 32
    signature = PrivateKey(b"\x01" * 32).sign_recoverable(digest, hasher=None)
    start = time.process_time()
    for _ in range(2000):
        PublicKey.from_signature_and_message(signature, digest, hasher=None)
    return 2000 / (time.process_time() - start)


def main() -> None:
    """Prints one line a figure."""
    time_ms = (START.time_seconds + 10) * 1000
    people = [wallet(n) for n in range(4)]
    signed = [
        people[n % 4].sign_intent(Intent(1 + n % 4, Kind.POST, ZERO_WORD, b"\x05" * 32, time_ms + n), DOMAIN)
        for n in range(MAX_COUNT)
    ]
    data = encode_batch(signed)
    digest = sha256(data).digest()
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        row = verify_batch(digest, data, DOMAIN)
        best = max(best, MAX_COUNT / (time.process_time() - start))
    assert all(record[-1] is None for record in row.records)
    print(f"bare recovery                {floor_rate():10,.0f} a second and core")
    print(f"batch verified               {best:10,.0f} intents a second and core")
    root = build_root([intent_id(one.intent, DOMAIN) for one in signed])
    events = [
        Registered(
            Checkpoint(1, n), b"\0" * 32, n + 1, person.address, f"p_{n}", bytes(20), ZERO_WORD, ZERO_WORD
        )
        for n, person in enumerate(people)
    ]
    anchor = Anchored(Checkpoint(1, 9), b"\0" * 32, root, digest, MAX_COUNT)
    with memory_run() as run:
        run.apply([Block(1, b"\x02" * 32, START.time_seconds + 10, (*events, anchor))])
        start = time.process_time()
        run.projection.write_content([row], [], is_live=True)
        spent = time.process_time() - start
    print(f"batch to every derived table {MAX_COUNT / spent:10,.0f} intents a second and core, once verified")


if __name__ == "__main__":
    main()
