"""The founders are people of the demo world, and their profiles are known before they register."""

from hashtagspace.dev.founders import FOUNDERS, derive_founder_profiles, derive_founders, derive_wallet
from hashtagspace.dev.world import load_world

SECRET = b"\x07" * 32


def test_every_founder_is_somebody_in_the_demo_world_and_nobody_is_named_twice() -> None:
    handles = {person.handle for person in load_world().people}
    assert set(FOUNDERS) <= handles
    assert len(set(FOUNDERS)) == len(FOUNDERS) >= 5


def test_founders_have_the_wallets_of_their_people() -> None:
    wallets = derive_founders(SECRET)
    assert [wallet.address for wallet in wallets] == [derive_wallet(SECRET, one).address for one in FOUNDERS]
    assert len({wallet.address for wallet in wallets}) == len(FOUNDERS)
    assert derive_founders(b"\x08" * 32)[0].address != wallets[0].address


def test_profiles_are_those_of_a_first_registration() -> None:
    profiles = derive_founder_profiles(SECRET)
    assert len(set(profiles)) == len(FOUNDERS)
    assert all(0 < profile < 2**63 for profile in profiles)
