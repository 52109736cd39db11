"""What the relay refuses at the door, with the code that a page can act on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from relay_world import World

from golden.terms_samples import sample_terms
from hashtagspace.config import Budgets
from hashtagspace.domain.content import build_profile, content_digest
from hashtagspace.domain.kinds import Kind
from hashtagspace.domain.terms_format import build_terms
from hashtagspace.errors import InvalidInput
from hashtagspace.relay.answers import IntentSubmission
from hashtagspace.relay.budgets import network_of, subject_of
from hashtagspace.relay.errors import BudgetSpent


def answer_to(world, submission):
    (answer,) = world.submit(submission)
    return answer


def refusal(world, submission):
    answer = answer_to(world, submission)
    assert answer.state == "rejected"
    assert answer.problem.detail.endswith((".", "first.", "sign again."))
    return answer.problem.code


def test_a_record_of_another_length_has_no_id(world):
    answer = answer_to(world, IntentSubmission(b"x" * 80, b"y" * 65))
    assert (answer.intent_id, answer.problem.code) == (None, "intent.length")


def test_an_unknown_kind_keeps_its_id(world):
    good = world.intent()
    record = good.record[:8] + b"\x63" + good.record[9:]
    answer = answer_to(world, replace(good, record=record))
    assert answer.problem.code == "intent.kind"
    assert answer.intent_id is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": Kind.REPLY}, "intent.subject"),
        ({"subject": b"\x01" * 32}, "intent.subject"),
        ({"kind": Kind.FOLLOW, "subject": b"\xff" * 32}, "intent.subject"),
    ],
)
def test_subject_rules(world, change, code):
    assert refusal(world, world.intent(**change)) == code


@pytest.mark.parametrize(
    "signature", [b"", b"\x00" * 65, b"\xff" * 65, b"\x01" * 64 + b"\x01", b"\x01" * 64 + b"\x1b" + b"\x00"]
)
def test_signatures_that_are_none(world, signature):
    assert refusal(world, replace(world.intent(), signature=signature)) == "signature.malformed"


def test_a_stranger_s_signature(world):
    assert refusal(world, world.intent(wallet=world.wallets[2])) == "intent.unauthorised"


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        ({"until": 3599}, "intent.key_expiring"),
        ({"until": -1}, "intent.key_expired"),
        ({"until": -1, "revoked": True}, "intent.key_revoked"),
        ({"until": 86_400, "kinds": 1 << Kind.FOLLOW}, "intent.key_kind"),
    ],
)
def test_keys_that_may_not(world, grant, code):
    until = world.now() + grant.pop("until")
    world.authorise(world.profiles[0], world.keys[0], until=until, **grant)
    assert refusal(world, world.intent()) == code


def test_a_key_with_an_hour_left_may(world):
    world.authorise(world.profiles[0], world.keys[0], until=world.now() + 3601)
    assert answer_to(world, world.intent()).state == "pending"


def test_a_key_that_only_the_chain_knows_yet_may(world):
    del world.projection.authorities[world.profiles[0], world.keys[0].address]
    assert answer_to(world, world.intent()).state == "pending"


def test_without_a_node_the_projection_s_yes_is_enough_and_its_silence_is_retryable(world):
    world.chain.is_down = True
    at = world.chain.blocks[-1].head.time_seconds * 1000
    assert answer_to(world, world.intent(at_ms=at)).state == "pending"
    del world.projection.authorities[world.profiles[1], world.keys[1].address]
    answer = answer_to(world, world.intent(who=1, at_ms=at))
    assert (answer.problem.code, answer.problem.retryable) == ("chain.unavailable", True)


def test_content_that_is_not_here(world):
    assert refusal(world, replace(world.intent(), content=None)) == "content.missing"


def test_content_that_was_uploaded_before(world):
    submission = world.intent()
    world.content.put_block(submission.content)
    assert answer_to(world, replace(submission, content=None)).state == "pending"


def test_content_that_another_intent_of_the_queue_brought(world):
    world.submit(world.intent("same"))
    assert answer_to(world, replace(world.intent("same", who=1), content=None)).state == "pending"


def test_content_that_is_not_what_was_signed(world):
    submission = world.intent()
    assert refusal(world, replace(submission, content=submission.content + b" ")) == "content.digest"


@pytest.mark.parametrize("document", [build_profile("me"), build_terms(sample_terms())])
def test_content_of_another_kind(world, document):
    from hashtagspace.domain.intent import Intent, encode_record  # noqa: PLC0415

    intent = Intent(world.profiles[0], Kind.POST, bytes(32), content_digest(document), world.now() * 1000)
    signed = world.keys[0].sign_intent(intent, world.deployment.intent_domain)
    submission = IntentSubmission(encode_record(intent), signed.signature, document)
    assert refusal(world, submission) == "content.wrong_type"


@pytest.mark.parametrize("data", [b"<script>", b"{}", b'{"type":"post","text":""}', b"\xff" * 70_000])
def test_content_that_is_no_document(world, data):
    from hashtagspace.domain.intent import Intent, encode_record  # noqa: PLC0415

    intent = Intent(world.profiles[0], Kind.POST, bytes(32), content_digest(data), world.now() * 1000)
    signed = world.keys[0].sign_intent(intent, world.deployment.intent_domain)
    assert refusal(world, IntentSubmission(encode_record(intent), signed.signature, data)).startswith(
        "content."
    )


def test_content_where_none_belongs(world):
    submission = world.intent(kind=Kind.FOLLOW, subject=(5).to_bytes(32, "big"))
    assert refusal(world, replace(submission, content=b"{}")) == "content.wrong_type"


def test_content_store_down_is_retryable_and_content_sent_along_needs_none(world):
    world.content.is_down = True
    answer = answer_to(world, replace(world.intent("a"), content=None))
    assert answer.problem.retryable
    assert answer_to(world, world.intent("b")).state == "pending"


@given(
    record=st.binary(max_size=120),
    signature=st.binary(max_size=80),
    content=st.none() | st.binary(max_size=99),
)
def test_any_bytes_get_an_answer(record, signature, content):
    assert answer_to(_shared_world(), IntentSubmission(record, signature, content)).state == "rejected"


@given(st.binary(min_size=65, max_size=65))
def test_any_signature_over_a_good_record_is_refused(signature):
    world = _shared_world()
    assert answer_to(world, replace(world.intent(), signature=signature)).state == "rejected"


_worlds: list[World] = []


def _shared_world() -> World:
    if not _worlds:
        import tempfile  # noqa: PLC0415
        from pathlib import Path  # noqa: PLC0415

        _worlds.append(World(Path(tempfile.mkdtemp())))
    return _worlds[0]


def test_more_than_a_hundred_at_once(world):
    with pytest.raises(InvalidInput) as caught:
        world.submit(*[world.intent()] * 101)
    assert caught.value.exact_code == "relay.too_many_items"


def test_the_caller_s_budget_names_when_to_come_back(tmp_path):
    world = World(tmp_path, budgets=Budgets(intents_per_ip_minute=2))
    world.submit(world.intent("1"), world.intent("2"))
    with pytest.raises(BudgetSpent) as caught:
        world.submit(world.intent("3"))
    assert 1 <= caught.value.retry_after_seconds <= 60
    assert caught.value.retryable
    world.seconds += caught.value.retry_after_seconds
    assert world.submit(world.intent("3"))[0].state == "pending"
    assert world.relay.submit_intents([world.intent("4")], "198.51.100.1")[0].state == "pending"


def test_the_profile_s_budget_refuses_only_that_profile(tmp_path):
    world = World(tmp_path, budgets=Budgets(intents_per_profile_minute=1))
    answers = world.submit(world.intent("1"), world.intent("2"), world.intent("3", who=1))
    assert [a.state for a in answers] == ["pending", "rejected", "pending"]
    assert (answers[1].problem.code, answers[1].problem.retryable) == ("relay.budget", True)


def test_budgets_count_an_ipv6_network_once_and_a_caller_not_across_days():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:2")
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("unix") == "unix"
    assert subject_of("192.0.2.1", 1) != subject_of("192.0.2.1", 2)
