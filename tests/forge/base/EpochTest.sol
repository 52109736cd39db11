// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Arbiter} from "../../../contracts/Arbiter.sol";
import {IEpochTypes} from "../../../contracts/interfaces/IEpochTypes.sol";
import {IVouches} from "../../../contracts/interfaces/IVouches.sol";
import {Columns} from "../../../contracts/libraries/Columns.sol";
import {Test} from "./Test.sol";

/// @notice Vouches, verdicts and clock in one, as a vector has them. The profile of seat s is s + 1.
contract WrittenChain {
    uint32 public currentEpoch;
    uint32 public seats;
    bytes32 public beacon;
    uint64 public constant EPOCH_SECONDS = 7 days;
    mapping(uint64 profile => uint32) public vettedSince;
    mapping(uint64 profile => uint32) public fakeSince;
    mapping(uint64 one => mapping(uint64 other => bool)) private _isLive;

    function write(uint32 epoch, uint32 seats_, bytes32 beacon_) external {
        (currentEpoch, seats, beacon) = (epoch, seats_, beacon_);
    }

    function writeEpoch(uint32 epoch) external {
        currentEpoch = epoch;
    }

    function writeEdge(uint256 left, uint256 right) external {
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        _isLive[uint64(left + 1)][uint64(right + 1)] = true;
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        _isLive[uint64(right + 1)][uint64(left + 1)] = true;
    }

    function vet(uint256 seat) external {
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        vettedSince[uint64(seat + 1)] = 1;
    }

    function prove(uint256 seat) external {
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        fakeSince[uint64(seat + 1)] = 1;
    }

    function JURY() external view returns (address) {
        return address(this);
    }

    function CLOCK() external view returns (address) {
        return address(this);
    }

    function beaconOf(uint32) external view returns (bytes32) {
        return beacon;
    }

    function seatsBefore(uint32) external view returns (uint32) {
        return seats;
    }

    function profileAt(uint32 seat) external view returns (uint64) {
        return seat < seats ? seat + 1 : 0;
    }

    function seatOf(uint64 profile) external pure returns (uint32) {
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(profile - 1);
    }

    function isLive(uint64 one, uint64 other, uint32) external view returns (bool) {
        return _isLive[one][other];
    }

    function isVetted(uint64 profile, uint32) external view returns (bool) {
        return vettedSince[profile] != 0 && fakeSince[profile] == 0;
    }

    function isFake(uint64 profile, uint32) external view returns (bool) {
        return fakeSince[profile] != 0;
    }
}

/// @notice One epoch of people_commit.json, or of a file shaped alike: the chain as it was, the honest header, leaves and witnesses.
abstract contract EpochTest is Test, IEpochTypes {
    WrittenChain internal chain;
    Arbiter internal arbiter;
    Header internal header;
    uint256 internal seats;
    uint256 internal columns;
    bytes32[] internal leaves;
    uint256[] internal cellColumns;
    uint256[] internal cellSeats;
    bytes[] internal witnesses;

    function load(uint256 number) internal {
        loadFrom("people_commit", number);
    }

    function loadFrom(string memory file, uint256 number) internal {
        string memory json = vm.readFile(string.concat("tests/vectors/", file, ".json"));
        string memory at = string.concat(".epochs[", vm.toString(number), "]");
        chain = new WrittenChain();
        seats = vm.parseJsonUint(json, string.concat(at, ".seats"));
        chain.write(
            uint32(vm.parseJsonUint(json, string.concat(at, ".epoch"))),
            // Safety: the numbers of these tests are small.
            // forge-lint: disable-next-line(unsafe-typecast)
            uint32(seats),
            vm.parseJsonBytes32(json, string.concat(at, ".beacon"))
        );
        uint256[] memory left = vm.parseJsonUintArray(json, string.concat(at, ".left"));
        uint256[] memory right = vm.parseJsonUintArray(json, string.concat(at, ".right"));
        for (uint256 i = 0; i < left.length; ++i) {
            chain.writeEdge(left[i], right[i]);
        }
        left = vm.parseJsonUintArray(json, string.concat(at, ".vetted"));
        for (uint256 i = 0; i < left.length; ++i) {
            chain.vet(left[i]);
        }
        left = vm.parseJsonUintArray(json, string.concat(at, ".fakes"));
        for (uint256 i = 0; i < left.length; ++i) {
            chain.prove(left[i]);
        }
        arbiter = new Arbiter(IVouches(address(chain)), vm.parseJsonUint(json, string.concat(at, ".checks")));
        bytes memory encoded = vm.parseJsonBytes(json, string.concat(at, ".header"));
        vm.assertEq(keccak256(encoded), vm.parseJsonBytes32(json, string.concat(at, ".root")), "root");
        _keep(abi.decode(encoded, (Header)));
        leaves = vm.parseJsonBytes32Array(json, string.concat(at, ".leaves"));
        columns = leaves.length / seats;
        cellColumns = vm.parseJsonUintArray(json, string.concat(at, ".cells.column"));
        cellSeats = vm.parseJsonUintArray(json, string.concat(at, ".cells.seat"));
        witnesses = vm.parseJsonBytesArray(json, string.concat(at, ".cells.witness"));
    }

    function _keep(Header memory read) private {
        header.epoch = read.epoch;
        header.seats = read.seats;
        header.accounts = read.accounts;
        header.vetted = read.vetted;
        header.fakes = read.fakes;
        header.covered = read.covered;
        header.columns = read.columns;
        delete header.draws;
        for (uint256 i = 0; i < read.draws.length; ++i) {
            header.draws.push(read.draws[i]);
        }
    }

    // Cells

    function witnessOf(uint256 cell) internal view returns (Witness memory) {
        return abi.decode(witnesses[cell], (Witness));
    }

    function leafAt(uint256 column, uint256 seat) internal view returns (bytes32) {
        return column < columns ? leaves[column * seats + seat] : bytes32(0);
    }

    function cellOf(uint256 column) internal view returns (uint256 cell) {
        while (cellColumns[cell] != column) {
            ++cell;
        }
    }

    // Trees

    /// @dev All nodes `up` levels over the leaves of a column.
    function nodesOf(uint256 column, uint256 up) internal view returns (bytes32[] memory level) {
        level = new bytes32[](2 ** Columns.heightOf(seats));
        for (uint256 seat = 0; seat < seats; ++seat) {
            level[seat] = leafAt(column, seat);
        }
        return fold(level, up);
    }

    function fold(bytes32[] memory level, uint256 up) internal pure returns (bytes32[] memory) {
        for (; up > 0; --up) {
            bytes32[] memory next = new bytes32[](level.length / 2);
            for (uint256 i = 0; i < next.length; ++i) {
                next[i] = keccak256(abi.encode(level[2 * i], level[2 * i + 1]));
            }
            level = next;
        }
        return level;
    }

    function pathOf(uint256 column, uint256 seat) internal view returns (bytes32[] memory path) {
        path = new bytes32[](Columns.heightOf(seats));
        bytes32[] memory level = nodesOf(column, 0);
        for (uint256 i = 0; i < path.length; ++i) {
            path[i] = level[(seat >> i) ^ 1];
            level = fold(level, 1);
        }
    }
}
