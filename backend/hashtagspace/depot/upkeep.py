"""The depot's work beside requests: cleaning up, and asking domains."""

from collections.abc import Callable
from threading import Event
from typing import Final

from hashtagspace.depot import domain_checks, janitor
from hashtagspace.depot.domain_checks import DomainChecks
from hashtagspace.depot.janitor import Janitor
from hashtagspace.errors import HashtagspaceError
from hashtagspace.log import get_logger

_FIRST_SECONDS: Final = 30.0
_log = get_logger("depot")


class Upkeep:
    """Runs in a thread of its own; what fails is logged by its code and tried again later."""

    def __init__(self, sweeper: Janitor, checks: DomainChecks | None, monotonic: Callable[[], float]) -> None:
        """`checks` None: no domain is ever asked."""
        self._janitor = sweeper
        self._checks = checks
        self._monotonic = monotonic

    def run(self, stop: Event, first_seconds: float = _FIRST_SECONDS) -> None:
        """Works until `stop` is set; never raises."""
        sweep_at = check_at = self._monotonic() + first_seconds
        while not stop.wait(min(1.0, first_seconds)):
            if self._monotonic() >= sweep_at:
                self._try(self._sweep)
                sweep_at = self._monotonic() + janitor.EVERY_SECONDS
            if self._checks is not None and self._monotonic() >= check_at:
                self._try(lambda: self._check(stop))
                check_at = self._monotonic() + domain_checks.EVERY_SECONDS

    def _sweep(self) -> None:
        swept = self._janitor.sweep()
        _log.info("depot.swept", responses=swept.responses, envelopes=swept.envelopes, uploads=swept.uploads)

    def _check(self, stop: Event) -> None:
        if self._checks is not None:
            self._checks.check_due(lambda: not stop.is_set())

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except HashtagspaceError as error:
            _log.warning("depot.upkeep_failed", code=error.exact_code)
        except Exception as bug:  # noqa: BLE001 - the relay beside must go on
            _log.error("depot.bug", error=type(bug).__name__, exc_info=bug)
