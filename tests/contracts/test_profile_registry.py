"""A person's journey through ProfileRegistry, each step as a wallet and a relay would send it."""

import pytest
from brownie import ZERO_ADDRESS, chain
from figures import FAR, POSTING
from refusals import refused

SESSION = "0x00000000000000000000000000000000005E5510"
NO_KEY = (ZERO_ADDRESS, 0, 0)
CONTENT, ENCRYPTION = b"\x11" * 32, b"\x22" * 32
WEEK = 7 * 86_400


def test_refuses_malformed_and_taken_handles(registry, profile, carol):
    for bad in ["", "ab", "a" * 21, "Alice", "al ice", "<b>x</b>", "alicé"]:
        with refused("HandleInvalid", bad):
            registry.register(bad, ZERO_ADDRESS, CONTENT, ENCRYPTION, NO_KEY, {"from": carol.account})
    with refused("HandleTaken", "alice", profile):
        registry.register("alice", ZERO_ADDRESS, CONTENT, ENCRYPTION, NO_KEY, {"from": carol.account})


def test_registers_in_one_transaction(registry, alice, bob):
    until = chain.time() + 30 * 86_400
    expected = registry.profileIdOf(alice.address, 0)
    tx = registry.register(
        "alice", bob.address, CONTENT, ENCRYPTION, (SESSION, until, POSTING), {"from": alice.account}
    )
    assert tx.return_value == expected
    assert dict(tx.events["Registered"]) == {
        "profile": expected,
        "custody": alice.address,
        "handle": "alice",
        "recovery": bob.address,
        "content": "0x" + CONTENT.hex(),
        "encryptionKey": "0x" + ENCRYPTION.hex(),
    }
    assert dict(tx.events["KeyAuthorised"]) == {
        "profile": expected,
        "key": SESSION,
        "until": until,
        "kinds": POSTING,
        "custodyIndex": 0,
    }
    assert tx.gas_used <= 230_000
    assert registry.isAuthorised(expected, SESSION, 1, tx.timestamp)
    assert not registry.isAuthorised(expected, SESSION, 13, tx.timestamp)
    assert registry.isAuthorised(expected, alice.address, 13, tx.timestamp)


def test_a_relay_registers_for_a_person_without_coin(registry, alice, bob, relayer):
    until = chain.time() + 30 * 86_400
    grant = (SESSION, until, POSTING)
    profile = registry.profileIdOf(alice.address, 0)
    form = (profile, "alice", bob.address, CONTENT, ENCRYPTION, *grant, FAR)
    signature = alice.sign(registry, "Register", *form)
    call = (alice.address, "alice", bob.address, CONTENT, ENCRYPTION, grant, FAR, signature)

    wrong = (*call[:2], relayer.address, *call[3:])
    with refused("SignatureInvalid", alice.address):
        registry.registerFor(*wrong, {"from": relayer})
    tx = registry.registerFor(*call, {"from": relayer})
    assert tx.events["Registered"]["custody"] == alice.address
    assert tx.gas_used <= 255_000
    with refused("SignatureInvalid", alice.address):
        registry.registerFor(*call, {"from": relayer})


def test_session_keys_by_wallet(registry, profile, alice, carol):
    until = chain.time() + 86_400
    with refused("NotCustody", profile, carol.address):
        registry.authoriseKey(profile, (SESSION, until, POSTING), {"from": carol.account})
    tx = registry.authoriseKey(profile, (SESSION, until, POSTING), {"from": alice.account})
    assert tx.gas_used <= 52_000
    with refused("KeyAlreadyUsed", profile, SESSION):
        registry.authoriseKey(profile, (SESSION, until, POSTING), {"from": alice.account})

    chain.sleep(100)
    revoked = registry.revokeKey(profile, SESSION, tx.timestamp + 50, {"from": alice.account})
    assert revoked.gas_used <= 36_000
    assert revoked.events["KeyRevoked"]["voidFrom"] == tx.timestamp + 50
    assert registry.isAuthorised(profile, SESSION, 1, tx.timestamp + 49)
    assert not registry.isAuthorised(profile, SESSION, 1, tx.timestamp + 50)
    assert tuple(registry.sessionKeyOf(profile, SESSION)) == (
        tx.timestamp,
        until,
        POSTING,
        0,
        tx.timestamp + 50,
    )


def test_session_keys_through_a_relay(registry, profile, alice, relayer):
    until = chain.time() + 86_400
    signature = alice.sign(registry, "AuthoriseKey", profile, SESSION, until, POSTING, FAR)
    registry.authoriseKeyFor(profile, (SESSION, until, POSTING), FAR, signature, {"from": relayer})
    signature = alice.sign(registry, "RevokeKey", profile, SESSION, FAR, FAR)
    tx = registry.revokeKeyFor(profile, SESSION, FAR, FAR, signature, {"from": relayer})
    assert tx.events["KeyRevoked"]["voidFrom"] == tx.timestamp
    again = registry.revokeKeyFor(profile, SESSION, FAR, FAR, signature, {"from": relayer})
    assert again.events["KeyRevoked"]["voidFrom"] == tx.timestamp


def test_a_late_signature_is_refused(registry, profile, alice, relayer):
    deadline = chain.time() - 1
    signature = alice.sign(registry, "AuthoriseKey", profile, SESSION, FAR, POSTING, deadline)
    with refused("SignatureExpired", deadline):
        registry.authoriseKeyFor(profile, (SESSION, FAR, POSTING), deadline, signature, {"from": relayer})


def test_encryption_key_both_ways(registry, profile, alice, relayer):
    older = alice.sign(registry, "SetEncryptionKey", profile, b"\x01" * 32, 0, FAR)
    registry.setEncryptionKey(profile, b"\x02" * 32, {"from": alice.account})
    with refused("SignatureInvalid", alice.address):
        registry.setEncryptionKeyFor(profile, b"\x01" * 32, FAR, older, {"from": relayer})
    newer = alice.sign(registry, "SetEncryptionKey", profile, b"\x03" * 32, 1, FAR)
    tx = registry.setEncryptionKeyFor(profile, b"\x03" * 32, FAR, newer, {"from": relayer})
    assert tx.events["EncryptionKeySet"]["encryptionKey"] == "0x" + "03" * 32
    assert registry.nonceOf(profile) == 2


@pytest.mark.parametrize("relayed", [False, True])
def test_a_sale_ends_live_keys_and_clears_what_was_the_sellers(
    registry, profile, alice, carol, relayer, relayed
):
    registry.authoriseKey(profile, (SESSION, FAR, POSTING), {"from": alice.account})
    form = (profile, carol.address, 0, FAR)
    sold = alice.sign(registry, "TransferCustody", *form)
    agreed = carol.sign(registry, "TransferCustody", *form)
    chain.sleep(50)
    if relayed:
        tx = registry.transferCustodyFor(profile, carol.address, FAR, sold, agreed, {"from": relayer})
    else:
        tx = registry.transferCustody(profile, carol.address, FAR, agreed, {"from": alice.account})
    assert dict(tx.events["CustodyTransferred"]) == {
        "profile": profile,
        "from": alice.address,
        "to": carol.address,
        "custodyIndex": 1,
        "previousUntil": tx.timestamp,
    }
    assert tx.events["EncryptionKeySet"]["encryptionKey"] == "0x" + "00" * 32
    assert tuple(registry.custodyAt(profile, 1)) == (carol.address, tx.timestamp, 0)
    assert registry.recoveryOf(profile) == ZERO_ADDRESS
    assert registry.isAuthorised(profile, SESSION, 1, tx.timestamp - 1)
    assert not registry.isAuthorised(profile, SESSION, 1, tx.timestamp)
    with refused("KeyEnded", profile, SESSION, 0):
        registry.revokeKey(profile, SESSION, 0, {"from": carol.account})


def test_recovery_of_a_lost_key(registry, profile, alice, bob, carol, relayer):
    agreed = carol.sign(registry, "RequestRecovery", profile, carol.address, 0, FAR)
    chain.sleep(50)
    requested = registry.requestRecovery(profile, carol.address, FAR, agreed, {"from": bob.account})
    ready = requested.timestamp + WEEK
    assert requested.events["RecoveryRequested"]["readyAt"] == ready
    assert tuple(registry.pendingOf(profile)) == (1, carol.address, requested.timestamp, ready)
    sold = carol.sign(registry, "TransferCustody", profile, carol.address, 1, FAR)
    with refused("RecoveryPending", profile, ready):
        registry.transferCustody(profile, carol.address, FAR, sold, {"from": alice.account})
    with refused("DelayNotOver", profile, ready):
        registry.finishRecovery(profile, {"from": relayer})

    chain.sleep(WEEK)
    tx = registry.finishRecovery(profile, {"from": relayer})
    assert tx.events["CustodyTransferred"]["previousUntil"] == requested.timestamp
    assert registry.custodyOf(profile) == carol.address
    assert registry.isAuthorised(profile, alice.address, 1, requested.timestamp - 1)
    assert not registry.isAuthorised(profile, alice.address, 1, requested.timestamp)


def test_recovery_by_signatures_and_its_cancellation(registry, profile, alice, bob, carol, relayer):
    form = (profile, carol.address, 0, FAR)
    asked, agreed = (p.sign(registry, "RequestRecovery", *form) for p in (bob, carol))
    registry.requestRecoveryFor(profile, carol.address, FAR, asked, agreed, {"from": relayer})
    with refused("NotCustodyOrRecovery", profile, relayer.address):
        registry.cancelRecovery(profile, {"from": relayer})
    cancelled = alice.sign(registry, "CancelRecovery", profile, 1, FAR)
    tx = registry.cancelRecoveryFor(profile, FAR, cancelled, {"from": relayer})
    assert "RecoveryCancelled" in tx.events
    again = carol.sign(registry, "RequestRecovery", profile, carol.address, 2, FAR)
    with refused("RecoveryCoolingDown", profile, tx.timestamp + 86_400):
        registry.requestRecovery(profile, carol.address, FAR, again, {"from": bob.account})


def test_another_recovery_address_or_a_veto(registry, profile, alice, bob, carol, relayer):
    form = (profile, carol.address, 0, FAR)
    signature = alice.sign(registry, "RequestRecoveryChange", *form)
    registry.requestRecoveryChangeFor(profile, carol.address, FAR, signature, {"from": relayer})
    veto = bob.sign(registry, "VetoRecoveryChange", profile, 1, FAR)
    tx = registry.vetoRecoveryChangeFor(profile, FAR, veto, {"from": relayer})
    assert "RecoveryChangeVetoed" in tx.events
    with refused("RecoveryChangeNotPending", profile):
        registry.finishRecoveryChange(profile, {"from": relayer})

    registry.requestRecoveryChange(profile, carol.address, {"from": alice.account})
    chain.sleep(WEEK)
    tx = registry.finishRecoveryChange(profile, {"from": relayer})
    assert tx.events["RecoveryChanged"]["recovery"] == carol.address
    assert registry.recoveryOf(profile) == carol.address
