"""The people of a network, read from a node alone."""

from hashtagspace.chain.relay_reads import Head
from hashtagspace.client.market import Market
from hashtagspace.domain.levels import EpochClock
from hashtagspace.personhood.people_at import PeopleAt


def read_people(market: Market, head: Head) -> PeopleAt:
    """The people as of a block, nobody on a network without a registry; raises `chain.*`."""
    terms = market.people.find_terms()
    if terms is None:
        return PeopleAt(EpochClock(head.time_seconds + 1, 1), head.time_seconds, (), {})
    events = [(one.event, one.time_seconds) for one in market.people_logs.list_events(to_block=head.number)]
    registered = market.registrations.map_times(head.number)
    return PeopleAt(terms.clock, head.time_seconds, events, registered)
