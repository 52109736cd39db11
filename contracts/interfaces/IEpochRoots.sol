// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IArbiter} from "./IArbiter.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {IEpochTypes} from "./IEpochTypes.sol";

/// @title Roots of epochs: posted by anybody with a bond, disputed down to one cell.
/// @notice Moves, turns and times: docs/personhood-formats.md, Dispute. A post is a root by a poster: who loses another's
///         dispute, or its own on purpose, ruins nobody else's post of the same root.
interface IEpochRoots is IEpochTypes {
    /// @notice Where a post stands.
    enum State {
        None,
        Open,
        Refuted,
        Final,
        PassedOver
    }

    /// @notice Who has to do what in a dispute.
    enum Turn {
        None,
        Open,
        Choose,
        Answer,
        Contradict,
        Over
    }

    /// @notice One post.
    /// @param until end of the time in which it can be disputed, Unix seconds
    /// @param disputes how many are not over
    struct Post {
        bytes32 root;
        address poster;
        uint40 until;
        uint32 disputes;
        uint32 epoch;
        State state;
    }

    /// @notice One dispute.
    /// @param column the first that differs, by the challenger's word
    /// @param position of the node in question, counted from the left at its height
    /// @param until the last second of the turn
    /// @param node in question; on Choose the hash of what was opened, on Contradict the hash of the witness
    struct Dispute {
        bytes32 post;
        address challenger;
        uint32 column;
        uint32 position;
        uint8 height;
        Turn turn;
        uint40 until;
        bytes32 node;
    }

    /// @notice What is kept of an epoch's final root.
    /// @param standing root of the standing column
    /// @param isWithheld whether too few accounts are covered for levels to mean anything
    struct FinalRoot {
        bytes32 root;
        bytes32 standing;
        uint32 seats;
        bool isWithheld;
    }

    /// @notice A root is posted.
    /// @dev For the indexer: 1. `post` = keccak256(abi.encode(root, poster)), `root` = keccak256(abi.encode(header)).
    ///      2. What a dispute needs is in logs, here and below, whoever made the call: nobody can hide it in a caller of its own.
    event Posted(
        bytes32 indexed post,
        uint32 indexed epoch,
        bytes32 indexed root,
        address poster,
        uint40 until,
        Header header
    );

    /// @notice A dispute began.
    /// @dev For the indexer: 1. Numbers are 1, 2, 3, ….
    event Disputed(uint256 indexed dispute, bytes32 indexed post, address challenger, uint32 column);

    /// @notice A move was made.
    /// @dev For the indexer: 1. `turn` is the next one, `node` what it is about. 2. `Opened` or `Witnessed` comes before it in
    ///      the same transaction where `node` is the hash of what was shown.
    event Moved(
        uint256 indexed dispute, Turn turn, uint32 position, uint8 height, bytes32 node, uint40 until
    );

    /// @notice The nodes below the node in question, from the left.
    event Opened(uint256 indexed dispute, bytes32[] nodes);

    /// @notice What the cell in question is computed from, by the poster.
    event Witnessed(uint256 indexed dispute, Witness witness);

    /// @notice A dispute is over.
    event DisputeEnded(uint256 indexed dispute, bytes32 indexed post, bool posterLost);

    /// @notice The post is wrong, or was not defended.
    event Refuted(bytes32 indexed post, address indexed by);

    /// @notice The epoch has its root.
    /// @dev For the indexer: 1. Once per epoch.
    event RootFinal(uint32 indexed epoch, bytes32 indexed root, bytes32 post);

    /// @notice The post was still open when another became final.
    event PassedOver(bytes32 indexed post);

    /// @notice `payee` can withdraw more.
    event Credited(address indexed payee, uint256 amount);

    /// @notice `payee` received all its credit.
    event Withdrawn(address indexed payee, uint256 amount);

    /// @notice A link is the zero address, or a bond is zero.
    error ParametersInvalid();

    /// @notice Roots of this epoch are not taken now: without its beacon, or later than the epoch after.
    error NotNow(uint32 epoch);

    /// @notice The header does not have the shape of its epoch.
    error HeaderInvalid();

    /// @notice The header is not that of the post.
    error HeaderWrong(bytes32 root);

    /// @notice The poster has posted this root, or the epoch has its final one.
    error AlreadyPosted(bytes32 post);

    /// @notice The post is in another state, or this is not the time.
    error PostNotNow(bytes32 post, State state);

    /// @notice It is another turn, or its time is over, or not yet over.
    error NotYourTurn(uint256 dispute, Turn turn);

    /// @notice Only the challenger chooses.
    error NotChallenger(uint256 dispute);

    /// @notice Only the poster answers.
    error NotPoster(uint256 dispute);

    /// @notice The column, node or place is not there.
    error PlaceInvalid();

    /// @notice The nodes, the witness or the proof do not lead where they should.
    error ProofInvalid();

    /// @notice The account has no credit.
    error NothingDue(address payee);

    /// @notice The caller puts BOND behind a root.
    /// @dev Reverts: NotNow, HeaderInvalid, AlreadyPosted, and those of the token.
    function post(Header calldata header) external returns (bytes32);

    /// @notice The caller puts DISPUTE_BOND against a column, or against a drawing (columns.length + its number).
    /// @dev Reverts: PostNotNow, HeaderWrong, PlaceInvalid, and those of the token.
    function dispute(bytes32 post, Header calldata header, uint32 column) external returns (uint256);

    /// @notice Shows the nodes min(4, height) levels below the node in question. Anyone.
    /// @dev Reverts: NotYourTurn, ProofInvalid.
    function open(uint256 dispute, bytes32[] calldata nodes) external;

    /// @notice The challenger chooses one of the nodes that were opened: the first that differs.
    /// @dev Reverts: NotYourTurn, NotChallenger, ProofInvalid, PlaceInvalid.
    function choose(uint256 dispute, bytes32[] calldata nodes, uint32 index) external;

    /// @notice The poster shows what the cell in question is computed from.
    /// @dev Reverts: NotYourTurn, HeaderWrong, NotPoster, ProofInvalid.
    function answer(uint256 dispute, Header calldata header, Witness calldata witness) external;

    /// @notice Proves that another cell holds another leaf than the witness claims; the poster loses. Anyone.
    /// @dev Reverts: NotYourTurn, HeaderWrong, ProofInvalid, and the arbiter's ClaimUnknown.
    function contradict(
        uint256 dispute,
        Header calldata header,
        Witness calldata witness,
        uint256 index,
        bytes32 leaf,
        bytes32[] calldata path
    ) external;

    /// @notice Asks the chain about one partner of the row in question; the poster loses if the row is wrong. Anyone.
    function refuteRow(uint256 dispute, Header calldata header, Witness calldata witness, uint32 partner)
        external;

    /// @notice Counts the common partners of two rows; the poster loses if weight `k` is wrong. Anyone.
    /// @param row of the seat in question, under the row column by `path`
    /// @param partnerRow of its k-th partner, under the row column by `partnerPath`
    function refuteWeight(
        uint256 dispute,
        Header calldata header,
        Witness calldata witness,
        uint256 k,
        bytes calldata row,
        bytes32[] calldata path,
        bytes calldata partnerRow,
        bytes32[] calldata partnerPath
    ) external;

    /// @notice Shows that the last leaf of the roll, or of the shares, holds other totals than the header: the post falls at
    ///         once, half of its bond is the caller's. Anyone.
    /// @dev Reverts: PostNotNow, HeaderWrong, ProofInvalid.
    function refuteTotals(
        bytes32 post,
        Header calldata header,
        bool isShares,
        uint256 word,
        bytes32[] calldata path
    ) external;

    /// @notice Who had to move and did not loses. Anyone.
    /// @dev Reverts: NotYourTurn.
    function timeOut(uint256 dispute) external;

    /// @notice The challenger's bond comes back: the post fell otherwise, or was passed over. Anyone.
    /// @dev Reverts: PostNotNow, NotYourTurn.
    function recall(uint256 dispute) external;

    /// @notice The post is the epoch's final root; bond and reward to the poster. Anyone.
    /// @dev Reverts: PostNotNow, HeaderWrong.
    function finish(bytes32 post, Header calldata header) external;

    /// @notice Ends a post of an epoch that has its final root. Of the same root: the bond goes back. Anyone.
    /// @dev Reverts: PostNotNow.
    function passOver(bytes32 post) external;

    /// @notice All credit of `payee` goes to it. Anyone.
    function withdraw(address payee) external;

    /// @notice One post.
    function postOf(bytes32 post) external view returns (Post memory);

    /// @notice One dispute.
    function disputeOf(uint256 dispute) external view returns (Dispute memory);

    /// @notice The final root of an epoch; zero = none.
    function finalOf(uint32 epoch) external view returns (FinalRoot memory);

    /// @notice The latest epoch with a final root; 0 = none.
    function latestFinal() external view returns (uint32);

    /// @notice What can be withdrawn.
    function creditOf(address payee) external view returns (uint256);

    /// @notice What the next final poster gets on top, 1e-18 TAG.
    function reward() external view returns (uint256);

    /// @notice How many disputes there have been.
    function disputeCount() external view returns (uint256);

    /// @notice TAG.
    function TOKEN() external view returns (IERC20);

    /// @notice Who judges cells.
    function ARBITER() external view returns (IArbiter);

    /// @notice Who knows the epochs and the beacons.
    function CLOCK() external view returns (IEpochClock);

    /// @notice What lies behind a post, 1e-18 TAG.
    function BOND() external view returns (uint128);

    /// @notice What lies behind a dispute, 1e-18 TAG.
    function DISPUTE_BOND() external view returns (uint128);

    /// @notice How long a post can be disputed: an epoch.
    function WINDOW_SECONDS() external view returns (uint64);

    /// @notice How long a move may take: a sixteenth of an epoch.
    function MOVE_SECONDS() external view returns (uint64);
}
