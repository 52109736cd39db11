// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IEpochRoots} from "../../../contracts/interfaces/IEpochRoots.sol";
import {Columns} from "../../../contracts/libraries/Columns.sol";
import {RootsTest} from "../base/RootsTest.sol";

/// @notice Roots are posted, right ones and lies of one leaf; shams are started; nobody honest ever misses a move.
///         Where time passes, a challenger first disputes every lie, and whoever knows the epoch answers every sham.
contract RootsHandler is RootsTest {
    struct Posted {
        bytes32 id;
        address poster;
        uint32 epoch;
        uint256 column;
        uint256 seat;
        bytes32 lie; // zero = the right root
        bool isDisputed;
    }

    struct Game {
        uint256 id;
        uint256 number;
        uint256 seat;
        address by;
    }

    uint256 internal constant REMEMBERED = 12;
    uint64 internal constant WINDOW = 7 days;
    Posted[] private _posts;
    Game[] private _games;
    uint32 private _first;
    mapping(uint32 epoch => bytes32) public finalThen;

    constructor() {
        super.setUp();
        _first = header.epoch;
        address[3] memory people = [POSTER, CHALLENGER, OTHER];
        for (uint256 i = 0; i < 3; ++i) {
            token.mint(people[i], 10_000_000e18);
            vm.prank(people[i]);
            token.approve(address(roots), type(uint256).max);
        }
    }

    /// @dev The world stands once: forge calls every public function of a handler.
    function setUp() public override {}

    // Posting and disputing

    function postRoot(uint256 who, uint256 luck) external {
        header.epoch = chain.currentEpoch() - narrow(luck % 2);
        Posted memory made;
        made.epoch = header.epoch;
        if (luck % 5 > 1) {
            (made.column, made.seat) = ((luck >> 8) % columns, (luck >> 32) % 16);
            made.lie = keccak256(abi.encode("lie", luck));
        }
        bytes32 before = header.columns[made.column];
        if (made.lie != 0) header.columns[made.column] = fold(_level(made), Columns.heightOf(seats))[0];
        made.poster = who % 2 == 0 ? POSTER : OTHER;
        vm.prank(made.poster);
        try roots.post(header) returns (bytes32 posted) {
            made.id = posted;
            _posts.push(made);
        } catch {}
        header.columns[made.column] = before;
    }

    function startSham(uint256 luck, uint256 cell) external {
        if (_posts.length == 0) return;
        uint256 number = _pick(luck, _posts.length);
        cell = cell % witnesses.length;
        _start(number, cellColumns[cell], cellSeats[cell], luck % 2 == 0 ? OTHER : POSTER);
    }

    function _start(uint256 number, uint256 column, uint256 seat, address by) private returns (bool) {
        Posted storage about = _posts[number];
        _takeHeader(about);
        vm.prank(by);
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        try roots.dispute(about.id, header, uint32(column)) returns (uint256 game) {
            _games.push(Game(game, number, seat, by));
            _leaveHeader(about);
            return true;
        } catch {
            _leaveHeader(about);
            return false;
        }
    }

    /// @dev The header that was posted; `_leaveHeader` puts the right one back.
    function _takeHeader(Posted storage about) private {
        header.epoch = about.epoch;
        if (about.lie != 0) header.columns[about.column] = fold(_level(about), Columns.heightOf(seats))[0];
    }

    function _leaveHeader(Posted storage about) private {
        if (about.lie == 0) return;
        header.columns[about.column] = nodesOf(about.column, Columns.heightOf(seats))[0];
    }

    function _level(Posted memory made) private view returns (bytes32[] memory level) {
        level = nodesOf(made.column, 0);
        if (made.lie != 0) level[made.seat] = made.lie;
    }

    // Moves

    function move(uint256 luck) external {
        if (_games.length != 0) _move(_pick(luck, _games.length));
    }

    /// @dev The next move that somebody can make who knows the epoch; a lie at its leaf has none.
    function _move(uint256 number) private {
        Game storage game = _games[number];
        Posted storage about = _posts[game.number];
        IEpochRoots.Dispute memory state = roots.disputeOf(game.id);
        if (roots.postOf(about.id).state != IEpochRoots.State.Open || vm.getBlockTimestamp() > state.until) {
            return;
        }
        bool isAboutLie = about.lie != 0 && state.column == about.column;
        Posted memory shown = about;
        if (!isAboutLie) shown.lie = 0;
        if (state.turn == IEpochRoots.Turn.Open) {
            shown.column = state.column;
            roots.open(game.id, _level(shown));
        } else if (state.turn == IEpochRoots.Turn.Choose) {
            shown.column = state.column;
            vm.prank(game.by);
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            roots.choose(game.id, _level(shown), uint32(game.seat));
        } else if (state.turn == IEpochRoots.Turn.Answer) {
            _answer(game, about, state.column);
        }
    }

    function _answer(Game storage game, Posted storage about, uint256 column) private {
        _takeHeader(about);
        bool isLie = about.lie != 0 && column == about.column && game.seat == about.seat;
        Witness memory witness;
        if (column >= columns || game.seat < seats) {
            (bool isKnown, uint256 cell) = _cellAt(column, game.seat);
            if (isKnown) witness = witnessOf(cell);
            else if (!isLie) revert("a sham without a witness");
        }
        if (game.by != about.poster) {
            vm.prank(game.by);
            try roots.answer(game.id, header, witness) {
                revert("answered in the poster's stead");
            } catch {}
        }
        vm.prank(about.poster);
        try roots.answer(game.id, header, witness) {
            vm.assertFalse(isLie, "a lie has no answer");
        } catch {
            vm.assertTrue(isLie, "the truth has one");
        }
        _leaveHeader(about);
    }

    function _cellAt(uint256 column, uint256 seat) private view returns (bool, uint256) {
        for (uint256 cell = 0; cell < witnesses.length; ++cell) {
            if (cellColumns[cell] == column && cellSeats[cell] == seat) return (true, cell);
        }
        return (false, 0);
    }

    // Time

    /// @dev Shorter than a move, so that whoever is diligent is in time.
    function passTime(uint256 addedSeconds) external {
        _beDiligent();
        skip(bound(addedSeconds, 1, MOVE));
        chain.writeEpoch(_first + narrow((vm.getBlockTimestamp() - START) / WINDOW));
    }

    /// @dev Long enough for a window and the disputes of its last day.
    function passAWindow(uint256 luck) external {
        for (uint256 i = 0; i < 20; ++i) {
            if (i < 5) _beDiligent();
            skip(MOVE);
            if (i % 4 == 3 && luck % 8 != 0) _endAll();
        }
        chain.writeEpoch(_first + narrow((vm.getBlockTimestamp() - START) / WINDOW));
        if (luck % 4 == 0) return;
        for (uint256 number = _posts.length; number > 0; --number) {
            if (_posts.length - number < REMEMBERED) _finish(_posts[number - 1]);
        }
    }

    function _beDiligent() private {
        uint256 start = _posts.length > REMEMBERED ? _posts.length - REMEMBERED : 0;
        for (uint256 number = start; number < _posts.length; ++number) {
            Posted storage about = _posts[number];
            if (about.lie == 0 || about.isDisputed) continue;
            about.isDisputed = _start(number, about.column, about.seat, CHALLENGER);
        }
        start = _games.length > REMEMBERED ? _games.length - REMEMBERED : 0;
        for (uint256 number = start; number < _games.length; ++number) {
            for (uint256 i = 0; i < 3; ++i) {
                _move(number);
            }
        }
    }

    // Endings

    function endGame(uint256 luck) external {
        if (_games.length == 0) return;
        Game storage game = _games[_pick(luck, _games.length)];
        if (luck % 2 == 0) try roots.timeOut(game.id) {} catch {} else try roots.recall(game.id) {} catch {}
    }

    function _endAll() private {
        for (uint256 number = _games.length; number > 0; --number) {
            if (_games.length - number < REMEMBERED) try roots.timeOut(_games[number - 1].id) {} catch {}
        }
    }

    function finishPost(uint256 luck) external {
        if (_posts.length != 0) _finish(_posts[_pick(luck, _posts.length)]);
    }

    function _finish(Posted storage about) private {
        _takeHeader(about);
        try roots.finish(about.id, header) {
            vm.assertEq(finalThen[about.epoch], bytes32(0), "once per epoch");
            finalThen[about.epoch] = roots.postOf(about.id).root;
        } catch {
            try roots.passOver(about.id) {} catch {}
        }
        _leaveHeader(about);
    }

    function takeCredit(uint256 who) external {
        address payee = who % 3 == 0 ? POSTER : who % 3 == 1 ? CHALLENGER : OTHER;
        try roots.withdraw(payee) {} catch {}
    }

    function _pick(uint256 luck, uint256 count) private pure returns (uint256) {
        return count - 1 - (luck >> 64) % (count < REMEMBERED ? count : REMEMBERED);
    }

    // What the invariants ask

    function checkAllMoney() external view {
        uint256 posts;
        uint256 disputes;
        for (uint256 number = 0; number < _posts.length; ++number) {
            if (roots.postOf(_posts[number].id).state == IEpochRoots.State.Open) ++posts;
        }
        for (uint256 number = 0; number < _games.length; ++number) {
            if (roots.disputeOf(_games[number].id).turn != IEpochRoots.Turn.Over) ++disputes;
        }
        checkMoney(posts, disputes);
    }

    function checkTruth() external view {
        for (uint256 number = 0; number < _posts.length; ++number) {
            Posted storage about = _posts[number];
            IEpochRoots.Post memory state = roots.postOf(about.id);
            if (state.state == IEpochRoots.State.Final) {
                vm.assertEq(about.lie, bytes32(0), "no lie is final");
            }
            if (state.state == IEpochRoots.State.Refuted) {
                vm.assertTrue(about.lie != 0, "no truth is refuted");
            }
            if (finalThen[about.epoch] == 0) continue;
            vm.assertEq(roots.finalOf(about.epoch).root, finalThen[about.epoch], "final for ever");
            vm.assertGe(roots.latestFinal(), about.epoch, "the latest is the latest");
        }
    }
}
