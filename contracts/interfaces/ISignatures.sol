// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title What every contract that takes signed calls says about them.
/// @notice A signed call is an EIP-712 message of the domain {name "hashtagspace", version "1", chain id, this
///         contract}. A signature counts if ECDSA over 65 bytes r‖s‖v (s in the lower half, v 27 or 28) recovers the
///         signer, or else if the signer has code and answers ERC-1271. ECDSA comes first, so an EIP-7702 account
///         signs with its own key whatever its delegate does.
interface ISignatures {
    /// @notice The block's time is past the deadline that was signed.
    /// @param deadline last second, Unix time, in which the signature counted
    error SignatureExpired(uint64 deadline);

    /// @notice The signature is not the signer's, or covers other values than the call's.
    /// @param signer the account that should have signed
    error SignatureInvalid(address signer);
}
