// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProfileRegistry} from "../../contracts/ProfileRegistry.sol";
import {ISignatures} from "../../contracts/interfaces/ISignatures.sol";
import {ContractWallet, HostileWallet} from "./base/ContractWallet.sol";
import {Forms} from "./base/Forms.sol";
import {ProfileTest} from "./base/ProfileTest.sol";

/// @notice The one verifier, tried through the form that has no nonce: revokeKeyFor. EOA, ERC-1271, EIP-7702.
contract SignaturesTest is ProfileTest {
    uint256 internal constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint64 internal profile;

    function setUp() public override {
        super.setUp();
        profile = registerAlice();
        authorise(profile, session, FAR);
    }

    function _struct() internal view returns (bytes32) {
        return Forms.revoke(profile, session, START, FAR);
    }

    function _accepts(bytes memory signature) internal {
        registry.revokeKeyFor(profile, session, START, FAR, signature);
        (,,,, uint64 voidFrom) = registry.sessionKeyOf(profile, session);
        vm.assertEq(voidFrom, START, "took effect");
    }

    function _refuses(bytes memory signature, address signer) internal {
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, signer));
        registry.revokeKeyFor(profile, session, START, FAR, signature);
    }

    function _parts() internal view returns (uint8 v, bytes32 r, bytes32 s) {
        return vm.sign(ALICE_KEY, digestOf(_struct(), address(registry)));
    }

    // Key holders without code

    function test_accepts_the_custody_and_refuses_everyone_else() public {
        _refuses(sign(BOB_KEY, _struct()), alice);
        _refuses(sign(MALLORY_KEY, _struct()), alice);
        _accepts(sign(ALICE_KEY, _struct()));
    }

    function test_refuses_the_malleable_twin() public {
        (uint8 v, bytes32 r, bytes32 s) = _parts();
        bytes32 high = bytes32(ORDER - uint256(s));
        _refuses(abi.encodePacked(r, high, v == 27 ? uint8(28) : uint8(27)), alice);
        _refuses(abi.encodePacked(r, high, v), alice);
    }

    function testFuzz_refuses_every_other_v(uint8 v) public {
        (uint8 right, bytes32 r, bytes32 s) = _parts();
        vm.assume(v != right);
        _refuses(abi.encodePacked(r, s, v), alice);
    }

    function testFuzz_refuses_every_other_length(bytes memory signature) public {
        vm.assume(signature.length != 65);
        _refuses(signature, alice);
    }

    function test_refuses_the_compact_form() public {
        (uint8 v, bytes32 r, bytes32 s) = _parts();
        _refuses(abi.encodePacked(r, bytes32(uint256(s) | (uint256(v - 27) << 255))), alice);
        _refuses(abi.encodePacked(r, s, v, uint8(0)), alice);
    }

    function test_refuses_zeroes() public {
        _refuses(new bytes(65), alice);
        _refuses(new bytes(0), alice);
    }

    // Other contracts, other chains, other forms

    function test_refuses_a_signature_for_another_deployment() public {
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(ALICE_KEY, digestOf(_struct(), address(new ProfileRegistry())));
        _refuses(abi.encodePacked(r, s, v), alice);
    }

    function testFuzz_refuses_a_signature_for_another_chain(uint64 chainId) public {
        vm.assume(chainId != block.chainid);
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(ALICE_KEY, Forms.digest(_struct(), address(registry), chainId));
        _refuses(abi.encodePacked(r, s, v), alice);
    }

    function test_a_fork_of_the_chain_ends_old_signatures() public {
        bytes memory signature = sign(ALICE_KEY, _struct());
        vm.chainId(block.chainid + 1);
        _refuses(signature, alice);
    }

    function testFuzz_covers_every_field(uint64 voidFrom, uint64 deadline, address key, uint64 number)
        public
    {
        vm.assume(deadline >= START);
        bytes32 other = Forms.revoke(number, key, voidFrom, deadline);
        vm.assume(other != _struct());
        _refuses(sign(ALICE_KEY, other), alice);
    }

    function test_one_form_is_not_taken_for_another() public {
        requestRecoveryTo(profile, CAROL_KEY);
        vm.prank(alice);
        registry.cancelRecovery(profile);
        bytes memory veto = sign(ALICE_KEY, Forms.veto(profile, 2, FAR));
        bytes memory recover = sign(ALICE_KEY, Forms.recover(profile, carol, 2, FAR));
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 2, FAR));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.transferCustodyFor(profile, carol, FAR, recover, agreed);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, alice));
        registry.setEncryptionKeyFor(profile, bytes32(0), FAR, veto);
    }

    // Wallets with code (ERC-1271)

    function _moveTo(address wallet, bytes memory agreed) internal {
        vm.prank(alice);
        registry.transferCustody(profile, wallet, FAR, agreed);
        vm.prank(wallet);
        registry.authoriseKey(profile, grantOf(address(0x5e5511), FAR, POSTING));
        session = address(0x5e5511);
    }

    function test_a_contract_wallet_takes_part_in_every_form() public {
        ContractWallet wallet = new ContractWallet(carol);
        uint64 id = registry.profileIdOf(address(wallet), 0);
        bytes memory signature =
            sign(CAROL_KEY, Forms.register(id, "wallet", bob, bytes32(0), bytes32(0), noKey(), FAR));
        registry.registerFor(address(wallet), "wallet", bob, bytes32(0), bytes32(0), noKey(), FAR, signature);
        vm.assertEq(registry.custodyOf(id), address(wallet), "registered");

        _moveTo(address(wallet), sign(CAROL_KEY, Forms.transfer(profile, address(wallet), 0, FAR)));
        _refuses(sign(ALICE_KEY, _struct()), address(wallet));
        bytes memory was = sign(CAROL_KEY, _struct());
        wallet.setSpeaker(mallory);
        _refuses(was, address(wallet));
        _accepts(sign(MALLORY_KEY, _struct()));
    }

    function testFuzz_wrong_answers_of_a_wallet_are_no_consent(uint8 answer) public {
        HostileWallet wallet = new HostileWallet(HostileWallet.Answer(bound(answer, 0, 3)));
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, address(wallet)));
        vm.prank(alice);
        registry.transferCustody(profile, address(wallet), FAR, new bytes(65));
    }

    function test_a_wallet_that_burns_gas_hurts_only_its_own_call() public {
        HostileWallet wallet = new HostileWallet(HostileWallet.Answer.BurnsGas);
        vm.expectRevert(abi.encodeWithSelector(ISignatures.SignatureInvalid.selector, address(wallet)));
        vm.prank(alice);
        registry.transferCustody{gas: 3_000_000}(profile, address(wallet), FAR, new bytes(65));
    }

    // Key holders with a delegate (EIP-7702)

    function _delegate(address account, address delegate) internal {
        vm.etch(account, abi.encodePacked(hex"ef0100", delegate));
    }

    function test_a_delegating_account_signs_with_its_own_key() public {
        _delegate(alice, address(new HostileWallet(HostileWallet.Answer.Reverts)));
        _refuses(sign(BOB_KEY, _struct()), alice);
        _accepts(sign(ALICE_KEY, _struct()));
    }

    function test_a_delegating_account_registers() public {
        _delegate(carol, address(0xdead));
        uint64 id = registry.profileIdOf(carol, 0);
        bytes memory signature =
            sign(CAROL_KEY, Forms.register(id, "carol", bob, bytes32(0), bytes32(0), noKey(), FAR));
        registry.registerFor(carol, "carol", bob, bytes32(0), bytes32(0), noKey(), FAR, signature);
        vm.assertEq(registry.custodyOf(id), carol, "registered");
    }

    function test_a_delegate_may_also_speak_by_erc1271() public {
        vm.setEvmVersion("prague");
        ContractWallet wallet = new ContractWallet(carol);
        _delegate(alice, address(wallet));
        ContractWallet(alice).setSpeaker(carol);
        _refuses(sign(BOB_KEY, _struct()), alice);
        _accepts(sign(CAROL_KEY, _struct()));
    }
}
