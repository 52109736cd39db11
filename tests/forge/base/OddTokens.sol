// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @notice A token that anyone mints, whose supply may be as large as 256 bits allow.
contract PlainToken is ERC20 {
    constructor() ERC20("odd", "ODD") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @notice Keeps a hundredth of what is moved by allowance.
contract FeeToken is PlainToken {
    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        _burn(to, amount / 100);
        return true;
    }
}

/// @notice Calls back in the middle of every transfer: whatever it was told to call, whoever it was told to be.
contract CallbackToken is PlainToken {
    address public target;
    bytes public data;
    bool public called;
    bool public succeeded;
    bytes public answer;

    function setCallback(address target_, bytes calldata data_) external {
        (target, data, called) = (target_, data_, false);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (target != address(0) && from != address(0) && !called) {
            called = true;
            (succeeded, answer) = target.call(data);
        }
        super._update(from, to, amount);
    }
}

/// @notice Calls back, and keeps a hundredth or adds a unit of what is moved by allowance, as it was told last.
contract MoodyToken is CallbackToken {
    uint256 public mood;

    function setMood(uint256 mood_) external {
        mood = mood_;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        super.transferFrom(from, to, amount);
        if (mood == 1) _burn(to, amount / 100);
        if (mood == 2) _mint(to, 1);
        return true;
    }

    /// @dev Whether exactly this amount would arrive.
    function isExact(uint256 amount) external view returns (bool) {
        return mood == 0 || (mood == 1 && amount < 100);
    }
}
