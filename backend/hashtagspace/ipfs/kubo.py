"""A Kubo daemon as content store, through ipfshttpclient. Kubo is not trusted: every answer is checked."""

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import requests
import urllib3.exceptions
from ipfshttpclient import exceptions

from hashtagspace.config import safe_url
from hashtagspace.domain.cid import DAG_PB, RAW, digest_of_cid, parse_cid
from hashtagspace.ipfs.block_store import BlockStore
from hashtagspace.ipfs.errors import BlockMismatch, IpfsUnavailable, StoreFull
from hashtagspace.ipfs.file_writer import FileBuilder
from hashtagspace.ipfs.kubo_client import AnswerTooLarge, ApiAddress, KuboClient, Timeouts
from hashtagspace.ipfs.store import cid_of_block, is_block_of
from hashtagspace.ipfs.unixfs import CHUNK_BYTES, WIDTH_COUNT

_CODEC_NAMES: Final = {RAW: "raw", DAG_PB: "dag-pb"}
_MESSAGE_CHARACTERS: Final = 200
_ABSENT: Final = ("not found", "could not find", "context deadline exceeded")
# What a daemon that is no Kubo, or a hostile one, can make the library raise.
_NO_ANSWER: Final = (
    exceptions.Error,
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    AssertionError,
    LookupError,
    RecursionError,
    TypeError,
)


class KuboStore(BlockStore):
    """A content store in a Kubo daemon; see `ContentStore` for what each method promises.

    What is put is pinned. `find_block` lets Kubo ask its network for `find_seconds`; `has_block` does not.
    """

    def __init__(self, api_url: str, timeouts: Timeouts | None = None) -> None:
        """No request is made yet; raises `config.invalid` for a URL that is none."""
        self._timeouts = timeouts or Timeouts()
        self._client = KuboClient(ApiAddress.parse(api_url), self._timeouts)
        self._shown_url = safe_url(api_url)

    def close(self) -> None:
        """The connections are closed."""
        self._client.close()

    def put_block(self, data: bytes, codec: int = RAW) -> str:  # noqa: D102 - ContentStore says it
        return self._put(data, codec, pin=True)

    def find_block(self, cid: str) -> bytes | None:  # noqa: D102
        return self._find(cid, {"timeout": f"{self._timeouts.find_seconds}s"})

    def find_local_block(self, cid: str) -> bytes | None:  # noqa: D102
        return self._find(cid, {"offline": "true"})

    def _find(self, cid: str, opts: dict[str, str]) -> bytes | None:
        parse_cid(cid)
        with self._answers(f"give the block {cid}"):
            data = self._get(cid, opts)
        if data is not None and not is_block_of(cid, data):
            raise BlockMismatch(f"Kubo at {self._shown_url} answered with other bytes than those of {cid}.")
        return data

    def has_block(self, cid: str) -> bool:  # noqa: D102
        parse_cid(cid)
        with self._answers(f"look for the block {cid}"):
            try:
                reply = self._client.block.stat(cid, offline=True)
            except exceptions.ErrorResponse as error:
                if _says_absent(error):
                    return False
                raise
            return bool(reply["Key"] == cid)

    def add_file(self, source: bytes | BinaryIO) -> str:  # noqa: D102
        builder = FileBuilder(cid_of_block)
        tee = _Tee(io.BytesIO(source) if isinstance(source, bytes) else source, builder)
        opts = {"max-file-links": str(WIDTH_COUNT), "inline": "false", "trickle": "false"}
        with self._answers("add a file"):
            reply = self._client.add(
                tee, chunker=f"size-{CHUNK_BYTES}", cid_version=1, raw_leaves=True, pin=True, opts=opts
            )
            said = reply["Hash"]
        return self._same_cid(builder.finish(), said)

    def pin(self, cid: str) -> None:
        """Kubo keeps the whole DAG, whatever it collects; raises `ipfs.unavailable` if a part is missing."""
        parse_cid(cid)
        with self._answers(f"pin {cid}"):
            self._client.pin.add(cid, offline=True)

    def unpin(self, cid: str) -> None:
        """Kubo may collect the DAG once nothing else pins it; idempotent."""
        parse_cid(cid)
        with self._answers(f"unpin {cid}"):
            try:
                self._client.pin.rm(cid)
            except exceptions.ErrorResponse as error:
                if "not pinned" not in str(error):
                    raise

    def drop_file(self, cid: str, is_needed: Callable[[bytes], bool]) -> None:
        """As `ContentStore` says; Kubo keeps what else is pinned and collects the rest when it collects."""
        if not is_needed(digest_of_cid(cid)):
            self.unpin(cid)

    def get_version(self) -> str:
        """The version that the daemon names."""
        with self._answers("say its version"):
            version = self._client.version()["Version"]
            return str(version)[:_MESSAGE_CHARACTERS]

    def check(self) -> None:  # noqa: D102
        self.get_version()

    def _put_part(self, data: bytes, codec: int) -> str:
        return self._put(data, codec, pin=False)

    def _keep_root(self, cid: str) -> None:
        self.pin(cid)

    def _put(self, data: bytes, codec: int, *, pin: bool) -> str:
        cid = cid_of_block(data, codec)
        opts = {
            "cid-codec": _CODEC_NAMES[codec],
            "mhtype": "sha2-256",
            "allow-big-block": "true",
            "pin": str(pin).lower(),
        }
        with self._answers("keep a block"):
            said = self._client.block.put(io.BytesIO(data), opts=opts)["Key"]
        return self._same_cid(cid, said)

    def _get(self, cid: str, opts: dict[str, str]) -> bytes | None:
        try:
            return bytes(self._client.block.get(cid, opts=opts))
        except exceptions.ErrorResponse as error:
            if _says_absent(error):
                return None
            raise

    def _same_cid(self, cid: str, said: object) -> str:
        if said != cid:
            raise BlockMismatch(f"Kubo at {self._shown_url} says another CID than {cid} for the same bytes.")
        return cid

    @contextlib.contextmanager
    def _answers(self, action: str) -> Iterator[None]:
        """Whatever the library raises inside leaves as a typed error with a sentence."""
        try:
            yield
        except AnswerTooLarge:
            detail = f"Kubo at {self._shown_url} sends too much when asked to {action}."
            raise BlockMismatch(detail, code="ipfs.too_large") from None
        except exceptions.ErrorResponse as error:
            said = str(error)[:_MESSAGE_CHARACTERS]
            if "no space left" in said or "disk quota" in said:
                raise StoreFull(
                    f"The disk of Kubo at {self._shown_url} is full: it did not {action}."
                ) from error
            raise IpfsUnavailable(f"Kubo at {self._shown_url} did not {action}: {said}") from error
        except _NO_ANSWER as error:
            raise IpfsUnavailable(
                f"Kubo at {self._shown_url} does not answer when asked to {action}. Check that it runs."
            ) from error


class _Tee:
    """A file that Kubo reads from and this process hashes at the same time."""

    def __init__(self, source: BinaryIO, builder: FileBuilder) -> None:
        self._source = source
        self._builder = builder

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._builder.feed(data)
        return data


def _says_absent(error: Exception) -> bool:
    return any(words in str(error) for words in _ABSENT)
