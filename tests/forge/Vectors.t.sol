// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {PostRegistry} from "../../contracts/PostRegistry.sol";
import {ProfileRegistry} from "../../contracts/ProfileRegistry.sol";
import {ISessionKeys} from "../../contracts/interfaces/ISessionKeys.sol";
import {Forms} from "./base/Forms.sol";
import {Test} from "./base/Test.sol";

/// @notice A registry whose past can be written down, to ask it the questions of the vectors.
contract WrittenRegistry is ProfileRegistry {
    function writeCustodies(
        uint64 profile,
        address[] calldata custody,
        uint256[] calldata from,
        uint256[] calldata until
    ) external {
        Profile storage state = _profiles[profile];
        uint256 last = custody.length - 1;
        for (uint256 i = 0; i < last; ++i) {
            state.former[i] = FormerPeriod(custody[i], uint48(from[i]), uint48(until[i]));
        }
        // Safety: the vectors have a few periods.
        // forge-lint: disable-next-line(unsafe-typecast)
        (state.custody, state.since, state.custodyIndex) = (custody[last], uint64(from[last]), uint32(last));
    }

    function writeKey(uint64 profile, address key, uint256[5] calldata grant) external {
        _profiles[profile].keys[key] =
            KeySlot(uint64(grant[0]), uint64(grant[1]), uint32(grant[2]), uint32(grant[3]), uint64(grant[4]));
    }
}

/// @notice The golden vectors that Python made and TypeScript checks too, held against the contracts.
contract VectorsTest is Test {
    PostRegistry internal posts;
    string internal json;

    /// @dev Puts the contract where the vectors say it is: OpenZeppelin's EIP712 computes the domain anew there.
    function _open(string memory name) internal {
        json = vm.readFile(string.concat("tests/vectors/", name, ".json"));
        if (!vm.keyExistsJson(json, ".postRegistry")) {
            posts = new PostRegistry();
            return;
        }
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        address place = vm.parseJsonAddress(json, ".postRegistry");
        vm.etch(place, address(new PostRegistry()).code);
        posts = PostRegistry(place);
    }

    function _at(string memory list, uint256 index, string memory field)
        internal
        pure
        returns (string memory)
    {
        return string.concat(".", list, "[", vm.toString(index), "]", field);
    }

    function test_intent_ids() public {
        _open("intent");
        uint256[] memory profile = vm.parseJsonUintArray(json, ".profile");
        uint256[] memory kind = vm.parseJsonUintArray(json, ".kind");
        uint256[] memory createdAt = vm.parseJsonUintArray(json, ".createdAt");
        bytes32[] memory subject = vm.parseJsonBytes32Array(json, ".subject");
        bytes32[] memory content = vm.parseJsonBytes32Array(json, ".content");
        bytes32[] memory head = vm.parseJsonBytes32Array(json, ".head");
        bytes32[] memory id = vm.parseJsonBytes32Array(json, ".id");
        vm.assertGe(id.length, 8, "a file of examples");
        for (uint256 i = 0; i < id.length; ++i) {
            bytes32 word = bytes32(
                abi.encodePacked(uint64(profile[i]), uint8(kind[i]), uint64(createdAt[i]), uint120(0))
            );
            vm.assertEq(word, head[i], "head");
            vm.assertEq(posts.intentId(head[i], subject[i], content[i]), id[i], "intent id");
        }
    }

    function test_intent_signatures() public {
        _open("intent");
        bytes32[] memory id = vm.parseJsonBytes32Array(json, ".id");
        address[] memory signer = vm.parseJsonAddressArray(json, ".signer");
        for (uint256 i = 0; i < id.length; ++i) {
            bytes memory signature = vm.parseJsonBytes(json, _at("signature", i, ""));
            vm.assertEq(ECDSA.recover(id[i], signature), signer[i], "signer");
        }
    }

    function test_merkle_proofs() public {
        _open("merkle");
        uint256 proofs = 0;
        for (uint256 i = 0; vm.keyExistsJson(json, _at("trees", i, "")); ++i) {
            bytes32 root = vm.parseJsonBytes32(json, _at("trees", i, ".root"));
            bytes32[] memory leaves = vm.parseJsonBytes32Array(json, _at("trees", i, ".leaves"));
            posts.anchor(root, bytes32(0), uint32(leaves.length));
            for (uint256 leaf = 0; leaf < leaves.length; ++leaf) {
                string memory key = string.concat(_at("trees", i, ".proofs["), vm.toString(leaf), "]");
                bytes32[] memory proof = vm.parseJsonBytes32Array(json, key);
                vm.assertTrue(posts.isAnchored(root, leaves[leaf], proof), "proof");
                ++proofs;
            }
        }
        vm.assertGe(proofs, 20, "a file of examples");
    }

    function test_refused_merkle_proofs() public {
        _open("merkle");
        uint256 refused = 0;
        for (; vm.keyExistsJson(json, _at("refused", refused, "")); ++refused) {
            bytes32 root = vm.parseJsonBytes32(json, _at("refused", refused, ".root"));
            bytes32 leaf = vm.parseJsonBytes32(json, _at("refused", refused, ".leaf"));
            bytes32[] memory proof = vm.parseJsonBytes32Array(json, _at("refused", refused, ".proof"));
            posts.anchor(root, bytes32(0), 1);
            vm.assertFalse(
                posts.isAnchored(root, leaf, proof),
                vm.parseJsonString(json, _at("refused", refused, ".name"))
            );
        }
        vm.assertGe(refused, 5, "a file of examples");
    }

    function test_profile_ids() public {
        _open("profile_id");
        ProfileRegistry registry = new ProfileRegistry();
        address[] memory custody = vm.parseJsonAddressArray(json, ".custody");
        uint256[] memory index = vm.parseJsonUintArray(json, ".index");
        uint256[] memory profile = vm.parseJsonUintArray(json, ".profile");
        vm.assertGe(profile.length, 5, "a file of examples");
        for (uint256 i = 0; i < profile.length; ++i) {
            vm.assertEq(registry.profileIdOf(custody[i], index[i]), profile[i], "profile id");
        }
    }

    // Who could sign

    function test_authorisation() public {
        _open("authorisation");
        WrittenRegistry registry = new WrittenRegistry();
        uint64 scenarios = 0;
        for (; vm.keyExistsJson(json, _at("scenarios", scenarios, "")); ++scenarios) {
            _writeScenario(registry, scenarios);
            _askScenario(registry, scenarios);
        }
        vm.assertGe(scenarios, 8, "a file of examples");
    }

    function _writeScenario(WrittenRegistry registry, uint64 i) internal {
        registry.writeCustodies(
            i,
            vm.parseJsonAddressArray(json, _at("scenarios", i, ".custody")),
            vm.parseJsonUintArray(json, _at("scenarios", i, ".from")),
            vm.parseJsonUintArray(json, _at("scenarios", i, ".until"))
        );
        if (!vm.keyExistsJson(json, _at("scenarios", i, ".grant.key"))) return;
        string[5] memory fields = ["from", "until", "kinds", "custodyIndex", "voidFrom"];
        uint256[5] memory grant;
        for (uint256 f = 0; f < fields.length; ++f) {
            grant[f] = vm.parseJsonUint(json, _at("scenarios", i, string.concat(".grant.", fields[f])));
        }
        registry.writeKey(i, vm.parseJsonAddress(json, _at("scenarios", i, ".grant.key")), grant);
    }

    function _askScenario(WrittenRegistry registry, uint64 i) internal view {
        address[] memory signer = vm.parseJsonAddressArray(json, _at("scenarios", i, ".signer"));
        uint256[] memory kind = vm.parseJsonUintArray(json, _at("scenarios", i, ".kind"));
        uint256[] memory t = vm.parseJsonUintArray(json, _at("scenarios", i, ".t"));
        bool[] memory expected = vm.parseJsonBoolArray(json, _at("scenarios", i, ".authorised"));
        for (uint256 q = 0; q < expected.length; ++q) {
            bool answer = registry.isAuthorised(i, signer[q], uint8(kind[q]), uint64(t[q]));
            string memory name = vm.parseJsonString(json, _at("scenarios", i, ".name"));
            vm.assertTrue(answer == expected[q], string.concat(name, ", question ", vm.toString(q)));
        }
    }

    // Signed forms

    function test_typed_data() public {
        _open("typed_data");
        uint256 forms = 0;
        for (; vm.keyExistsJson(json, _at("forms", forms, "")); ++forms) {
            bytes32 digest = vm.parseJsonBytes32(json, _at("forms", forms, ".digest"));
            string memory form = vm.parseJsonString(json, _at("forms", forms, ".form"));
            vm.assertEq(_digest(form, forms), digest, form);
            vm.assertEq(
                keccak256(bytes(vm.parseJsonString(json, _at("forms", forms, ".type")))),
                vm.parseJsonBytes32(json, _at("forms", forms, ".typeHash")),
                form
            );
            bytes memory signature = vm.parseJsonBytes(json, _at("forms", forms, ".signature"));
            address signer = vm.parseJsonAddress(json, _at("forms", forms, ".signer"));
            vm.assertEq(ECDSA.recover(digest, signature), signer, form);
        }
        vm.assertGe(forms, 9, "one of each form");
    }

    function _digest(string memory form, uint256 i) internal view returns (bytes32) {
        bytes32 name = keccak256(bytes(form));
        if (name == keccak256("Permit")) {
            return keccak256(
                abi.encodePacked(hex"1901", vm.parseJsonBytes32(json, ".tagTokenSeparator"), _permit(i))
            );
        }
        return Forms.digest(
            _struct(name, i),
            vm.parseJsonAddress(json, ".profileRegistry"),
            vm.parseJsonUint(json, ".chainId")
        );
    }

    function _struct(bytes32 name, uint256 i) internal view returns (bytes32) {
        uint64 profile = _uint64(i, "profile");
        uint64 deadline = _uint64(i, "deadline");
        if (name == keccak256("Register")) return _register(i, profile, deadline);
        if (name == keccak256("AuthoriseKey")) return Forms.authorise(profile, _grant(i), deadline);
        if (name == keccak256("RevokeKey")) {
            return Forms.revoke(profile, _address(i, "key"), _uint64(i, "voidFrom"), deadline);
        }
        uint256 nonce = _uint(i, "nonce");
        if (name == keccak256("SetEncryptionKey")) {
            return Forms.encryption(profile, _bytes32(i, "encryptionKey"), nonce, deadline);
        }
        if (name == keccak256("TransferCustody")) {
            return Forms.transfer(profile, _address(i, "to"), nonce, deadline);
        }
        if (name == keccak256("RequestRecovery")) {
            return Forms.recover(profile, _address(i, "to"), nonce, deadline);
        }
        if (name == keccak256("CancelRecovery")) return Forms.cancel(profile, nonce, deadline);
        if (name == keccak256("RequestRecoveryChange")) {
            return Forms.change(profile, _address(i, "recovery"), nonce, deadline);
        }
        if (name == keccak256("VetoRecoveryChange")) return Forms.veto(profile, nonce, deadline);
        revert("a form that the contracts do not have");
    }

    function _register(uint256 i, uint64 profile, uint64 deadline) internal view returns (bytes32) {
        return Forms.register(
            profile,
            vm.parseJsonString(json, _field(i, "handle")),
            _address(i, "recovery"),
            _bytes32(i, "content"),
            _bytes32(i, "encryptionKey"),
            _grant(i),
            deadline
        );
    }

    function _grant(uint256 i) internal view returns (ISessionKeys.KeyGrant memory) {
        return ISessionKeys.KeyGrant(_address(i, "key"), _uint64(i, "until"), uint32(_uint(i, "kinds")));
    }

    function _permit(uint256 i) internal view returns (bytes32) {
        return keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                _address(i, "owner"),
                _address(i, "spender"),
                _uint(i, "value"),
                _uint(i, "nonce"),
                _uint(i, "deadline")
            )
        );
    }

    function _field(uint256 i, string memory name) internal pure returns (string memory) {
        return _at("forms", i, string.concat(".wallet.message.", name));
    }

    function _uint(uint256 i, string memory name) internal view returns (uint256) {
        return vm.parseJsonUint(json, _field(i, name));
    }

    function _uint64(uint256 i, string memory name) internal view returns (uint64) {
        return uint64(_uint(i, name));
    }

    function _address(uint256 i, string memory name) internal view returns (address) {
        return vm.parseJsonAddress(json, _field(i, name));
    }

    function _bytes32(uint256 i, string memory name) internal view returns (bytes32) {
        return vm.parseJsonBytes32(json, _field(i, name));
    }
}
