// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {ITagToken} from "./interfaces/ITagToken.sol";

/// @title TagToken
contract TagToken is ITagToken, ERC20Permit {
    /// @param recipients who receive the whole supply, once
    /// @param amounts what each receives, in 1e-18 TAG
    constructor(address[] memory recipients, uint256[] memory amounts)
        ERC20("hashtagspace TAG", "TAG")
        ERC20Permit("hashtagspace TAG")
    {
        if (recipients.length == 0 || recipients.length != amounts.length) {
            revert RecipientsMismatch(recipients.length, amounts.length);
        }
        for (uint256 i = 0; i < recipients.length; ++i) {
            if (amounts[i] == 0) revert AmountZero(recipients[i]);
            _mint(recipients[i], amounts[i]);
        }
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner) public view override(ERC20Permit, IERC20Permit) returns (uint256) {
        return super.nonces(owner);
    }
}
