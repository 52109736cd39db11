// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Faucet} from "../../contracts/Faucet.sol";
import {PostRegistry} from "../../contracts/PostRegistry.sol";
import {TagToken} from "../../contracts/TagToken.sol";
import {ISessionKeys} from "../../contracts/interfaces/ISessionKeys.sol";
import {ContractWallet} from "./base/ContractWallet.sol";
import {Forms} from "./base/Forms.sol";
import {ProfileTest} from "./base/ProfileTest.sol";

/// @notice Gas of whole transactions (base fee and calldata included), each from cold state: `isolate` makes every
///         call a transaction of its own. The figures are written to snapshots/; a difference fails the test run, and
///         so does one over its budget.
/// forge-config: default.isolate = true
/// forge-config: ci.isolate = true
contract GasTest is ProfileTest {
    uint64 internal constant MONTH = START + 30 days;
    bytes32 internal constant CONTENT = keccak256("a document");
    bytes32 internal constant SUBJECT = keccak256("a post");
    bytes32 internal constant ENCRYPTION = keccak256("a public key");
    bytes32 internal constant NO_SUBJECT = bytes32(0);
    PostRegistry internal posts;
    uint64 internal profile;
    ISessionKeys.KeyGrant internal grant;

    function setUp() public override {
        super.setUp();
        posts = new PostRegistry();
        session = address(uint160(uint256(keccak256("session"))));
        carol = vm.addr(CAROL_KEY);
        profile = registerAlice();
        grant = grantOf(session, MONTH, POSTING);
        skip(100);
    }

    function _record(string memory scenario, uint256 budget) internal {
        uint256 used = vm.lastCallGas().gasTotalUsed;
        vm.snapshotValue("gas", scenario, used);
        vm.assertLe(used, budget, string.concat(scenario, " is over its budget"));
    }

    function _head() internal view returns (bytes32) {
        return bytes32(abi.encodePacked(profile, uint8(1), START * 1000 + 123, uint120(0)));
    }

    // Posts

    function test_publish_a_post() public {
        posts.publish(_head(), NO_SUBJECT, CONTENT);
        _record("publish a post", 25_000);
    }

    function test_publish_a_reply() public {
        posts.publish(_head(), SUBJECT, CONTENT);
        _record("publish a reply", 25_000);
    }

    function test_publish_a_document_of_300_bytes_inline() public {
        posts.publishInline(_head(), NO_SUBJECT, bytes.concat(_filled(300)));
        _record("publish a post with its document of 300 bytes", 40_000);
    }

    function test_anchor_a_batch() public {
        posts.anchor(keccak256("root"), keccak256("batch"), 7000);
        _record("anchor a batch of any size", 47_000);
    }

    function test_anchor_a_known_root() public {
        posts.anchor(keccak256("root"), keccak256("batch"), 7000);
        posts.anchor(keccak256("root"), keccak256("batch"), 7000);
        _record("anchor a known root again", 30_000);
    }

    // Profiles

    function test_register_with_everything() public {
        vm.prank(carol);
        registry.register("carol_of_the_spaces", bob, CONTENT, ENCRYPTION, grant);
        _record("register with handle, recovery, encryption key and session key", 230_000);
    }

    function test_register_with_a_handle_only() public {
        vm.prank(carol);
        registry.register("carol", address(0), bytes32(0), bytes32(0), noKey());
        _record("register with a handle only", 120_000);
    }

    function test_register_with_everything_relayed() public {
        uint64 id = registry.profileIdOf(carol, 0);
        bytes memory signature = sign(
            CAROL_KEY, Forms.register(id, "carol_of_the_spaces", bob, CONTENT, ENCRYPTION, grant, MONTH)
        );
        vm.prank(relayer);
        registry.registerFor(carol, "carol_of_the_spaces", bob, CONTENT, ENCRYPTION, grant, MONTH, signature);
        _record("register with everything, relayed", 255_000);
    }

    function test_register_with_everything_relayed_for_a_contract_wallet() public {
        address wallet = address(new ContractWallet(carol));
        uint64 id = registry.profileIdOf(wallet, 0);
        bytes memory signature = sign(
            CAROL_KEY, Forms.register(id, "carol_of_the_spaces", bob, CONTENT, ENCRYPTION, grant, MONTH)
        );
        vm.prank(relayer);
        registry.registerFor(wallet, "carol_of_the_spaces", bob, CONTENT, ENCRYPTION, grant, MONTH, signature);
        _record("register with everything, relayed, contract wallet", 255_000);
    }

    // Session keys

    function test_authorise_a_session_key() public {
        vm.prank(alice);
        registry.authoriseKey(profile, grant);
        _record("authorise a session key", 52_000);
    }

    function test_authorise_a_session_key_relayed() public {
        bytes memory signature = sign(ALICE_KEY, Forms.authorise(profile, grant, MONTH));
        vm.prank(relayer);
        registry.authoriseKeyFor(profile, grant, MONTH, signature);
        _record("authorise a session key, relayed", 62_000);
    }

    function test_revoke_a_session_key() public {
        authorise(profile, session, MONTH);
        vm.prank(alice);
        registry.revokeKey(profile, session, START + 50);
        _record("revoke a session key", 36_000);
    }

    function test_revoke_a_session_key_relayed() public {
        authorise(profile, session, MONTH);
        bytes memory signature = sign(ALICE_KEY, Forms.revoke(profile, session, START + 50, MONTH));
        vm.prank(relayer);
        registry.revokeKeyFor(profile, session, START + 50, MONTH, signature);
        _record("revoke a session key, relayed", 46_000);
    }

    // Custody

    function test_transfer_custody() public {
        bytes memory agreed = sign(CAROL_KEY, Forms.transfer(profile, carol, 0, MONTH));
        vm.prank(alice);
        registry.transferCustody(profile, carol, MONTH, agreed);
        _record("transfer custody", 85_000);
    }

    function test_recover_custody() public {
        bytes memory agreed = sign(CAROL_KEY, Forms.recover(profile, carol, 0, MONTH));
        vm.prank(bob);
        registry.requestRecovery(profile, carol, MONTH, agreed);
        _record("request a recovery", 70_000);
        skip(7 days);
        registry.finishRecovery(profile);
        _record("finish a recovery", 80_000);
    }

    function test_set_an_encryption_key() public {
        vm.prank(alice);
        registry.setEncryptionKey(profile, CONTENT);
        _record("replace the encryption key", 45_000);
    }

    function test_ask_who_could_sign() public {
        authorise(profile, session, MONTH);
        registry.isAuthorised(profile, session, 1, START + 100);
        _record("isAuthorised for a session key, called by a contract", 8000);
    }

    // Token and faucet

    function test_drip() public {
        address[] memory recipients = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (recipients[0], amounts[0]) = (address(this), 1000 ether);
        TagToken token = new TagToken(recipients, amounts);
        Faucet faucet = new Faucet(token, 1 ether, 100 ether, 1 days);
        vm.assertTrue(token.transfer(address(faucet), 500 ether), "filled");
        faucet.drip(carol);
        _record("first drip of a period", 130_000);
        faucet.drip(bob);
        _record("later drip of a period", 115_000);
    }

    function _filled(uint256 size) internal pure returns (bytes memory data) {
        data = new bytes(size);
        for (uint256 i = 0; i < size; ++i) {
            data[i] = "x";
        }
    }
}
