"""The work beside requests goes on whatever fails, and ends when told."""

import threading
from collections.abc import Callable

import pytest
from depot_world import DepotWorld

from hashtagspace.depot.domain_checks import DomainChecks
from hashtagspace.depot.janitor import Janitor, Swept
from hashtagspace.depot.upkeep import Upkeep
from hashtagspace.errors import StoreUnavailable


class Sweeper(Janitor):
    def __init__(self, work: Callable[[], Swept]) -> None:
        self.work = work

    def sweep(self) -> Swept:
        return self.work()


class Ticking:
    """A clock on which hours pass between two looks."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 4_000
        return self.now


@pytest.mark.parametrize("failure", [StoreUnavailable("away"), ZeroDivisionError("a bug")])
def test_a_failure_is_tried_again(failure: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    stop, rounds = threading.Event(), []

    def sweep() -> Swept:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        if len(rounds) == 1:
            raise failure
        return Swept(1, 2, 3)

    Upkeep(Sweeper(sweep), None, Ticking()).run(stop, first_seconds=0.001)
    assert len(rounds) == 3
    said = "".join(capsys.readouterr())
    assert ("depot.bug" if isinstance(failure, ZeroDivisionError) else "store.unavailable") in said
    assert "depot.swept" in said


def test_domains_are_asked_beside(place: DepotWorld) -> None:
    place.offer(terms=place.stall.terms_document(domain="shop.example"))
    stop = threading.Event()

    def fetch(_domain: str, _path: str) -> bytes:
        stop.set()
        return b'{"profiles":["7"]}'

    checks = DomainChecks(place.outbox, place.depot.uploads._reader, place.wall, fetch)
    Upkeep(Sweeper(Swept), checks, Ticking()).run(stop, first_seconds=0.001)
    assert place.depot.map_domains(["shop.example"])["shop.example"].profiles == {7}
