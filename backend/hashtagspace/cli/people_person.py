"""The profile that a command of `hashtagspace people` acts for."""

from hashtagspace.cli.access import Access
from hashtagspace.client.market import Way
from hashtagspace.client.people import Person


def open_person(access: Access, way: Way) -> Person:
    """The profile of the wallet; raises what is missing."""
    wallet = access.open_wallet()
    return Person(access.open_people(), wallet, access.find_profile(wallet), way=way)
