"""The people registry with all contracts: from a registration to an offer that asks for a person."""

from types import SimpleNamespace

import pytest
import rlp
from brownie import accounts, chain
from eth_abi import encode
from eth_utils import keccak
from figures import UNIT
from refusals import refused
from sale import ACCEPTED, LEVEL_TOO_LOW, Business, answer, offer_terms
from signed_forms import Person
from society import (
    EPOCH,
    FARM,
    FOUNDERS,
    NEWCOMERS,
    Society,
    block_header,
    plain_header,
    read_epoch,
    root_of,
    standing_path,
)

HOUR = 3600
STAKE, JUROR_STAKE, DEPOSIT = 10 * UNIT, 200 * UNIT, 25 * UNIT
BOND, DISPUTE_BOND, CAP = 500 * UNIT, 100 * UNIT, 10 * UNIT


@pytest.fixture(scope="module")
def people(module_isolation):  # noqa: ARG001 (goes first)
    return [Person.new(accounts, f"society {number}") for number in range(15)]


@pytest.fixture(scope="module")
def society(  # noqa: PLR0917 (one fixture a contract)
    people, TagToken, ProfileRegistry, EpochClock, Jury, Vouches, Arbiter, EpochRoots, PersonhoodRegistry,
    DataMarket, RewardPool,
):  # fmt: skip
    """Deployed in order as scripts/deploy.py does; the founders have not registered yet."""
    deployer = accounts[0]
    token = deployer.deploy(TagToken, [deployer], [1_000_000 * UNIT])
    registry = deployer.deploy(ProfileRegistry)
    clock = deployer.deploy(EpochClock, HOUR)
    founders = [registry.profileIdOf(people[number].address, 0) for number in FOUNDERS]
    jury = deployer.deploy(Jury, token, registry, clock, founders, JUROR_STAKE, DEPOSIT)
    vouches = deployer.deploy(Vouches, token, registry, jury, clock, STAKE)
    arbiter = deployer.deploy(Arbiter, vouches, 2)
    roots = deployer.deploy(EpochRoots, token, arbiter, BOND, DISPUTE_BOND)
    personhood = deployer.deploy(PersonhoodRegistry, roots, jury)
    market = deployer.deploy(DataMarket, token, registry, personhood)
    pool = deployer.deploy(RewardPool, token, registry, personhood, clock, CAP)
    contracts = SimpleNamespace(
        token=token, registry=registry, clock=clock, jury=jury, vouches=vouches, arbiter=arbiter, roots=roots,
        personhood=personhood, market=market, pool=pool, deployer=deployer,
    )  # fmt: skip
    return Society(people, contracts)


@pytest.fixture(scope="module")
def vouched(society):
    """Everybody has registered and vouched in epoch 2; it is epoch 5."""
    society.register()
    society.give(100 * UNIT, society.contracts.vouches)
    society.to_epoch(2)
    society.vouch_all(read_epoch(), accounts[9])
    society.to_epoch(EPOCH)
    return society


@pytest.fixture
def levelled(vouched):
    """The root of epoch 5 is final, and everybody's standing in it is proven by a stranger."""
    contracts, epoch = vouched.contracts, read_epoch()
    header, poster = plain_header(epoch), accounts[8]
    contracts.token.transfer(poster, BOND, {"from": contracts.deployer})
    contracts.token.approve(contracts.roots, BOND, {"from": poster})
    vouched.to_epoch(EPOCH + 1)
    posted = contracts.roots.post(header, {"from": poster}).events["Posted"]
    assert posted["root"] == "0x" + root_of(header).hex()
    vouched.to_epoch(EPOCH + 2)
    chain.sleep(60)
    chain.mine()
    contracts.roots.finish(posted["post"], header, {"from": accounts[7]})
    assert contracts.roots.latestFinal() == EPOCH
    for seat, standing in enumerate(epoch["standings"]):
        path = standing_path(epoch, seat)
        contracts.personhood.proveLevel(
            vouched.profile(seat), EPOCH, int(standing, 16), path, {"from": accounts[7]}
        )
    return vouched


# --- founders


@pytest.mark.parametrize("founders", [[], [0], [1, 1], [2**63], list(range(1, 66))])
def test_refuses_founders_that_are_none(society, Jury, founders):
    given = society.contracts
    with refused("FoundersInvalid"):
        given.deployer.deploy(Jury, given.token, given.registry, given.clock, founders, JUROR_STAKE, DEPOSIT)


def test_founders_count_as_vetted_before_they_register(society):
    assert all(society.contracts.jury.vettedSince(society.profile(number)) == 1 for number in FOUNDERS)
    assert society.contracts.personhood.levelOf(society.profile(0)) == 3


@pytest.mark.parametrize("seconds", [0, 3599, 32 * 86_400])
def test_refuses_epochs_of_no_use(society, EpochClock, seconds):
    with refused("EpochSecondsInvalid", seconds):
        society.contracts.deployer.deploy(EpochClock, seconds)


# --- the beacon


def test_a_beacon_comes_from_a_block_that_nobody_chose(society, relayer):
    clock = society.contracts.clock
    epoch = clock.currentEpoch()
    taken = society.take_beacon(relayer)
    header = block_header(clock.targetOf(epoch))
    random = rlp.decode(header)[13]
    beacon = keccak(encode(["uint256", "bytes32"], [epoch, random]))
    assert taken.events["BeaconTaken"]["beacon"] == "0x" + beacon.hex()
    with refused("BeaconThere", epoch):
        clock.commit({"from": relayer})


def test_another_block_s_header_is_no_beacon(society, relayer):
    clock = society.contracts.clock
    clock.commit({"from": relayer})
    target = int(clock.targetOf(clock.currentEpoch()))
    with refused("TargetPending", target):
        clock.take(block_header(1), {"from": relayer})
    chain.mine(66)
    with refused("HeaderWrong", target):
        clock.take(block_header(target - 1), {"from": relayer})


# --- vouches


def test_seats_are_given_in_the_order_of_first_vouches(vouched):
    vouches = vouched.contracts.vouches
    assert vouches.seatsBefore(EPOCH) == len(vouched.people)
    assert all(vouches.profileAt(seat) == vouched.profile(seat) for seat in range(len(vouched.people)))
    assert vouched.contracts.token.balanceOf(vouches) == 76 * STAKE


def test_nobody_vouches_for_oneself_or_for_somebody_else(vouched):
    vouches, first = vouched.contracts.vouches, vouched.people[0]
    with refused("SelfVouch", vouched.profile(0)):
        vouches.vouch(vouched.profile(0), vouched.profile(0), {"from": first.account})
    with refused("NotCustody", vouched.profile(1), first.address):
        vouches.vouch(vouched.profile(1), vouched.profile(14), {"from": first.account})


# --- levels


def test_before_any_root_only_fresh_verdicts_count(vouched):
    levels = [vouched.contracts.personhood.levelOf(vouched.profile(seat)) for seat in range(15)]
    assert levels == [0] * 15


def test_a_root_that_is_not_this_epoch_s_is_not_posted(vouched):
    epoch, of, *rest = plain_header(read_epoch())
    vouched.to_epoch(EPOCH + 1)
    with refused("HeaderInvalid"):
        vouched.contracts.roots.post((epoch, of + 1, *rest), {"from": accounts[8]})


def test_a_final_root_gives_levels_and_a_farm_none(levelled):
    level = levelled.contracts.personhood.levelOf
    assert {level(levelled.profile(seat)) for seat in FOUNDERS} == {3}
    assert {level(levelled.profile(seat)) for seat in NEWCOMERS} == {1}
    assert {level(levelled.profile(seat)) for seat in FARM} == {0}


def test_nobody_proves_the_standing_of_another(levelled):
    epoch = read_epoch()
    standing = int(epoch["standings"][0], 16)
    with refused("ProofInvalid"):
        levelled.contracts.personhood.proveLevel(
            levelled.profile(FARM[0]), EPOCH, standing, standing_path(epoch, 0), {"from": accounts[7]}
        )


def test_levels_end_when_nobody_posts(levelled):
    level = levelled.contracts.personhood.levelOf
    levelled.to_epoch(EPOCH + 3)
    assert level(levelled.profile(NEWCOMERS[0])) == 0


# --- what they open


@pytest.fixture
def buyer(levelled, carol):
    contracts = levelled.contracts
    contracts.token.transfer(carol.address, 100 * UNIT, {"from": contracts.deployer})
    return Business(carol, contracts.market, contracts.token)


def test_an_offer_for_people_opens_to_newcomers_and_not_to_the_farm(levelled, buyer):
    offer = buyer.open(offer_terms(minLevel=1))
    newcomer, fake = NEWCOMERS[0], FARM[0]
    deal = answer(buyer.market, levelled.people[newcomer], offer, levelled.profile(newcomer))
    buyer.accept(deal)
    assert deal.state == ACCEPTED
    deal = answer(buyer.market, levelled.people[fake], offer, levelled.profile(fake))
    with refused("Refused", deal.deal, LEVEL_TOO_LOW):
        buyer.accept(deal)


def test_an_offer_for_vetted_people_is_closed_to_newcomers(levelled, buyer):
    offer = buyer.open(offer_terms(minLevel=2))
    newcomer = NEWCOMERS[0]
    deal = answer(buyer.market, levelled.people[newcomer], offer, levelled.profile(newcomer))
    with refused("Refused", deal.deal, LEVEL_TOO_LOW):
        buyer.accept(deal)


def test_tips_of_people_are_matched_and_paid_to_people(levelled, relayer):
    given, pool = levelled.contracts, levelled.contracts.pool
    given.token.approve(pool, 300 * UNIT, {"from": given.deployer})
    epoch = given.clock.currentEpoch()
    pool.sponsor(epoch, 100 * UNIT, {"from": given.deployer})
    receiver = levelled.profile(NEWCOMERS[2])
    payee = levelled.people[NEWCOMERS[2]].address
    levelled.give(20 * UNIT, pool)
    before = given.token.balanceOf(payee)
    for giver in NEWCOMERS[:2]:
        form = (levelled.profile(giver), receiver, CAP, b"\x07" * 32, 2**200 + giver, chain.time() + HOUR)
        signature = levelled.people[giver].sign(pool, "Tip", *form)
        pool.tipFor(*form, signature, {"from": relayer})
        with refused("NonceUsed", form[0], form[4]):
            pool.tipFor(*form, signature, {"from": relayer})
    assert given.token.balanceOf(payee) == before + 2 * CAP
    assert pool.dueOf(epoch, receiver) == 10 * UNIT  # a tenth of the pool at most
    pool.sponsor(epoch, 200 * UNIT, {"from": given.deployer})
    due = pool.dueOf(epoch, receiver)  # square roots are rounded down
    assert 2 * CAP - 10**11 < due <= 2 * CAP
    with refused("EpochInvalid", epoch):
        pool.claim(epoch, receiver, {"from": relayer})


def test_a_match_is_paid_while_the_receiver_has_a_level_only(levelled, relayer):
    given, pool = levelled.contracts, levelled.contracts.pool
    given.token.approve(pool, 5 * UNIT, {"from": given.deployer})
    epoch = given.clock.currentEpoch()
    pool.sponsor(epoch, 5 * UNIT, {"from": given.deployer})
    levelled.give(20 * UNIT, pool)
    receiver = levelled.profile(0)
    for giver in NEWCOMERS[:2]:
        account = levelled.people[giver].account
        pool.tip(levelled.profile(giver), receiver, CAP, bytes(32), {"from": account})
    levelled.to_epoch(epoch + 1)
    with refused("NoLevel", receiver):  # nobody posted epoch 6
        pool.claim(epoch, receiver, {"from": relayer})
    assert given.token.balanceOf(pool) == 5 * UNIT


# --- appeal


def test_an_appeal_by_signature_is_paid_by_the_custody(vouched, relayer):
    jury, newcomer = vouched.contracts.jury, NEWCOMERS[0]
    person, profile = vouched.people[newcomer], vouched.profile(newcomer)
    token = vouched.contracts.token
    token.transfer(person.address, DEPOSIT, {"from": vouched.contracts.deployer})
    token.approve(jury, DEPOSIT, {"from": person.account})
    form = (profile, b"\x0e" * 32)
    deadline = chain.time() + HOUR
    signature = person.sign(jury, "Appeal", *form, jury.nonceOf(profile), deadline)
    opened = jury.appealFor(*form, deadline, signature, {"from": relayer}).events["CaseOpened"]
    assert (opened["profile"], opened["payer"]) == (profile, person.address)
    assert token.balanceOf(jury) == DEPOSIT
    with refused("TooEarly", profile, 2**32 - 1):
        jury.appeal(*form, {"from": person.account})
