// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ISessionKeys} from "../interfaces/ISessionKeys.sol";
import {ProfileStorage} from "./ProfileStorage.sol";
import {Signatures} from "./Signatures.sol";

/// @title Session keys of ProfileRegistry, and the question who could sign what when.
abstract contract SessionKeys is ProfileStorage, Signatures, ISessionKeys {
    bytes32 private constant AUTHORISE_KEY_TYPEHASH =
        keccak256("AuthoriseKey(uint64 profile,address key,uint64 until,uint32 kinds,uint64 deadline)");
    bytes32 private constant REVOKE_KEY_TYPEHASH =
        keccak256("RevokeKey(uint64 profile,address key,uint64 voidFrom,uint64 deadline)");

    /// @inheritdoc ISessionKeys
    function authoriseKey(uint64 profile, KeyGrant calldata grant) external {
        _authoriseKey(profile, _requireCustody(profile), grant);
    }

    /// @inheritdoc ISessionKeys
    function authoriseKeyFor(
        uint64 profile,
        KeyGrant calldata grant,
        uint64 deadline,
        bytes calldata signature
    ) external {
        Profile storage state = _requireProfile(profile);
        bytes32 structHash = keccak256(
            abi.encode(AUTHORISE_KEY_TYPEHASH, profile, grant.key, grant.until, grant.kinds, deadline)
        );
        _requireSignature(state.custody, structHash, deadline, signature);
        _authoriseKey(profile, state, grant);
    }

    /// @inheritdoc ISessionKeys
    function revokeKey(uint64 profile, address key, uint64 voidFrom) external {
        _revokeKey(profile, _requireCustody(profile), key, voidFrom);
    }

    /// @inheritdoc ISessionKeys
    function revokeKeyFor(
        uint64 profile,
        address key,
        uint64 voidFrom,
        uint64 deadline,
        bytes calldata signature
    ) external {
        Profile storage state = _requireProfile(profile);
        bytes32 structHash = keccak256(abi.encode(REVOKE_KEY_TYPEHASH, profile, key, voidFrom, deadline));
        _requireSignature(state.custody, structHash, deadline, signature);
        _revokeKey(profile, state, key, voidFrom);
    }

    /// @inheritdoc ISessionKeys
    function sessionKeyOf(uint64 profile, address key)
        external
        view
        returns (uint64 from, uint64 until, uint32 kinds, uint32 custodyIndex, uint64 voidFrom)
    {
        KeySlot storage slot = _profiles[profile].keys[key];
        return (slot.from, slot.until, slot.kinds, slot.custodyIndex, slot.voidFrom);
    }

    /// @inheritdoc ISessionKeys
    function isAuthorised(uint64 profile, address signer, uint8 kind, uint64 t) external view returns (bool) {
        if (signer == address(0)) return false;
        Profile storage state = _profiles[profile];
        return _hadCustody(state, signer, t) || _couldSign(state, signer, kind, t);
    }

    function _authoriseKey(uint64 profile, Profile storage state, KeyGrant calldata grant) internal {
        if (grant.key == address(0)) revert KeyZero();
        if (grant.until <= block.timestamp) revert UntilNotInFuture(grant.until);
        if (grant.kinds == 0 || grant.kinds & 1 != 0) revert KindsInvalid(grant.kinds);
        if (state.keys[grant.key].from != 0) revert KeyAlreadyUsed(profile, grant.key);

        uint32 custodyIndex = state.custodyIndex;
        state.keys[grant.key] = KeySlot({
            from: uint64(block.timestamp),
            until: grant.until,
            kinds: grant.kinds,
            custodyIndex: custodyIndex,
            voidFrom: 0
        });
        emit KeyAuthorised(profile, grant.key, grant.until, grant.kinds, custodyIndex);
    }

    function _revokeKey(uint64 profile, Profile storage state, address key, uint64 voidFrom) private {
        KeySlot memory slot = state.keys[key];
        if (slot.from == 0) revert KeyUnknown(profile, key);
        if (slot.custodyIndex != state.custodyIndex) revert KeyEnded(profile, key, slot.custodyIndex);

        // Never later than now or an earlier revocation; never 0, which would read as "not revoked".
        uint256 latest = slot.voidFrom == 0 ? block.timestamp : slot.voidFrom;
        uint64 effective = uint64(Math.max(slot.from, Math.min(voidFrom, latest)));
        state.keys[key].voidFrom = effective;
        emit KeyRevoked(profile, key, effective);
    }

    /// @dev Periods are ordered and never overlap, so only the last one that began by `t` can contain it: a binary
    ///      search, which a long list of transfers does not make dear.
    function _hadCustody(Profile storage state, address signer, uint64 t) private view returns (bool) {
        if (t >= state.since) return state.custody == signer;
        uint256 low = 0;
        uint256 high = state.custodyIndex;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (state.former[middle].from <= t) low = middle + 1;
            else high = middle;
        }
        if (low == 0) return false;
        FormerPeriod memory period = state.former[low - 1];
        return period.custody == signer && t < period.until;
    }

    function _couldSign(Profile storage state, address key, uint8 kind, uint64 t)
        private
        view
        returns (bool)
    {
        KeySlot memory slot = state.keys[key];
        if (slot.from == 0 || t < slot.from || t >= slot.until) return false;
        if (slot.voidFrom != 0 && t >= slot.voidFrom) return false;
        if (slot.custodyIndex != state.custodyIndex && t >= state.former[slot.custodyIndex].until) {
            return false;
        }
        return (slot.kinds >> kind) & 1 != 0;
    }
}
