from dataclasses import replace

import pytest
from domain_strategies import vectors
from hypothesis import given
from hypothesis import strategies as st
from market_strategies import code_of
from market_values import SCHEMAS, records

from golden.sale_samples import TERMS, kinds_of, offer_of, selection_of, signing_of
from golden.terms_refused import changed
from hashtagspace.domain.terms import Ask, Granularity
from hashtagspace.domain.terms_format import parse_terms
from hashtagspace.errors import InvalidInput
from hashtagspace.market.bundle import Bundle, build_bundle, parse_bundle
from hashtagspace.market.ladder import can_answer, coarsen
from hashtagspace.market.noise import keep_noise
from hashtagspace.market.record_values import parse_value
from hashtagspace.market.selection import SelectedKind, Selection, parse_selection, select_kinds

GOLDEN = vectors("market_receipt")
ALL_TERMS = [parse_terms(text.encode()) for text in GOLDEN["terms"]]
DAY = "2026-11-23"


def sold(row):
    return ALL_TERMS[row["terms"]], parse_selection(row["selection"].encode())


@pytest.mark.parametrize("row", GOLDEN["bundles"])
def test_a_bundle_of_what_was_sold_is_read(row):
    terms, selection = sold(row)
    bundle = parse_bundle(row["text"].encode(), terms, selection)
    assert build_bundle(bundle, terms.max_bytes).decode() == row["text"]
    assert select_kinds(bundle.kinds) == selection.kinds


@pytest.mark.parametrize("row", GOLDEN["bundlesRefused"], ids=lambda row: row["name"])
def test_a_bundle_of_anything_else_is_refused(row):
    good = GOLDEN["bundles"][row["bundle"]]
    data = changed(good["text"], (row["old"], row["new"])).encode()
    assert code_of(parse_bundle, data, *sold(good)) == row["code"]


def test_every_refusal_stands_in_the_vectors():
    assert {row["code"] for row in GOLDEN["bundlesRefused"]} == {
        f"bundle.{name}"
        for name in (
            "json", "bytes", "form", "offer", "profile", "day", "kinds", "granularity", "unknown_field",
            "missing_field", "value", "rows", "file",
        )
    }  # fmt: skip


@given(records, st.sampled_from(list(Granularity)))
def test_whatever_a_record_shows_survives_its_journey(record, granularity):
    category_id, data = record
    value = keep_noise(parse_value(category_id, data))
    ask = Ask(category_id, granularity, 1)
    category = SCHEMAS.get_category(category_id)
    if granularity is Granularity.YESNO or not category.offers(granularity) or not can_answer(ask, value):
        return
    kind = coarsen(ask, value, DAY)
    selection = Selection(bytes(32), 7, select_kinds([kind]), bytes(32))
    terms = replace(TERMS, max_bytes=7_340_028)
    made = build_bundle(Bundle(bytes(32), 7, DAY, (kind,)), terms.max_bytes)
    assert parse_bundle(made, terms, selection).kinds == (kind,)


@given(st.sampled_from(GOLDEN["bundles"]), st.data())
def test_hostile_bytes_are_read_or_refused_with_the_typed_error(row, data):
    seed = bytearray(row["text"].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    try:
        bundle = parse_bundle(bytes(seed), *sold(row))
    except InvalidInput as error:
        assert error.exact_code.startswith("bundle.")  # noqa: PT017  not every change is a fault
    else:
        assert select_kinds(bundle.kinds) == sold(row)[1].kinds


def test_a_bundle_larger_than_the_terms_take_is_not_built():
    bundle = Bundle(bytes(32), 7, DAY, kinds_of(TERMS, "interests exact"))
    assert code_of(build_bundle, bundle, 100) == "bundle.bytes"


def test_a_column_that_was_sold_stands_in_some_row():
    signing = signing_of(TERMS, offer_of(TERMS), "purchases bracket")
    selection = selection_of(signing)
    (kind,) = kinds_of(TERMS, "purchases bracket")
    rows = tuple({name: cell for name, cell in row.items() if name != "channel"} for row in kind.rows)
    data = build_bundle(Bundle(selection.offer, selection.profile, DAY, (replace(kind, rows=rows),)), 65_536)
    assert code_of(parse_bundle, data, TERMS, selection) == "bundle.missing_field"


def test_more_rows_than_a_record_holds_are_refused():
    selection = Selection(bytes(32), 7, (SelectedKind("purchases", Granularity.EXACT, ("item",)),), bytes(32))
    rows = ",".join(['{"item":"x"}'] * 10_001)
    text = (
        f'{{"type":"bundle","version":1,"offer":"0x{"00" * 32}","profile":"7","day":"{DAY}",'
        f'"kinds":[{{"category":"purchases","granularity":"exact","rows":[{rows}]}}]}}'
    )
    terms = replace(TERMS, max_bytes=7_340_028)
    assert code_of(parse_bundle, text.encode(), terms, selection) == "bundle.rows"


def test_a_kind_that_this_program_does_not_know_is_refused():
    selection = Selection(bytes(32), 7, (SelectedKind("dreams", Granularity.EXACT, ()),), bytes(32))
    text = GOLDEN["bundles"][6]["text"].replace('"custom"', '"dreams"')
    good = parse_selection(GOLDEN["bundles"][6]["selection"].encode())
    renamed = replace(good, kinds=selection.kinds)
    assert code_of(parse_bundle, text.encode(), ALL_TERMS[2], renamed) == "bundle.kinds"
