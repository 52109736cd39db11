"""Whether a domain that terms name knows the profile: its own word, asked at most once a day."""

from collections.abc import Callable
from typing import Final

import msgspec

from hashtagspace.depot.safe_fetch import Unfetched, fetch_file
from hashtagspace.log import get_logger
from hashtagspace.store import depot_domains, read_offers
from hashtagspace.store.depot_rows import DomainRecord
from hashtagspace.store.outbox_engine import Outbox
from hashtagspace.store.read_checkpoint import find_checkpoint
from hashtagspace.store.reader import Reader

PATH: Final = "/.well-known/hashtagspace.json"
EVERY_SECONDS: Final = 600
_AGAIN_SECONDS: Final = 86_400
_AT_ONCE: Final = 50
_MOST_PROFILES: Final = 1_000
_MAX_PROFILE: Final = 2**63 - 1
_log = get_logger("depot")


class _WellKnown(msgspec.Struct):
    profiles: list[str]


_WELL_KNOWN: Final = msgspec.json.Decoder(_WellKnown)
Fetch = Callable[[str, str], bytes]


class DomainChecks:
    """Asks domains of open offers alone; what others name is forgotten."""

    def __init__(
        self, outbox: Outbox, reader: Reader, wall: Callable[[], float], fetch: Fetch = fetch_file
    ) -> None:
        self._outbox = outbox
        self._reader = reader
        self._wall = wall
        self._fetch = fetch

    def check_due(self, go_on: Callable[[], bool]) -> int:
        """How many domains were asked now, 50 at most, as long as `go_on()`; raises `store.*`."""
        network = self._outbox.network_id
        with self._reader.connection() as chain:
            checkpoint = find_checkpoint(chain)
            now = 0 if checkpoint is None else checkpoint.indexed_time
            names = read_offers.list_open_domains(chain, now)
        with self._outbox.write() as connection:
            depot_domains.drop_other_domains(connection, network, names)
            known = depot_domains.map_domains(connection, network, names)
        oldest = self._wall() - _AGAIN_SECONDS
        due = [name for name in names if name not in known or known[name].checked_at < oldest]
        asked = 0
        for name in due[:_AT_ONCE]:
            if not go_on():
                break
            record = DomainRecord(self.ask(name), int(self._wall()))
            with self._outbox.write() as connection:
                depot_domains.keep_domain(connection, network, name, record)
            asked += 1
        return asked

    def ask(self, name: str) -> frozenset[int]:
        """The profiles that the domain names; none when it does not answer as it should."""
        try:
            return read_profiles(self._fetch(name, PATH))
        except Unfetched as failure:
            _log.info("depot.domain_not_read", why=str(failure))
            return frozenset()


def read_profiles(data: bytes) -> frozenset[int]:
    """The profiles that the file names; none of a malformed one."""
    try:
        named = _WELL_KNOWN.decode(data).profiles
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return frozenset()
    if len(named) > _MOST_PROFILES or not all(map(_is_profile, named)):
        return frozenset()
    return frozenset(map(int, named))


def _is_profile(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and 0 < int(text) <= _MAX_PROFILE
