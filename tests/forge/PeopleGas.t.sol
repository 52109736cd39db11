// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Arbiter} from "../../contracts/Arbiter.sol";
import {EpochRoots} from "../../contracts/EpochRoots.sol";
import {IEpochTypes} from "../../contracts/interfaces/IEpochTypes.sol";
import {IVouches} from "../../contracts/interfaces/IVouches.sol";
import {Columns} from "../../contracts/libraries/Columns.sol";
import {Walk} from "../../contracts/libraries/Walk.sol";
import {WrittenChain} from "./base/EpochTest.sol";
import {PlainToken} from "./base/OddTokens.sol";
import {PeopleTest} from "./base/PeopleTest.sol";

/// @notice Gas of a dispute at its largest: 1,048,576 seats, ten draws, a profile with 256 partners. As in Gas.t.sol.
/// forge-config: default.isolate = true
/// forge-config: ci.isolate = true
contract PeopleGasTest is PeopleTest, IEpochTypes {
    uint256 internal constant LEAF_LEVELS = 20;
    uint256 internal constant COLUMN = 10; // a step of the walk
    WrittenChain internal chain;
    EpochRoots internal roots;
    Header internal header;
    bytes32[] internal junk;

    function setUp() public override {
        super.setUp();
        chain = new WrittenChain();
        chain.write(5, 1 << 20, "beacon");
        roots = new EpochRoots(token, new Arbiter(IVouches(address(chain)), 10), 100e18, 10e18);
        token.mint(address(this), 1000e18);
        token.approve(address(roots), type(uint256).max);
        (header.epoch, header.seats, header.accounts, header.vetted) = (5, 1 << 20, 1 << 20, 100);
        for (uint256 i = 0; i < 10; ++i) {
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            header.draws.push(Draw(uint32(i), uint32(i), uint64(i)));
        }
        uint256 count = Columns.columnCount(1 << 20, 10);
        for (uint256 i = 0; i < count; ++i) {
            header.columns.push(keccak256(abi.encode("column", i)));
        }
        for (uint256 i = 0; i < 32; ++i) {
            junk.push(keccak256(abi.encode("junk", i)));
        }
    }

    function _record(string memory scenario, uint256 budget) internal {
        uint256 used = vm.lastCallGas().gasTotalUsed;
        vm.snapshotValue("gas", string.concat("people: ", scenario), used);
        vm.assertLe(used, budget, string.concat(scenario, " is over its budget"));
    }

    /// @dev 256 partners of seat 0, each weight 9, with masses that fill their lanes.
    function _witness() private pure returns (Witness memory witness) {
        witness.row = new bytes(1024);
        witness.weights = new bytes(256);
        witness.partners = new uint256[](512);
        uint256[4] memory sums;
        for (uint256 k = 0; k < 256; ++k) {
            uint256 seat = 4 * k + 1;
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            (witness.row[4 * k + 2], witness.row[4 * k + 3]) = (bytes1(uint8(seat >> 8)), bytes1(uint8(seat)));
            witness.weights[k] = 0x09;
            uint256 random = uint256(keccak256(abi.encode(k)));
            witness.partners[2 * k] = random;
            for (uint256 lane = 0; lane < 4; ++lane) {
                uint256 rate = (random >> (64 * lane)) % (1 << 48);
                witness.partners[2 * k + 1] |= rate << (64 * lane);
                sums[lane] += 9 * rate;
            }
        }
        witness.own = new uint256[](2);
        witness.own[0] = Walk.pack(sums);
        witness.own[1] = Walk.rate(witness.own[0], 9 * 256);
    }

    /// @dev Sixteen nodes, the first of them over what is below.
    function _nodes(bytes32 first, uint256 round) private view returns (bytes32[] memory nodes) {
        nodes = new bytes32[](16);
        for (uint256 i = 1; i < 16; ++i) {
            nodes[i] = junk[i + round];
        }
        nodes[0] = first;
    }

    function _fold(bytes32[] memory nodes) private pure returns (bytes32) {
        for (uint256 count = nodes.length; count > 1; count /= 2) {
            for (uint256 i = 0; i < count; i += 2) {
                nodes[i / 2] = keccak256(abi.encode(nodes[i], nodes[i + 1]));
            }
        }
        return nodes[0];
    }

    function test_the_moves_of_a_dispute() public {
        Witness memory witness = _witness();
        bytes32[] memory path = new bytes32[](LEAF_LEVELS);
        for (uint256 i = 0; i < LEAF_LEVELS; ++i) {
            path[i] = junk[i];
        }
        uint256 last = 255;
        bytes32 other = keccak256("what is there");
        header.columns[COLUMN - 1] = _rootOver(other, 4 * last + 1, path);
        bytes32[6] memory tops;
        tops[0] = Columns.stepLeaf(witness.own[0], witness.own[1]);
        for (uint256 round = 0; round < 5; ++round) {
            tops[round + 1] = _fold(_nodes(tops[round], round));
        }
        header.columns[COLUMN] = tops[5];

        _play(witness, tops);
        roots.contradict(1, header, witness, 3 + last, other, path);
        _record("contradict one of 256 partners", 3_000_000);
    }

    function _play(Witness memory witness, bytes32[6] memory tops) private {
        bytes32 id = roots.post(header);
        _record("post a root", 1_000_000);
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint256 game = roots.dispute(id, header, uint32(COLUMN));
        _record("dispute a root", 1_000_000);
        for (uint256 round = 5; round > 0; --round) {
            bytes32[] memory nodes = _nodes(tops[round - 1], round - 1);
            roots.open(game, nodes);
            if (round == 1) _record("open four levels", 100_000);
            roots.choose(game, nodes, 0);
            if (round == 1) _record("choose a node", 100_000);
        }
        roots.answer(game, header, witness);
        _record("answer with a step of 256 partners", 3_000_000);
    }

    function _rootOver(bytes32 node, uint256 seat, bytes32[] memory path) private pure returns (bytes32) {
        for (uint256 i = 0; i < path.length; ++i) {
            node = (seat >> i) & 1 == 0
                ? keccak256(abi.encode(node, path[i]))
                : keccak256(abi.encode(path[i], node));
        }
        return node;
    }

    function test_vouching() public {
        register(3);
        vouch(0, 1);
        vouch(2, 1);
        vouch(1, 0);
        _record("the first vouch of a profile", 200_000);
        vouch(0, 2);
        _record("vouch", 150_000);
        withdraw(0, 2);
        _record("withdraw a vouch", 70_000);
    }
}
