// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {DataMarket} from "../../../contracts/DataMarket.sol";
import {MarketTest} from "../base/MarketTest.sol";
import {CallbackToken} from "../base/OddTokens.sol";

/// @notice Who takes part in the market's invariants, and what was noted about every deal.
abstract contract MarketActors is MarketTest {
    uint256 public constant PEOPLE = 3;
    uint256 public constant BUSINESSES = 2;
    uint256 internal constant MAX_OFFERS = 6;

    bytes32[] public offers;
    mapping(bytes32 offer => OfferTerms) internal _terms;
    mapping(bytes32 offer => uint256) internal _businessKeyOf;
    uint64[PEOPLE] public profiles;

    /// @dev Ghosts per deal: what was consented to, what it may pay at most, what it paid, its D, its state as last seen.
    mapping(bytes32 deal => Consent) internal _consents;
    mapping(bytes32 deal => uint256) public ceiling;
    mapping(bytes32 deal => uint256) public paid;
    mapping(bytes32 deal => Delivery) internal _deliveries;
    mapping(bytes32 deal => uint256) public dueTime;
    mapping(bytes32 deal => State) public finalState;
    uint256 public accepts;
    uint256 public deliveries;
    uint256 public wrongs;
    string public wrong;

    constructor() {
        setUp();
        CallbackToken(address(token)).setCallback(address(market), abi.encodeCall(market.withdraw, (bob)));
        for (uint256 i = 0; i < PEOPLE; ++i) {
            vm.prank(vm.addr(personKey(i)));
            profiles[i] = registry.register(
                string.concat("person", vm.toString(i)), address(0), bytes32(0), bytes32(0), noKey()
            );
        }
        for (uint256 i = 0; i < BUSINESSES; ++i) {
            CallbackToken(address(token)).mint(business(i), type(uint128).max);
            vm.prank(business(i));
            token.approve(address(market), type(uint256).max);
        }
    }

    function _makeToken() internal override returns (IERC20) {
        return new CallbackToken();
    }

    // Reading

    function theMarket() external view returns (DataMarket) {
        return market;
    }

    function offerCount() external view returns (uint256) {
        return offers.length;
    }

    function personKey(uint256 index) public pure returns (uint256) {
        return 0x9000 + index % PEOPLE;
    }

    function payee(uint256 index) public pure returns (address) {
        return address(uint160(0xbee0 + index % PEOPLE));
    }

    function business(uint256 index) public pure returns (address) {
        return vm.addr(0x8000 + index % BUSINESSES);
    }

    function businessOf(bytes32 offer) public view returns (address) {
        return vm.addr(_businessKeyOf[offer]);
    }

    // Noting

    function _note(bytes32 id, Consent memory consent, uint256 before) internal {
        paid[id] += market.creditOf(consent.payee) - before;
        State state = market.dealOf(consent.offer, consent.profile).state;
        if (finalState[id] != State.None) _hold(finalState[id] == state, "left a final state");
        if (state >= State.Settled) finalState[id] = state;
    }

    function _hold(bool holds, string memory what) internal {
        if (holds) return;
        ++wrongs;
        wrong = what;
    }
}
