// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IArbiter} from "../interfaces/IArbiter.sol";
import {IEpochClock} from "../interfaces/IEpochClock.sol";
import {IEpochRoots} from "../interfaces/IEpochRoots.sol";
import {Columns} from "../libraries/Columns.sol";

/// @title Posts of EpochRoots, and its money.
/// @dev Money: balance = reward + credits + bonds of open posts + bonds of disputes that are not over.
abstract contract RootPosts is IEpochRoots {
    using SafeERC20 for IERC20;

    /// @inheritdoc IEpochRoots
    IERC20 public immutable TOKEN;
    /// @inheritdoc IEpochRoots
    IArbiter public immutable ARBITER;
    /// @inheritdoc IEpochRoots
    IEpochClock public immutable CLOCK;
    /// @inheritdoc IEpochRoots
    uint128 public immutable BOND;
    /// @inheritdoc IEpochRoots
    uint128 public immutable DISPUTE_BOND;
    /// @inheritdoc IEpochRoots
    uint64 public immutable WINDOW_SECONDS;
    /// @inheritdoc IEpochRoots
    uint64 public immutable MOVE_SECONDS;

    /// @inheritdoc IEpochRoots
    mapping(address payee => uint256) public creditOf;
    /// @inheritdoc IEpochRoots
    uint256 public reward;
    /// @inheritdoc IEpochRoots
    uint32 public latestFinal;
    mapping(bytes32 post => Post) internal _posts;
    mapping(uint32 epoch => FinalRoot) private _finals;

    constructor(IERC20 token, IArbiter arbiter, uint128 bond, uint128 disputeBond) {
        if (address(token) == address(0) || address(arbiter) == address(0) || bond == 0 || disputeBond == 0) {
            revert ParametersInvalid();
        }
        (TOKEN, ARBITER, CLOCK, BOND, DISPUTE_BOND) = (token, arbiter, arbiter.CLOCK(), bond, disputeBond);
        WINDOW_SECONDS = CLOCK.EPOCH_SECONDS();
        MOVE_SECONDS = WINDOW_SECONDS / 16;
    }

    /// @inheritdoc IEpochRoots
    function post(Header calldata header) external returns (bytes32 id) {
        uint32 epoch = header.epoch;
        uint32 current = CLOCK.currentEpoch();
        bool isInTime = (epoch == current && CLOCK.beaconOf(epoch) != 0) || uint256(epoch) + 1 == current;
        if (!isInTime) revert NotNow(epoch);
        if (!ARBITER.isShaped(header)) revert HeaderInvalid();
        bytes32 root = keccak256(abi.encode(header));
        id = keccak256(abi.encode(root, msg.sender));
        if (_posts[id].state != State.None || _finals[epoch].root != 0) revert AlreadyPosted(id);

        // Safety: 40 bits of seconds last for 34,000 years.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint40 until = uint40(block.timestamp + WINDOW_SECONDS);
        _posts[id] = Post(root, msg.sender, until, 0, epoch, State.Open);
        emit Posted(id, epoch, root, msg.sender, until, header);
        TOKEN.safeTransferFrom(msg.sender, address(this), BOND);
    }

    /// @inheritdoc IEpochRoots
    function refuteTotals(
        bytes32 id,
        Header calldata header,
        bool isShares,
        uint256 word,
        bytes32[] calldata path
    ) external {
        _requireOpen(id, header);
        uint256 column = isShares ? Columns.shareColumn(header.accounts) : Columns.ROLL;
        bytes32 leaf = isShares ? Columns.shareLeaf(word) : Columns.rollLeaf(word);
        uint256 claimed = isShares
            ? uint256(header.covered)
            : uint256(header.accounts) | uint256(header.vetted) << 32 | uint256(header.fakes) << 64;
        if ((isShares ? word >> 64 : word >> 8) == claimed) revert ProofInvalid();
        _requireUnder(header, column, header.seats - 1, leaf, path);
        _refute(id, msg.sender);
    }

    /// @inheritdoc IEpochRoots
    function finish(bytes32 id, Header calldata header) external {
        Post storage state = _requireOpen(id, header);
        if (block.timestamp <= state.until || state.disputes != 0 || _finals[state.epoch].root != 0) {
            revert PostNotNow(id, State.Open);
        }
        state.state = State.Final;
        _finals[state.epoch] = FinalRoot(
            state.root,
            header.columns[Columns.standingColumn(header.accounts)],
            header.seats,
            4 * uint256(header.covered) < header.accounts
        );
        if (state.epoch > latestFinal) latestFinal = state.epoch;
        emit RootFinal(state.epoch, state.root, id);
        uint256 due = reward + BOND;
        reward = 0;
        _credit(state.poster, due);
    }

    /// @inheritdoc IEpochRoots
    function passOver(bytes32 id) external {
        Post storage state = _posts[id];
        bytes32 root = _finals[state.epoch].root;
        if (state.state != State.Open || root == 0) revert PostNotNow(id, state.state);
        state.state = State.PassedOver;
        emit PassedOver(id);
        if (state.root == root) _credit(state.poster, BOND);
        else reward += BOND;
    }

    /// @inheritdoc IEpochRoots
    function withdraw(address payee) external {
        uint256 amount = creditOf[payee];
        if (amount == 0) revert NothingDue(payee);
        creditOf[payee] = 0;
        emit Withdrawn(payee, amount);
        TOKEN.safeTransfer(payee, amount);
    }

    /// @inheritdoc IEpochRoots
    function postOf(bytes32 id) external view returns (Post memory) {
        return _posts[id];
    }

    /// @inheritdoc IEpochRoots
    function finalOf(uint32 epoch) external view returns (FinalRoot memory) {
        return _finals[epoch];
    }

    function _refute(bytes32 id, address by) internal {
        Post storage state = _posts[id];
        state.state = State.Refuted;
        emit Refuted(id, by);
        _credit(by, BOND / 2);
        reward += BOND - BOND / 2;
    }

    function _credit(address payee, uint256 amount) internal {
        creditOf[payee] += amount;
        emit Credited(payee, amount);
    }

    function _requireOpen(bytes32 id, Header calldata header) internal view returns (Post storage state) {
        state = _posts[id];
        if (state.state != State.Open) revert PostNotNow(id, state.state);
        if (keccak256(abi.encode(header)) != state.root) revert HeaderWrong(state.root);
    }

    function _requireUnder(
        Header calldata header,
        uint256 column,
        uint256 seat,
        bytes32 leaf,
        bytes32[] calldata path
    ) internal pure {
        bool isThere = column < header.columns.length
            && Columns.isUnder(header.columns[column], leaf, seat, path, Columns.heightOf(header.seats));
        if (!isThere) revert ProofInvalid();
    }
}
