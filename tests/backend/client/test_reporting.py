"""A campaign's report from a real chain, and the second person who recomputes it."""

import json
from dataclasses import replace

import pytest
from anvil_node import Anvil
from click.testing import CliRunner
from deployed import UNIT
from fair import ASKS, CHOICES, RECORDS, Fair, code_of
from fakes_market import MemoryVault
from people_world import PeopleWorld

from hashtagspace.cli import main
from hashtagspace.client.audience import read_audience
from hashtagspace.client.calibrating import list_silent
from hashtagspace.client.market import Market
from hashtagspace.client.people_reading import read_people
from hashtagspace.client.reporting import Asked, Disclosed, Reporter
from hashtagspace.client.selling import Seller
from hashtagspace.market.roi import Arm, Stratum, compute_numbers
from hashtagspace.market.roi_document import read_inputs, spell_file, spell_number

pytestmark = pytest.mark.anvil


class Campaign:
    """Two founders and a newcomer answered an offer for everybody and were paid."""

    def __init__(self, node, folder):
        self.world = PeopleWorld.make(node)
        self.world.begin(2)
        self.world.take_beacon(self.world.scorer("poster"))
        self.fair = Fair(self.world.deployed, folder)
        self.offer = self.fair.offer()
        self.sellers = [self.founder(0), self.founder(1), self.fair.person()]
        for seller in self.sellers:
            self.fair.answer(self.offer, seller, CHOICES)
        assert all(one.ok for one in self.fair.accept(self.offer))
        self.fair.finalise()
        for seller in self.sellers:
            assert [due.step for due in seller.deliver_due()] == ["delivered"]
        self.fair.finalise()
        self.reporter = Reporter(Market(self.world.deployment, node.url))
        self.deployment = self.world.deployed.write(folder / "31337.json")

    def founder(self, number):
        name = f"founder{number}"
        vault = MemoryVault(self.world.id(name), bytes((number + 1,)) * 32)
        for category, value in RECORDS.items():
            vault.add(category, value)
        return Seller(self.fair.market, vault, self.world.people[name])

    def make(self, asked=None, disclosed=None):
        return self.reporter.make(self.offer, asked or Asked(), disclosed or Disclosed())

    def written(self, **options):
        return spell_file(self.make(**options))

    def list_people(self, *lines):
        return "\n".join(["profile,arm,converted", *lines]).encode()

    def ids(self):
        return [seller.vault.profile for seller in self.sellers]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory):
    node = Anvil.start("--slots-in-an-epoch", "1")
    yield Campaign(node, tmp_path_factory.mktemp("campaign"))
    node.stop()


def names(differences):
    return {one.name for one in differences}


def check(campaign, body, **options):
    return names(campaign.reporter.verify(json.dumps(body).encode(), **options))


class TestRefused:
    def test_an_offer_that_nobody_opened(self, campaign):
        assert code_of(lambda: campaign.reporter.make(bytes(32), Asked(), Disclosed())) == "offer.unknown"

    def test_an_epoch_without_a_beacon_or_to_come(self, campaign):
        assert code_of(lambda: campaign.make(Asked(epoch=1))) == "calibration.no_beacon"
        assert code_of(lambda: campaign.make(Asked(epoch=99))) == "calibration.epoch"

    def test_a_report_about_another_market(self, campaign):
        body = campaign.written()
        body["network"]["chainId"] = 1
        assert code_of(lambda: check(campaign, body)) == "report.other_market"

    def test_a_report_as_of_a_block_that_is_not_there(self, campaign):
        body = campaign.written()
        body["block"] = {**body["block"], "hash": "0x" + "00" * 32}
        assert check(campaign, body) == {"block"}
        body["block"] = {**body["block"], "number": 10**9}
        assert check(campaign, body) == {"block"}


class TestLevelWorth:
    def test_an_offer_that_makes_fakes_pay_is_not_opened(self, campaign):
        """Two kinds for 1 TAG each; level 1 carries 2.64 with a stake of 10."""
        fair = campaign.fair
        assert code_of(lambda: fair.offer(min_level=1, epochs=2, asks=ASKS)) == "offer.level_worth"
        dear = [replace(ask, price=2 * UNIT) for ask in ASKS]
        assert code_of(lambda: fair.offer(min_level=1, asks=tuple(dear))) == "offer.level_worth"

    def test_a_higher_level_or_none_carries_it(self, campaign):
        dear = tuple(replace(ask, price=2 * UNIT) for ask in ASKS)
        assert campaign.fair.offer(min_level=2, asks=dear)
        assert campaign.fair.offer(min_level=0, asks=dear)


class TestLevelFell:
    def test_an_answer_judged_good_is_left_out_with_words_before_it_costs_gas(self, tmp_path):
        """Founders have their level until the third epoch begins without a root."""
        node = Anvil.start("--slots-in-an-epoch", "1")
        try:
            world = PeopleWorld.make(node)
            fair = Fair(world.deployed, tmp_path)
            offer = fair.offer(min_level=1)
            vault = MemoryVault(world.id("founder0"), b"\x01" * 32)
            for category, value in RECORDS.items():
                vault.add(category, value)
            seller = Seller(fair.market, vault, world.people["founder0"])
            stranger = fair.person()
            assert code_of(lambda: fair.answer(offer, stranger, CHOICES)) == "consent.level"
            fair.answer(offer, seller, CHOICES)
            verdicts = fair.buyer.check(offer, fair.buyer.list_responses(offer))
            assert all(one.ok for one in verdicts)
            world.begin(3)
            sent = node.call("eth_getTransactionCount", "0x" + fair.buyer.wallet.address.hex(), "latest")
            (left_out,) = fair.buyer.accept(offer, verdicts)
            assert (left_out.ok, left_out.code) == (False, "consent.level")
            assert left_out.detail == "The profile's level is 0 by now; the offer asks for 1."
            after = node.call("eth_getTransactionCount", "0x" + fair.buyer.wallet.address.hex(), "latest")
            assert after == sent
        finally:
            node.stop()


class TestReport:
    def test_counts_are_the_chains(self, campaign):
        inputs = campaign.make().inputs
        assert (inputs.level, inputs.paid) == (1, 6 * UNIT)
        assert (inputs.paid_accepted, inputs.paid_rejected) == (2, 1)
        assert inputs.sample_accepted == Stratum(7, 7, 0, 0)
        assert inputs.audience == Arm(2, 1), "an offer for everybody: who answered is its audience"

    def test_a_person_below_the_level_after_the_epoch_began_is_not_in_its_sample(self, campaign):
        newcomer = campaign.ids()[2]
        drawn = dict(campaign.make().drawn)
        assert newcomer not in drawn
        assert set(drawn.values()) == {"real"}

    def test_it_is_recomputed_by_somebody_with_the_chain_alone(self, campaign):
        assert check(campaign, campaign.written()) == set()

    def test_a_report_as_of_an_earlier_block_still_holds_later(self, campaign):
        body = campaign.written()
        campaign.fair.answer(campaign.offer, campaign.founder(2), CHOICES)
        campaign.fair.accept(campaign.offer)
        campaign.fair.finalise()
        assert check(campaign, body) == set()
        assert campaign.make().place.block > body["block"]["number"]

    def test_a_sample_that_was_picked_is_named(self, campaign):
        """Whoever may choose epoch and size tries them all, and keeps what flatters."""
        assert check(campaign, campaign.written(asked=Asked(sample_size=3))) == {"calibration"}
        body = campaign.written()
        body["calibration"], body["drawn"] = None, []
        for name in ("sampleAccepted", "sampleRejected"):
            body["inputs"][name] = None
        inputs = read_inputs(body["inputs"])
        body["numbers"] = [spell_number(number) for number in compute_numbers(inputs)]
        assert check(campaign, body) == {"calibration"}

    def test_limits_left_out_are_named(self, campaign):
        body = campaign.written()
        body["limits"] = body["limits"][1:]
        assert check(campaign, body) == {"limits"}

    def test_everything_forged_is_named(self, campaign):
        body = campaign.written()
        body["inputs"]["paid"] = str(UNIT)
        body["inputs"]["sampleAccepted"]["real"] = 6
        body["drawn"][0]["verdict"] = "fake"
        found = check(campaign, body)
        assert {"inputs.paid", "inputs.sampleAccepted", "drawn"} == found

    def test_an_audience_without_a_list_is_who_was_paid_and_nobody_else(self, campaign):
        body = campaign.written()
        body["inputs"]["audience"] = {
            "accepted": 9, "rejected": 90, "acceptedConversions": 0, "rejectedConversions": 0,
        }  # fmt: skip
        body["inputs"]["reached"] = body["inputs"]["audience"]
        found = check(campaign, body)
        assert {"inputs.audience", "inputs.reached"} <= found

    def test_numbers_that_follow_from_forged_inputs_are_named_too(self, campaign):
        body = campaign.written()
        cheaper = next(one for one in body["numbers"] if one["name"] == "cost_per_person")
        cheaper.update(value="0.1000", low="0.1000", high="0.1000")
        assert check(campaign, body) == {"cost_per_person"}

    def test_a_sample_of_a_chosen_size_is_the_first_of_the_whole(self, campaign):
        whole = campaign.make(Asked(epoch=2))
        small = campaign.make(Asked(epoch=2, sample_size=3))
        assert small.inputs.sample_accepted == Stratum(7, 3, 0, 0)
        assert small.drawn[:3] == whole.drawn[:3]


class TestList:
    def test_the_lists_counts_come_from_the_levels_on_chain(self, campaign):
        one, two, three = campaign.ids()
        data = campaign.list_people(f"{one},reached,1", f"{two},held_out,0", f"{three},reached,1", "77,,")
        inputs = campaign.make(disclosed=Disclosed(read_audience(data))).inputs
        assert inputs.audience == Arm(2, 2, 1, 1)
        assert (inputs.reached, inputs.held_out) == (Arm(1, 1, 1, 1), Arm(1, 0, 0, 0))

    def test_whoever_has_the_list_checks_its_counts_as_well(self, campaign):
        one, two, _ = campaign.ids()
        audience = read_audience(campaign.list_people(f"{one},reached,1", f"{two},held_out,0"))
        body = campaign.written(disclosed=Disclosed(audience, 5 * UNIT))
        assert check(campaign, body) == set()
        assert check(campaign, body, audience=audience) == set()
        other = read_audience(campaign.list_people(f"{one},reached,0", f"{two},held_out,0"))
        found = check(campaign, body, audience=other)
        assert {"inputs.reached", "inputs.audience", "audienceDigest"} <= found

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "audience.columns"),
            ("profile,arm\n1,reached", "audience.columns"),
            ("profile,arm,converted\n", "audience.empty"),
            ("profile,arm,converted\n1,reached,1\n1,reached,1", "audience.twice"),
            ("profile,arm,converted\n1,somewhere,1", "audience.row"),
            ("profile,arm,converted\n0,reached,1", "audience.row"),
            ("profile,arm,converted\n9223372036854775808,reached,1", "audience.row"),
            ("profile,arm,converted\n1,reached,maybe", "audience.row"),
            ("profile,arm,converted\n1,reached,1,2", "audience.row"),
            ('profile,arm,converted\n"1,reached', "audience.malformed"),
        ],
    )
    def test_a_list_that_does_not_read(self, text, code):
        assert code_of(lambda: read_audience(text.encode())) == code

    def test_a_random_first_line_hides_a_short_list(self, campaign):
        plain = campaign.list_people("7,reached,1")
        salted = read_audience(b"# 8e1f0c\n" + plain)
        assert salted.rows == read_audience(plain).rows
        assert salted.digest != read_audience(plain).digest

    def test_a_list_that_is_no_text(self):
        assert code_of(lambda: read_audience(b"\xff\xfe")) == "audience.malformed"


class TestSample:
    def test_who_has_no_verdict_is_asked_by_turns_of_both_sides(self, campaign):
        market = campaign.reporter._market
        people = read_people(market, market.reads.read_head())
        assert list_silent(people.draw(2, 1)) == []  # founders are all there were

    def test_levels_are_the_contracts(self, campaign):
        market = campaign.reporter._market
        people = read_people(market, market.reads.read_head())
        for profile in campaign.ids():
            assert people.level_of(profile) == market.reads.read_level(profile)


class TestShell:
    def run(self, campaign, *arguments, code=0):
        node = ["--rpc-url", campaign.fair.anvil.url, "--deployment", str(campaign.deployment)]
        result = CliRunner().invoke(main, [*arguments, *node])
        assert result.exit_code == code, result.output
        return result

    def test_a_report_is_written_and_verified(self, campaign, tmp_path):
        out, table = tmp_path / "report.json", tmp_path / "report.csv"
        offer = "0x" + campaign.offer.hex()
        found = self.run(campaign, "report", offer, "--out", str(out), "--csv", str(table))
        assert "Spend per real person" in found.output
        assert "Real people lost to the filter: not shown (nobody of the calibration sample" in found.output
        assert "Hired people are not seen" in found.output
        assert "spend_per_real_person" in table.read_text()
        assert "holds:" in self.run(campaign, "report", "--verify", str(out)).output
        body = json.loads(out.read_text())
        body["inputs"]["paid"] = "1"
        out.write_text(json.dumps(body))
        told = self.run(campaign, "report", "--verify", str(out), code=1)
        assert "DIFFERS  inputs.paid: the report says 1; it is 6000000000000000000" in told.output

    def test_neither_an_offer_nor_a_file(self, campaign):
        assert "Name an offer" in self.run(campaign, "report", code=1).output
        assert "cannot be read" in self.run(campaign, "report", "--verify", "/nowhere", code=1).output

    def test_who_is_drawn(self, campaign):
        found = json.loads(self.run(campaign, "calibrate", "--json").stdout)
        assert (found["epoch"], found["accepted"]["population"], found["rejected"]["population"]) == (2, 7, 0)
