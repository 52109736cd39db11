// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ICustody} from "../interfaces/ICustody.sol";
import {IRecovery} from "../interfaces/IRecovery.sol";

/// @title What ProfileRegistry keeps of each profile, packed so that the everyday calls touch two slots.
/// @dev Times are block times in Unix seconds; 48 bits last for 8.9 million years.
abstract contract ProfileStorage {
    /// @dev Slots: current custody · recovery · pending · encryption key · two mappings.
    struct Profile {
        address custody;
        uint64 since;
        uint32 custodyIndex;
        address recovery;
        uint48 nonce;
        uint48 coolingUntil;
        address pendingAccount;
        uint48 requestedAt;
        IRecovery.PendingKind pendingKind;
        bytes32 encryptionKey;
        mapping(uint256 index => FormerPeriod) former;
        mapping(address key => KeySlot) keys;
    }

    /// @dev A custody period that has ended: from <= t < until, empty if both are equal.
    struct FormerPeriod {
        address custody;
        uint48 from;
        uint48 until;
    }

    /// @dev One slot. `from` 0 = never authorised; `voidFrom` 0 = not revoked, else >= `from`.
    struct KeySlot {
        uint64 from;
        uint64 until;
        uint32 kinds;
        uint32 custodyIndex;
        uint64 voidFrom;
    }

    mapping(uint64 profile => Profile) internal _profiles;

    /// @dev The current custody, or a revert: signed calls must never take zero for a signer.
    function _requireProfile(uint64 profile) internal view returns (Profile storage state) {
        state = _profiles[profile];
        if (state.custody == address(0)) revert ICustody.ProfileUnknown(profile);
    }

    function _requireCustody(uint64 profile) internal view returns (Profile storage state) {
        state = _requireProfile(profile);
        if (state.custody != msg.sender) revert ICustody.NotCustody(profile, msg.sender);
    }
}
