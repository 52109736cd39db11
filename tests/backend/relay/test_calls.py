"""Relayed calls on a real chain: stamped, simulated, carried once, recognised when already done."""

import json
import time

import pytest
from anvil_node import KEYS, ROOT
from deployed import Deployed
from fakes import MemoryContentStore
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.chain.relay_reads import RelayReads
from hashtagspace.chain.reverts import _MEANINGS, decode_revert
from hashtagspace.chain.rpc import Rpc
from hashtagspace.chain.shared_rpc import SharedRpc
from hashtagspace.chain.submit import Submitter
from hashtagspace.chain.wallet import Wallet
from hashtagspace.config import Budgets
from hashtagspace.domain.content import build_profile, content_digest
from hashtagspace.domain.keccak import keccak256
from hashtagspace.domain.profile_id import profile_id_of
from hashtagspace.domain.stamp import Stamp, faucet_digest, solve_stamp
from hashtagspace.domain.typed_data import Register, RevokeKey, SetEncryptionKey, TransferCustody, digest
from hashtagspace.errors import HashtagspaceError, InvalidInput, InvalidStamp
from hashtagspace.relay.answers import CallSubmission
from hashtagspace.relay.batching import BatchLimits
from hashtagspace.relay.call_arguments import ListOf, Struct
from hashtagspace.relay.call_list import CALL_FORMS, get_call_form, parse_call
from hashtagspace.relay.errors import BudgetSpent, CallConflict, CallRefused
from hashtagspace.relay.open import StampBits, Surroundings, build_relay, build_worker
from hashtagspace.relay.ports import NoProjection
from hashtagspace.store.outbox_engine import Network, open_outbox

ABI = ROOT / "backend/hashtagspace/chain/abi"
BITS = 3
ZERO = "0x" + "00" * 20
CALLER = "192.0.2.1"


def abi_entries(contract, kind):
    return {e["name"]: e for e in json.loads((ABI / f"{contract}.json").read_text()) if e["type"] == kind}


class Town:
    """A relay on a real chain, its worker driven by hand."""

    def __init__(self, deployed: Deployed, folder, budgets=None):
        self.deployed = deployed
        at = deployed.deployment
        rpc = SharedRpc(Rpc(deployed.anvil.url))
        self.reads = RelayReads(rpc, at.post_registry, at.profile_registry)
        self.content = MemoryContentStore()
        self.outbox = open_outbox(
            f"sqlite:///{folder / 'o.sqlite3'}", Network(at.chain_id, at.post_registry, at.start_block_hash)
        )
        around = Surroundings(at, self.outbox, self.reads, NoProjection(), self.content)
        self.relay = build_relay(around, budgets or Budgets(calls_per_ip_day=1000), StampBits(BITS, BITS))
        self.worker = build_worker(around, Submitter(rpc, KEYS[2], at.chain_id), BatchLimits(7000, 0))

    def submit(self, name, form, wallet, arguments, *, content=None, stamp=None, **signatures):
        domain = self.deployed.typed_domain()
        signed = signatures or {"signature": "0x" + wallet.sign_form(form, domain).hex()}
        paid = stamp or solve_stamp(digest(form, domain), BITS, int(time.time()))
        return self.relay.submit_call(CallSubmission(name, {**arguments, **signed}, paid, content), CALLER)

    def register(self, wallet, handle, *, document=b"", deadline=None, index=0, **changes):
        until = self.deployed.anvil.time() + 3600 if deadline is None else deadline
        digest_ = content_digest(document) if document else bytes(32)
        form = Register(
            profile_id_of(wallet.address, index),
            handle,
            bytes(20),
            digest_,
            bytes(32),
            bytes(20),
            0,
            0,
            until,
        )
        arguments = {
            "custody": "0x" + wallet.address.hex(), "handle": handle, "recovery": ZERO,
            "content": "0x" + digest_.hex(), "encryptionKey": "0x" + "00" * 32,
            "grant": {"key": ZERO, "until": "0", "kinds": 0}, "deadline": str(until),
        }  # fmt: skip
        return self.submit("registerFor", form, wallet, arguments, content=document or None, **changes)

    def carry(self):
        for _ in range(3):
            assert self.worker.tick() == ()


@pytest.fixture
def town(deployed, tmp_path):
    made = Town(deployed, tmp_path)
    yield made
    made.outbox.close()


def code_of(caught):
    return caught.value.exact_code


def kind_of(entry):
    if entry["type"] == "tuple":
        return Struct(tuple((member["name"], kind_of(member)) for member in entry["components"]))
    return ListOf("bytes32", entry.get("most", 8)) if entry["type"] == "bytes32[]" else entry["type"]


@pytest.mark.parametrize("name", sorted(CALL_FORMS))
def test_every_form_is_the_contract_s_own(name):
    form = CALL_FORMS[name]
    entry = abi_entries(form.contract, "function")[form.function]
    most = {"most": 32} if name == "proveLevel" else {}  # siblings of a tree over 2^32 seats
    assert form.parameters == tuple((one["name"], kind_of(one | most)) for one in entry["inputs"])


def test_every_error_of_the_contracts_has_a_meaning():
    errors = abi_entries("ProfileRegistry", "error").keys() | abi_entries("Faucet", "error").keys()
    at_deployment_only = {"NetworkHasValue", "ParametersInvalid", "InvalidShortString"}
    foreign = {name for name in errors if name.startswith(("ECDSA", "String", "Safe", "ERC"))}
    assert errors - at_deployment_only - foreign <= _MEANINGS.keys()


@given(st.binary(max_size=200))
def test_any_revert_data_has_a_sentence(data):
    assert decode_revert(data).detail.endswith(".")
    taken = keccak256(b"HandleTaken(string,uint64)")[:4]
    assert decode_revert(taken + data).code in ("handle.taken", "call.reverted")


def test_a_call_that_is_not_on_the_list():
    for name in ("register", "mint", "transfer", ""):
        with pytest.raises(InvalidInput) as caught:
            get_call_form(name)
        assert code_of(caught) == "call.unknown"


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=50), st.lists, max_leaves=3)


@given(name=st.sampled_from(sorted(CALL_FORMS)), data=st.data())
def test_any_arguments_are_calldata_or_one_typed_error(name, data):
    names = [n for n, _ in CALL_FORMS[name].parameters] + ["more"]
    grant = st.fixed_dictionaries({"key": JSON, "until": JSON, "kinds": JSON})
    arguments = data.draw(st.dictionaries(st.sampled_from(names), JSON | grant))
    with pytest.raises(InvalidInput) as caught:
        parse_call(CallSubmission(name, arguments | {"deadline": None}, Stamp(b"", 0, 0)))
    assert code_of(caught) == "call.arguments"


@pytest.mark.anvil
def test_a_registration_is_carried_and_final(town):
    wallet, document = Wallet.create(), build_profile("Ada")
    answer = town.register(wallet, "ada", document=document)
    assert (answer.state, answer.profile_id) == ("pending", profile_id_of(wallet.address, 0))
    town.carry()
    assert town.relay.find_call(answer.call_id).state == "anchored"
    assert document in town.content.blocks.values()
    assert town.deployed.profiles.functions.profileOfHandle("ada").call() == answer.profile_id
    town.deployed.anvil.mine(4)
    town.carry()
    found = town.relay.find_call(answer.call_id)
    assert (found.state, found.problem) == ("final", None)
    assert found.tx_hash is not None


@pytest.mark.anvil
def test_sending_a_call_again_answers_its_state_and_costs_nothing(town):
    wallet, until = Wallet.create(), town.deployed.anvil.time() + 900
    first = town.register(wallet, "twice", deadline=until)
    assert town.register(wallet, "twice", deadline=until) == first
    town.carry()
    again = town.register(wallet, "twice", deadline=until)
    assert (again.call_id, again.state) == (first.call_id, "anchored")
    assert town.deployed.web3.eth.get_transaction_count(town.deployed.web3.eth.accounts[2]) == 1


@pytest.mark.anvil
def test_a_call_that_somebody_else_brought_to_the_chain_first_is_recognised(town):
    wallet, until = Wallet.create(), town.deployed.anvil.time() + 900
    answer = town.register(wallet, "early", deadline=until)
    zero = bytes(32)
    town.deployed.send(
        town.deployed.profiles.functions.register("early", ZERO, zero, zero, (ZERO, 0, 0)), wallet
    )
    town.carry()
    found = town.relay.find_call(answer.call_id)
    assert (found.state, found.problem) == ("anchored", None)
    town.deployed.anvil.mine(4)
    town.carry()
    assert town.relay.find_call(answer.call_id).state == "final"


@pytest.mark.anvil
def test_a_handle_that_was_taken_while_the_call_waited_rejects_it_with_the_reason(town):
    answer = town.register(Wallet.create(), "wanted")
    zero = bytes(32)
    register = town.deployed.profiles.functions.register("wanted", ZERO, zero, zero, (ZERO, 0, 0))
    town.deployed.send(register, Wallet.create())
    town.carry()
    found = town.relay.find_call(answer.call_id)
    assert (found.state, found.problem.code) == ("rejected", "handle.taken")


@pytest.mark.anvil
def test_a_stamp_without_the_work_is_refused(town):
    with pytest.raises(InvalidStamp) as caught:
        town.register(Wallet.create(), "wrong", stamp=Stamp(b"\0" * 8, 64, int(time.time())))
    assert code_of(caught) == "stamp.wrong"


@pytest.mark.anvil
@pytest.mark.parametrize(
    ("handle", "changes", "error", "code"),
    [
        ("No", {}, InvalidInput, "handle.malformed"),
        ("late", {"deadline": 5}, CallRefused, "call.deadline_passed"),
        ("weak", {"stamp": Stamp(b"\0" * 8, 0, 2**40)}, InvalidStamp, "stamp.weak"),
        ("old", {"stamp": Stamp(b"\0" * 8, BITS, 1000)}, InvalidStamp, "stamp.expired"),
    ],
)
def test_registrations_that_are_refused(town, handle, changes, error, code):
    with pytest.raises(error) as caught:
        town.register(Wallet.create(), handle, **changes)
    assert code_of(caught) == code


@pytest.mark.anvil
def test_a_reorg_that_drops_a_call_brings_it_back(town):
    town.deployed.anvil.mine(3)
    answer = town.register(Wallet.create(), "again")
    town.carry()
    before = town.relay.find_call(answer.call_id)
    town.deployed.anvil.reorg(2)
    assert town.deployed.profiles.functions.profileOfHandle("again").call() == 0
    town.carry()
    found = town.relay.find_call(answer.call_id)
    assert (before.state, found.state) == ("anchored", "anchored")
    assert town.deployed.profiles.functions.profileOfHandle("again").call() == answer.profile_id


@pytest.mark.anvil
def test_a_taken_handle_conflicts_at_the_door(town):
    town.register(Wallet.create(), "mine")
    town.carry()
    with pytest.raises(CallConflict) as caught:
        town.register(Wallet.create(), "mine")
    assert code_of(caught) == "handle.taken"


@pytest.mark.anvil
def test_somebody_else_s_signature(town):
    wallet, other = Wallet.create(), Wallet.create()
    town.register(wallet, "owner")
    town.carry()
    profile, until = profile_id_of(wallet.address, 0), town.deployed.anvil.time() + 900
    form = SetEncryptionKey(profile, b"\x05" * 32, 0, until)
    arguments = {"profile": str(profile), "encryptionKey": "0x" + "05" * 32, "deadline": str(until)}
    with pytest.raises(HashtagspaceError) as caught:
        town.submit("setEncryptionKeyFor", form, other, arguments)
    assert code_of(caught) == "signature.wrong_signer"
    done = town.submit("setEncryptionKeyFor", form, wallet, arguments)
    town.carry()
    assert town.relay.find_call(done.call_id).state == "anchored"


@pytest.mark.anvil
def test_custody_moves_by_two_signatures_and_an_unknown_key_cannot_be_revoked(town):
    wallet, buyer = Wallet.create(), Wallet.create()
    town.register(wallet, "sold")
    town.carry()
    profile, until = profile_id_of(wallet.address, 0), town.deployed.anvil.time() + 900
    revoke = RevokeKey(profile, b"\x09" * 20, 1, until)
    arguments = {"profile": str(profile), "key": "0x" + "09" * 20, "voidFrom": "1", "deadline": str(until)}
    with pytest.raises(CallConflict) as caught:
        town.submit("revokeKeyFor", revoke, wallet, arguments)
    assert code_of(caught) == "key.unknown"
    form = TransferCustody(profile, buyer.address, 0, until)
    both = {
        "custodySignature": "0x" + wallet.sign_form(form, town.deployed.typed_domain()).hex(),
        "toSignature": "0x" + buyer.sign_form(form, town.deployed.typed_domain()).hex(),
    }
    arguments = {"profile": str(profile), "to": "0x" + buyer.address.hex(), "deadline": str(until)}
    town.submit("transferCustodyFor", form, wallet, arguments, **both)
    town.carry()
    assert town.deployed.profiles.functions.custodyOf(profile).call().lower() == "0x" + buyer.address.hex()
    authority = town.reads.read_authority(profile, wallet.address)
    now = town.deployed.anvil.time()
    assert not authority.allows(1, now)
    assert town.reads.read_authority(profile, buyer.address).allows(1, now)


@pytest.mark.anvil
def test_budgets_of_calls(deployed, tmp_path):
    town = Town(deployed, tmp_path, Budgets(calls_per_ip_day=1, calls_per_day=2))
    town.register(Wallet.create(), "one")
    with pytest.raises(BudgetSpent) as caught:
        town.register(Wallet.create(), "two")
    assert 0 < caught.value.retry_after_seconds <= 86_400


@pytest.mark.anvil
def test_the_faucet(deployed, tmp_path):
    deployed.send(
        deployed.contracts["TagToken"].functions.transfer(deployed.contracts["Faucet"].address, 10**21),
        Wallet(KEYS[0]),
    )
    town = Town(deployed, tmp_path)
    address, now = Wallet.create().address, int(time.time())
    stamp = solve_stamp(faucet_digest(address, now), BITS, now)
    answer = town.relay.submit_drip(address, stamp, CALLER)
    assert answer.call_id == keccak256(address + now.to_bytes(8, "big"))
    town.carry()
    assert town.relay.find_call(answer.call_id).state == "anchored"
    assert (
        deployed.contracts["TagToken"].functions.balanceOf(deployed.web3.to_checksum_address(address)).call()
    )
    later = solve_stamp(faucet_digest(address, now + 1), BITS, now + 1)
    with pytest.raises(CallConflict) as caught:
        town.relay.submit_drip(address, later, CALLER)
    assert code_of(caught) == "faucet.already_dripped"


MAGIC = "631626ba7e60e01b"  # ERC-1271's yes, on the stack
ANSWER = "60005260206000f3"
FREE_ONLY = bytes.fromhex(MAGIC + "3a1502" + ANSWER)  # yes times (gas price == 0)
BURNER = bytes.fromhex("62009c405b600190038060045750" + MAGIC + ANSWER)  # a loop of a million gas, then yes


class Contract:
    """An account that is code; it signs nothing."""

    def __init__(self, address: bytes):
        self.address = address


@pytest.mark.anvil
@pytest.mark.parametrize(
    ("code", "problem"),
    [(FREE_ONLY, "signature.wrong_signer"), (BURNER, "call.too_expensive")],
    ids=["agrees while nobody pays", "burns a million gas"],
)
def test_hostile_wallets_on_a_real_chain_cost_nothing(town, code, problem):
    wallet = Contract(b"\x77" * 20)
    town.deployed.anvil.call("anvil_setCode", "0x" + wallet.address.hex(), "0x" + code.hex())
    answer = town.register(wallet, "mallory", signature="0x" + "01" * 65)
    account = town.deployed.web3.eth.accounts[2]
    before = town.deployed.web3.eth.get_balance(account)
    for _ in range(5):
        assert town.worker.tick() == ()
        town.deployed.anvil.mine(1)
    found = town.relay.find_call(answer.call_id)
    assert (found.state, found.problem.code) == ("rejected", problem)
    assert town.deployed.web3.eth.get_balance(account) == before
