// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {RootPosts} from "./abstract/RootPosts.sol";
import {IArbiter} from "./interfaces/IArbiter.sol";
import {IEpochRoots} from "./interfaces/IEpochRoots.sol";
import {Columns} from "./libraries/Columns.sol";

/// @title EpochRoots
contract EpochRoots is RootPosts {
    using SafeERC20 for IERC20;

    uint8 private constant STRIDE = 4;

    /// @inheritdoc IEpochRoots
    uint256 public disputeCount;
    mapping(uint256 id => Dispute) private _disputes;

    /// @param token TAG
    /// @param arbiter who judges cells
    /// @param bond behind a post, 1e-18 TAG
    /// @param disputeBond behind a dispute, 1e-18 TAG
    constructor(IERC20 token, IArbiter arbiter, uint128 bond, uint128 disputeBond)
        RootPosts(token, arbiter, bond, disputeBond)
    {}

    // Descending

    /// @inheritdoc IEpochRoots
    function dispute(bytes32 post, Header calldata header, uint32 column) external returns (uint256 id) {
        Post storage state = _requireOpen(post, header);
        if (block.timestamp > state.until) revert PostNotNow(post, State.Open);
        uint256 columns = header.columns.length;
        if (column >= columns + header.draws.length) revert PlaceInvalid();

        ++state.disputes;
        id = ++disputeCount;
        Dispute storage game = _disputes[id];
        (game.post, game.challenger, game.column) = (post, msg.sender, column);
        bool isDrawing = column >= columns;
        if (!isDrawing) game.node = header.columns[column];
        // Safety: seats have 32 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        game.height = isDrawing ? 0 : uint8(Columns.heightOf(header.seats));
        emit Disputed(id, post, msg.sender, column);
        _pass(id, game, game.height == 0 ? Turn.Answer : Turn.Open);
        TOKEN.safeTransferFrom(msg.sender, address(this), DISPUTE_BOND);
    }

    /// @inheritdoc IEpochRoots
    function open(uint256 id, bytes32[] calldata nodes) external {
        Dispute storage game = _requireTurn(id, Turn.Open);
        if (nodes.length != 2 ** _stride(game) || Columns.fold(nodes) != game.node) revert ProofInvalid();
        game.node = keccak256(abi.encode(nodes));
        emit Opened(id, nodes);
        _pass(id, game, Turn.Choose);
    }

    /// @inheritdoc IEpochRoots
    function choose(uint256 id, bytes32[] calldata nodes, uint32 index) external {
        Dispute storage game = _requireTurn(id, Turn.Choose);
        if (game.challenger != msg.sender) revert NotChallenger(id);
        if (keccak256(abi.encode(nodes)) != game.node) revert ProofInvalid();
        if (index >= nodes.length) revert PlaceInvalid();
        uint8 stride = _stride(game);
        game.position = (game.position << stride) + index;
        game.height -= stride;
        game.node = nodes[index];
        _pass(id, game, game.height == 0 ? Turn.Answer : Turn.Open);
    }

    // At the leaf

    /// @inheritdoc IEpochRoots
    function answer(uint256 id, Header calldata header, Witness calldata witness) external {
        Dispute storage game = _requireTurn(id, Turn.Answer);
        // Not anyone's: many witnesses lead to one leaf, and who shows one with a false claim loses.
        if (_requireOpen(game.post, header).poster != msg.sender) revert NotPoster(id);
        bool isDrawing = game.column >= header.columns.length;
        if (!isDrawing && game.position >= header.seats) {
            // Padding is judged at once, and only its defender gets here: a poster with other padding stays silent.
            if (game.node != 0) revert ProofInvalid();
            _end(id, game, false);
            return;
        }
        if (!ARBITER.isFollowing(header, game.column, game.position, game.node, witness)) {
            revert ProofInvalid();
        }
        game.node = keccak256(abi.encode(witness));
        emit Witnessed(id, witness);
        _pass(id, game, Turn.Contradict);
    }

    /// @inheritdoc IEpochRoots
    function contradict(
        uint256 id,
        Header calldata header,
        Witness calldata witness,
        uint256 index,
        bytes32 leaf,
        bytes32[] calldata path
    ) external {
        Dispute storage game = _requireWitness(id, header, witness);
        (uint256 column, uint256 seat, bytes32 claimed) =
            ARBITER.claimOf(header, game.column, game.position, witness, index);
        if (leaf == claimed) revert ProofInvalid();
        _requireUnder(header, column, seat, leaf, path);
        _end(id, game, true);
    }

    /// @inheritdoc IEpochRoots
    function refuteRow(uint256 id, Header calldata header, Witness calldata witness, uint32 partner)
        external
    {
        Dispute storage game = _requireWitness(id, header, witness);
        if (game.column != Columns.ROW) revert PlaceInvalid();
        if (!ARBITER.isRowWrong(header, game.position, witness.row, partner)) revert ProofInvalid();
        _end(id, game, true);
    }

    /// @inheritdoc IEpochRoots
    function refuteWeight(
        uint256 id,
        Header calldata header,
        Witness calldata witness,
        uint256 k,
        bytes calldata row,
        bytes32[] calldata path,
        bytes calldata partnerRow,
        bytes32[] calldata partnerPath
    ) external {
        Dispute storage game = _requireWitness(id, header, witness);
        if (game.column != Columns.WEIGHTS) revert PlaceInvalid();
        _requireUnder(header, Columns.ROW, game.position, Columns.rowLeaf(row), path);
        if (row.length != 0) {
            uint256 partner = uint32(bytes4(row[4 * k:4 * k + 4]));
            _requireUnder(header, Columns.ROW, partner, Columns.rowLeaf(partnerRow), partnerPath);
        }
        if (!ARBITER.isWeightWrong(witness.weights, k, row, partnerRow)) revert ProofInvalid();
        _end(id, game, true);
    }

    // Ending

    /// @inheritdoc IEpochRoots
    function timeOut(uint256 id) external {
        Dispute storage game = _disputes[id];
        Turn turn = game.turn;
        bool isOpen = _posts[game.post].state == State.Open && turn != Turn.None && turn != Turn.Over;
        if (!isOpen || block.timestamp <= game.until) revert NotYourTurn(id, turn);
        _end(id, game, turn == Turn.Open || turn == Turn.Answer);
    }

    /// @inheritdoc IEpochRoots
    function recall(uint256 id) external {
        Dispute storage game = _disputes[id];
        State state = _posts[game.post].state;
        if (state != State.Refuted && state != State.PassedOver) revert PostNotNow(game.post, state);
        if (game.turn == Turn.Over) revert NotYourTurn(id, Turn.Over);
        game.turn = Turn.Over;
        emit DisputeEnded(id, game.post, state == State.Refuted);
        _credit(game.challenger, DISPUTE_BOND);
    }

    /// @inheritdoc IEpochRoots
    function disputeOf(uint256 id) external view returns (Dispute memory) {
        return _disputes[id];
    }

    function _pass(uint256 id, Dispute storage game, Turn turn) private {
        game.turn = turn;
        // Safety: 40 bits of seconds last for 34,000 years.
        // forge-lint: disable-next-line(unsafe-typecast)
        game.until = uint40(block.timestamp + MOVE_SECONDS);
        emit Moved(id, turn, game.position, game.height, game.node, game.until);
    }

    function _end(uint256 id, Dispute storage game, bool posterLost) private {
        Post storage state = _posts[game.post];
        game.turn = Turn.Over;
        --state.disputes;
        emit DisputeEnded(id, game.post, posterLost);
        _credit(posterLost ? game.challenger : state.poster, DISPUTE_BOND);
        if (posterLost) _refute(game.post, game.challenger);
    }

    function _stride(Dispute storage game) private view returns (uint8) {
        return game.height < STRIDE ? game.height : STRIDE;
    }

    /// @dev A dispute lives as long as its post is open; afterwards there is only `recall`.
    function _requireTurn(uint256 id, Turn turn) private view returns (Dispute storage game) {
        game = _disputes[id];
        bool isOpen = _posts[game.post].state == State.Open;
        if (!isOpen || game.turn != turn || block.timestamp > game.until) revert NotYourTurn(id, game.turn);
    }

    function _requireWitness(uint256 id, Header calldata header, Witness calldata witness)
        private
        view
        returns (Dispute storage game)
    {
        game = _requireTurn(id, Turn.Contradict);
        _requireOpen(game.post, header);
        if (keccak256(abi.encode(witness)) != game.node) revert ProofInvalid();
    }
}
