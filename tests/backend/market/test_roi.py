"""The campaign report: what it refuses to show, what it always shows, and what a forged file is told."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from golden.campaign_samples import (
    ALL_FAKE,
    CAMPAIGN_INPUTS,
    NO_FAKE_FOUND,
    NO_SAMPLE,
    NOBODY,
    SILENT,
    TAG,
    USELESS_FILTER,
    WHOLE,
)
from hashtagspace.errors import InvalidInput
from hashtagspace.market.roi import Arm, Inputs, Stratum, compute_numbers
from hashtagspace.market.roi_document import (
    Place,
    ReportFile,
    compare_inputs,
    compare_numbers,
    parse_file,
    spell_file,
    spell_inputs,
    spell_number,
)

PLACE = Place(31337, b"\x01" * 20, b"\x02" * 32, 77, b"\x03" * 32, 1_800_000_000, 9, 100)


def numbers(inputs):
    return {number.name: number for number in compute_numbers(inputs)}


def whys(inputs):
    return {number.name: number.why for number in compute_numbers(inputs)}


def report(inputs=WHOLE):
    return ReportFile(PLACE, inputs, b"\x04" * 32, ((7, "real"), (8, "silent")))


def written(campaign=WHOLE, **changes):
    return json.dumps(spell_file(report(campaign)) | changes).encode()


class TestNotShown:
    def test_a_lift_that_may_be_none(self):
        assert whys(USELESS_FILTER)["lift"] == "crosses_zero"
        assert whys(USELESS_FILTER)["conversions_gain"] == "crosses_zero"

    def test_money_saved_when_perhaps_no_fake_was_left_out(self):
        assert whys(NO_FAKE_FOUND)["money_saved"] == "crosses_zero"

    def test_a_fake_share_behind_a_filter_that_does_not_tell_them_apart(self):
        assert whys(USELESS_FILTER)["audience_fake_share"] == "filter_unclear"

    def test_spend_per_real_person_when_perhaps_nobody_is_real(self):
        found = numbers(ALL_FAKE)["spend_per_real_person"]
        assert (found.interval, found.why) == (None, "unbounded")

    def test_without_a_sample_nothing_is_claimed_about_fakes(self):
        found = whys(NO_SAMPLE)
        assert {name for name, why in found.items() if why == "no_sample"} == {
            "spend_per_real_person", "real_people", "fake_share", "real_lost", "real_lost_share",
            "audience_fake_share", "money_saved",
        }  # fmt: skip

    def test_a_sample_without_any_verdict_is_none(self):
        inputs = replace(WHOLE, sample_rejected=Stratum(2_000, 0, 0, 100))
        assert whys(inputs)["real_lost"] == "no_sample"

    def test_nobody_paid(self):
        assert whys(NOBODY)["cost_per_person"] == whys(NOBODY)["spend_per_real_person"] == "nobody_paid"

    def test_an_empty_audience(self):
        inputs = replace(WHOLE, audience=Arm(0, 0))
        assert whys(inputs)["audience_fake_share"] == "no_audience"
        assert whys(inputs)["money_saved"] == "nobody_left_out"


class TestAlwaysShown:
    @pytest.mark.parametrize("inputs", [WHOLE, SILENT, USELESS_FILTER, NO_FAKE_FOUND, ALL_FAKE])
    def test_the_real_people_lost(self, inputs):
        assert numbers(inputs)["real_lost"].interval is not None
        assert numbers(inputs)["real_lost_share"].interval is not None

    def test_even_when_perhaps_none_was_lost(self):
        inputs = replace(WHOLE, sample_rejected=Stratum(2_000, 0, 100, 0))
        assert numbers(inputs)["real_lost"].interval.low == 0
        assert numbers(inputs)["real_lost"].why is None


class TestSilence:
    def test_the_interval_holds_whatever_the_silent_are(self):
        found = numbers(SILENT)["real_people"].interval
        real = replace(SILENT, sample_accepted=Stratum(500, 99, 1, 0))
        fake = replace(SILENT, sample_accepted=Stratum(500, 80, 20, 0))
        assert found.low == numbers(fake)["real_people"].interval.low
        assert found.high == numbers(real)["real_people"].interval.high

    def test_the_estimate_is_of_those_who_were_judged(self):
        assert numbers(SILENT)["fake_share"].interval.estimate == 1 / 81


class TestSums:
    def test_fakes_among_the_paid_make_each_real_one_dearer(self):
        found = numbers(WHOLE)
        paid, real = WHOLE.paid / TAG, found["real_people"].interval
        spread = found["spend_per_real_person"].interval
        assert spread.estimate == pytest.approx(paid / (310 * 0.97))
        assert (spread.low, spread.high) == (paid / real.high, paid / real.low)
        assert spread.estimate > found["cost_per_person"].interval.estimate

    def test_without_fakes_it_is_the_cost_per_person_of_the_level(self):
        inputs = replace(WHOLE, sample_accepted=Stratum(8_000, 100, 0, 0))
        assert numbers(inputs)["spend_per_real_person"].interval.low == inputs.paid / TAG / 310

    @given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 500))
    def test_everybody_left_out_is_real_or_fake(self, fake, real, people):
        inputs = replace(
            WHOLE, sample_rejected=Stratum(2_000, real, fake, 0), audience=Arm(10, people), paid=322 * TAG
        )
        found = numbers(inputs)
        lost = found["real_lost"].interval
        assert 0 <= lost.low <= lost.estimate <= lost.high <= people
        if found["money_saved"].interval is not None:
            saved = found["money_saved"].interval
            assert saved.low + lost.high == pytest.approx(people)
            assert saved.high + lost.low == pytest.approx(people)


class TestFile:
    @pytest.mark.parametrize("inputs", CAMPAIGN_INPUTS.values(), ids=CAMPAIGN_INPUTS)
    def test_what_was_written_reads_and_holds(self, inputs):
        read, told = parse_file(written(campaign=inputs))
        assert read == report(inputs)
        assert compare_numbers(told, read.inputs) == []

    @pytest.mark.parametrize(
        "data",
        [
            b"", b"[]", b"{}", b"\xff",
            written(type="receipt"), written(version=2), written(extra=1),
            written(inputs={}), written(offer="0x12"), written(drawn=[{"profile": "x", "verdict": "real"}]),
            written(inputs=spell_inputs(replace(WHOLE, level=4))),
            written(inputs=spell_inputs(WHOLE) | {"paid": "-1"}),
            written(inputs=spell_inputs(WHOLE) | {"paidAccepted": 1.5}),
            written(inputs=spell_inputs(WHOLE) | {"paidAccepted": True}),
            written(inputs=spell_inputs(replace(WHOLE, reached=Arm(3, 0, 4, 0)))),
            written(inputs=spell_inputs(replace(WHOLE, sample_accepted=Stratum(5, 3, 2, 1)))),
        ],
    )  # fmt: skip
    def test_what_is_no_report_is_refused(self, data):
        with pytest.raises(InvalidInput) as refusal:
            parse_file(data)
        assert refusal.value.exact_code == "report.malformed"

    @pytest.mark.parametrize("name", [number.name for number in compute_numbers(WHOLE)])
    @pytest.mark.parametrize("part", ["value", "low", "high", "formula", "inputs"])
    def test_each_number_that_was_changed_is_named(self, name, part):
        body = spell_file(report())
        changed = next(number for number in body["numbers"] if number["name"] == name)
        changed[part] = "1.0000" if part in ("value", "low", "high") else []
        read, told = parse_file(json.dumps(body).encode())
        assert [one.name for one in compare_numbers(told, read.inputs)] == [name]

    def test_a_number_left_out_or_invented_is_named(self):
        told = [spell_number(number) for number in compute_numbers(WHOLE)]
        assert [one.name for one in compare_numbers(told[1:], WHOLE)] == [told[0]["name"]]
        invented = told[0] | {"name": "joy"}
        assert [one.name for one in compare_numbers([*told, invented], WHOLE)] == ["joy"]

    def test_a_number_hidden_is_named(self):
        told = [spell_number(number) for number in compute_numbers(WHOLE)]
        for number in told:
            if number["name"] == "real_lost":
                number.update(value=None, low=None, high=None, why="no_sample")
        assert [one.name for one in compare_numbers(told, WHOLE)] == ["real_lost"]

    def test_inputs_that_differ_are_named(self):
        other = replace(WHOLE, paid=1, sample_accepted=Stratum(8_000, 96, 4, 0))
        found = compare_inputs(WHOLE, other, ("paid", "paid_accepted", "sample_accepted"))
        assert [one.name for one in found] == ["inputs.paid", "inputs.sampleAccepted"]

    def test_an_interval_is_rounded_outwards(self):
        body = spell_number(numbers(WHOLE)["fake_share"])
        assert (body["value"], body["low"], body["high"]) == ("0.0300", "0.0081", "0.0846")

    def test_a_negative_number_keeps_its_sign(self):
        inputs = Inputs(1, 0, 0, 0, reached=Arm(400, 0, 4, 0), held_out=Arm(400, 0, 40, 0))
        body = spell_number(numbers(inputs)["lift"])
        assert body["value"] == "-0.0900"
        assert float(body["low"]) < -0.09 < float(body["high"]) < 0
