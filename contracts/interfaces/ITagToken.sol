// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title TAG: ERC-20 with EIP-2612 permit and a supply that is fixed at deployment.
/// @notice 18 decimals. The permit's EIP-712 domain has the token's own name, as wallets expect: {"hashtagspace TAG",
///         "1", chain id, this contract}. Nobody mints or burns later.
/// @dev For the indexer: 1. `Transfer` from zero occurs in the constructor only; to zero, never.
interface ITagToken is IERC20Metadata, IERC20Permit {
    /// @notice Recipients and amounts differ in number, or there are none.
    error RecipientsMismatch(uint256 recipientCount, uint256 amountCount);

    /// @notice A named recipient has to receive something.
    error AmountZero(address recipient);
}
