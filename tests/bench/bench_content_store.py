"""Speed of the content stores on this disk, in blocks and megabytes a second; Kubo too where it is built."""

import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from kubo_daemon import find_ipfs, running_kubo

from hashtagspace.ipfs.embedded import EmbeddedBlockStore
from hashtagspace.ipfs.kubo import KuboStore

DOCUMENTS_COUNT = 500
DOCUMENT_BYTES = 600
FILE_BYTES = 10 * 1024 * 1024


def seconds_of(action):
    """The time of one run and what it gave."""
    start = perf_counter()
    result = action()
    return perf_counter() - start, result


def measure(name, store):
    """Prints one line for each of four uses."""
    documents = [os.urandom(DOCUMENT_BYTES) for _ in range(DOCUMENTS_COUNT)]
    content = os.urandom(FILE_BYTES)
    put, cids = seconds_of(lambda: [store.put_block(data) for data in documents])
    found, _ = seconds_of(lambda: [store.find_block(cid) for cid in cids])
    added, cid = seconds_of(lambda: store.add_file(content))
    read, _ = seconds_of(lambda: sum(len(part) for part in store.read_file(cid)))
    print(f"{name:10}{DOCUMENTS_COUNT / put:10,.0f} puts/s{DOCUMENTS_COUNT / found:10,.0f} finds/s", end="")
    print(f"{FILE_BYTES / added / 1e6:8,.0f} MB/s added{FILE_BYTES / read / 1e6:8,.0f} MB/s read")


def main():
    """Embedded, then Kubo."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        measure("embedded", EmbeddedBlockStore(Path(folder) / "content"))
        binary = find_ipfs()
        if binary is None:
            print("kubo      not built (make kubo)")
            return
        with running_kubo(binary, Path(folder) / "kubo") as (_, url):
            store = KuboStore(url)
            measure("kubo", store)
            store.close()


if __name__ == "__main__":
    main()
