"""The SDK against a real gateway on a real chain."""

import re
import secrets
import struct
import time
import zlib

import pytest
from anvil_node import ROOT

from hashtagspace.chain.wallet import Wallet
from hashtagspace.client import Client
from hashtagspace.client.errors import GatewayUnreachable, NotInTime, NotRegistered, Rejected
from hashtagspace.errors import ConfigError, Conflict, HashtagspaceError, InvalidInput, NotFound

pytestmark = pytest.mark.anvil


def handle(prefix="p"):
    return f"{prefix}_{secrets.token_hex(5)}"


def new_client(stack):
    return Client(stack.url, Wallet.create(), poll_seconds=0.05)


@pytest.fixture
def alice(stack):
    made = new_client(stack)
    made.register(handle("alice"), name="Alice", wait=True)
    yield made
    made.close()


def until(is_there, seconds=20):
    end = time.monotonic() + seconds
    while not (found := is_there()):
        assert time.monotonic() < end, "not in time"
        time.sleep(0.05)
    return found


def found(read):
    try:
        return read()
    except NotFound:
        return None


def test_the_snippet_of_the_documentation_runs(stack, capsys):
    text = (ROOT / "docs/sdk.md").read_text()
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)
    assert len([line for line in code.splitlines() if line]) <= 12
    names = {"gateway_url": stack.url, "rpc_url": stack.rpc_url, "handle": handle("ada")}
    names["deployment"] = stack.deployment
    exec(code, names)
    printed = capsys.readouterr().out
    assert "Hello #decentralised world" in printed
    assert "ok  merkle path" in printed
    assert "BAD" not in printed


def test_posting_right_after_registering_works_and_comes_back_verified(stack):
    me = new_client(stack)
    me.register(handle("fast"), name="Fast")
    post_id = me.post("first words #quick")
    assert me.wait(post_id).block_number > 0
    post = me.wait_shown(post_id)
    assert (post.text, post.author.profile_id, post.tags) == ("first words #quick", me.profile_id, ["quick"])
    checks = me.verify(post_id, rpc_url=stack.rpc_url, deployment=stack.deployment)
    assert {check.name: check.detail for check in checks if not check.ok} == {}
    assert [check.name for check in checks] == [
        "chain source", "deployment", "content", "record", "signature", "block", "merkle path", "event",
        "authorised", "date", "id",
    ]  # fmt: skip
    assert me.wait(post_id, final=True).state == "final"


def test_without_an_rpc_of_one_s_own_the_check_says_whose_word_it_is(alice):
    post_id = alice.post("whose word")
    alice.wait(post_id)
    alice.wait_shown(post_id)
    first = alice.verify(post_id)[0]
    assert (first.name, first.ok) == ("chain source", False)
    assert "gateway's word" in first.detail


def test_conversation(stack, alice):
    bob = new_client(stack)
    name = handle("bob")
    bob.register(name, wait=True)
    post_id = alice.post("Anyone here?", media=[(_png(), "image/png", "a dot")])
    reply_id = bob.reply(post_id, "Me.")
    quote_id = bob.quote(post_id, "Look")
    bob.repost(post_id)
    bob.react(post_id, "❤")
    bob.follow(alice.profile_id)
    last = alice.edit(post_id, "Anyone here? (edited)")
    alice.wait(last)

    def is_told():
        thread = found(lambda: alice.thread(post_id))
        done = (
            thread and thread.post.edited and thread.post.counts.reactions == thread.post.counts.reposts == 1
        )
        return thread if done and thread.post.counts.quotes == 1 else None

    thread = until(is_told)
    assert [reply.post_id for reply in thread.replies] == [reply_id]
    assert thread.post.text == "Anyone here? (edited)"
    assert [(r.emoji, r.count) for r in thread.post.reactions] == [("❤", 1)]
    assert alice.read(quote_id).target.post_id == post_id
    shown = [post.target or post for post in until(lambda: bob.home().items)]
    assert post_id in [post.post_id for post in shown]
    checks = alice.verify(post_id, rpc_url=stack.rpc_url, deployment=stack.deployment)
    labels = {check.name: check.ok for check in checks}
    assert labels["version 1 belongs"]
    assert all(labels.values())
    alice.wait(alice.retract(post_id))
    assert until(lambda: alice.read(post_id).retracted)


def _png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def test_a_mention_carries_the_profile(stack, alice):
    other = alice.profile(alice.profile_id).handle
    bob = new_client(stack)
    bob.register(handle("bob"))
    bob.wait(bob.post(f"hi @{other} and @nobody_at_all_x"))


def test_a_taken_handle_is_a_typed_conflict(stack, alice):
    name = alice.profile(alice.profile_id).handle
    with pytest.raises(Conflict) as caught:
        new_client(stack).register(name)
    assert caught.value.exact_code == "handle.taken"


@pytest.mark.parametrize("name", ["ab", "Alice", "a b c", "x" * 21])
def test_a_malformed_handle_is_told(stack, name):
    with pytest.raises(HashtagspaceError) as caught:
        new_client(stack).register(name)
    assert caught.value.exact_code == "handle.malformed"


def test_registering_the_same_again_answers_the_same_call(stack):
    me = new_client(stack)
    first = me.register(handle("twice"), wait=True)
    second = me.register(handle("twice"), wait=True)
    assert first != second
    assert {profile.profile_id for profile in me.profiles()} == {first, second}


def test_a_session_survives_in_a_file_and_only_with_its_password(stack, alice, tmp_path):
    path = tmp_path / "me.json"
    alice.save_session(path, "correct horse")
    assert path.stat().st_mode & 0o077 == 0
    again = Client(stack.url, Wallet.create())
    with pytest.raises(ConfigError):
        again.load_session(path, "wrong")
    again.load_session(path, "correct horse")
    again.wait(again.post("from another process"))


def test_a_profile_may_be_used_by_its_wallet_alone_and_get_a_fresh_key(stack, alice):
    again = Client(stack.url, alice.wallet, poll_seconds=0.05)
    again.use(alice.profile_id)
    again.wait(again.update_profile("Alice the second"))
    until(lambda: again.profile(alice.profile_id).name == "Alice the second")
    again.authorise_key()
    again.wait(again.post("with a fresh key"))
    with pytest.raises(InvalidInput):
        new_client(stack).use(alice.profile_id)


def test_who_is_not_registered_is_told_what_to_call(stack):
    with pytest.raises(NotRegistered, match="register"):
        new_client(stack).post("x")


def test_a_refused_intent_carries_the_relay_s_reason(stack, alice):
    late = Client(stack.url, alice.wallet, clock=lambda: 1_000)
    late.use(alice.profile_id)
    with pytest.raises(Rejected) as caught:
        late.post("from 1970")
    assert caught.value.exact_code == "intent.too_old"


def test_dates_of_a_client_strictly_increase_even_when_the_clock_stands_still(stack, alice):
    clock = time.time_ns() // 1_000_000
    still = Client(stack.url, alice.wallet, clock=lambda: clock)
    still.use(alice.profile_id)
    ids = [still.post("the same words") for _ in range(3)]
    assert len(set(ids)) == 3


def test_unknown_things_and_ill_shaped_ids(alice):
    with pytest.raises(NotFound):
        alice.read("0x" + "00" * 31 + "07")
    with pytest.raises(NotFound):
        alice.profile("nobody_at_all")
    for bad in ("", "0x12", "x" * 66, "0x" + "AB" * 32):
        with pytest.raises(InvalidInput):
            alice.read(bad)


def test_waiting_ends(alice):
    post_id = alice.post("soon")
    with pytest.raises(NotInTime):
        alice.wait(post_id, final=True, timeout_seconds=0)


def test_a_gateway_that_is_not_there_is_told_without_credentials():
    with pytest.raises(GatewayUnreachable) as caught:
        Client("http://me:hunter2@127.0.0.1:9", Wallet.create())
    assert "hunter2" not in str(caught.value)
