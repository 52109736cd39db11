"""What every store does alike once it can put and find a block."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import BinaryIO

from hashtagspace.domain.cid import RAW, parse_cid
from hashtagspace.ipfs.car import encode_car, open_car
from hashtagspace.ipfs.dag_walk import Limits, get_block, walk_dag, walk_file
from hashtagspace.ipfs.errors import InvalidCar
from hashtagspace.ipfs.file_writer import write_file
from hashtagspace.ipfs.store import FILE_LIMIT_BYTES


class BlockStore(ABC):
    """A `ContentStore` made of four block operations; what each method promises is said there."""

    @abstractmethod
    def put_block(self, data: bytes, codec: int = RAW) -> str:
        """See `ContentStore`."""

    @abstractmethod
    def find_block(self, cid: str) -> bytes | None:
        """See `ContentStore`."""

    def find_local_block(self, cid: str) -> bytes | None:
        """As `find_block`, without asking a network; a store that has none asks none."""
        return self.find_block(cid)

    @abstractmethod
    def has_block(self, cid: str) -> bool:
        """See `ContentStore`."""

    @abstractmethod
    def check(self) -> None:
        """See `ContentStore`."""

    def get_block(self, cid: str) -> bytes:
        """See `ContentStore`."""
        return get_block(self, cid)

    def add_file(self, source: bytes | BinaryIO) -> str:
        """See `ContentStore`."""
        return write_file(source, self.put_block)

    def read_file(self, cid: str, max_bytes: int = FILE_LIMIT_BYTES) -> Iterator[bytes]:
        """See `ContentStore`."""
        for part, data, _ in walk_file(self, cid, limits=Limits(total_bytes=max_bytes)):
            if parse_cid(part).codec == RAW:
                yield data

    def export_car(self, cid: str) -> Iterator[bytes]:
        """See `ContentStore`."""
        return encode_car([cid], walk_dag(self, cid))

    @abstractmethod
    def drop_file(self, cid: str, is_needed: Callable[[bytes], bool]) -> None:
        """See `ContentStore`."""

    def import_car(self, source: BinaryIO) -> tuple[str, ...]:
        """See `ContentStore`."""
        car = open_car(source)
        for cid, data in car.blocks:
            self._put_part(data, parse_cid(cid).codec)
        for root in car.roots:
            if not self.has_block(root):
                raise InvalidCar(f"The archive names the root {root} but does not hold it.")
            self._keep_root(root)
        return car.roots

    def _put_part(self, data: bytes, codec: int) -> str:
        """The block is kept at least until `_keep_root` of a DAG that holds it."""
        return self.put_block(data, codec)

    def _keep_root(self, cid: str) -> None:  # noqa: B027 - most stores keep every block they are given
        """The DAG, whose parts were put, is kept."""
