// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {IMarketTypes} from "../../contracts/interfaces/IMarketTypes.sol";
import {Chunks} from "../../contracts/libraries/Chunks.sol";
import {Dleq} from "../../contracts/libraries/Dleq.sol";
import {Checker} from "./base/Checker.sol";
import {Forms} from "./base/Forms.sol";
import {MarketTest} from "./base/MarketTest.sol";

/// @notice The market's golden vectors that Python made and TypeScript checks too, held against the contract.
contract MarketVectorsTest is MarketTest {
    Checker internal checker = new Checker();
    string internal json;

    function _open(string memory name) internal {
        json = vm.readFile(string.concat("tests/vectors/market_", name, ".json"));
    }

    function _uint(string memory key) internal view returns (uint256) {
        return vm.parseJsonUint(json, key);
    }

    function _word(string memory key) internal view returns (bytes32) {
        return vm.parseJsonBytes32(json, key);
    }

    function _small(string memory key) internal view returns (uint8) {
        uint256 value = vm.parseJsonUint(json, key);
        vm.assertLe(value, 255, "fits a byte");
        // Safety: asserted in the line before.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint8(value);
    }

    function _point(string memory at, string memory name) internal view returns (Dleq.Point memory) {
        return Dleq.Point(_uint(string.concat(at, name, "x")), _small(string.concat(at, name, "Parity")));
    }

    function test_the_second_generator() public {
        _open("keys");
        vm.assertEq(_uint(".hx"), Dleq.HX, "x");
        vm.assertEq(_uint(".hy"), Dleq.HY, "y");
        vm.assertEq(
            uint256(keccak256(abi.encodePacked("hashtagspace/dm/H/v1", uint32(0)))),
            Dleq.HX,
            "nothing up the sleeve"
        );
        vm.assertTrue(checker.isPoint(Dleq.HX, 0), "on the curve");
    }

    // Proofs

    function _columns(string memory list) internal view returns (uint256[][14] memory columns) {
        string[14] memory names = [
            "domain",
            "px",
            "pParity",
            "tx",
            "tParity",
            "yx",
            "yParity",
            "c",
            "s",
            "ux",
            "uy",
            "vx",
            "vy",
            "inverse"
        ];
        for (uint256 i = 0; i < 14; ++i) {
            columns[i] = vm.parseJsonUintArray(json, string.concat(".", list, ".", names[i]));
        }
    }

    function _proofHolds(uint256[][14] memory c, uint256 i) internal view returns (bool) {
        // Safety: the vectors hold bytes here; a larger number would be a wrong vector and be found as such.
        // forge-lint: disable-start(unsafe-typecast)
        return checker.verify(
            bytes32(c[0][i]),
            Dleq.Point(c[1][i], uint8(c[2][i])),
            Dleq.Point(c[3][i], uint8(c[4][i])),
            Dleq.Point(c[5][i], uint8(c[6][i])),
            Dleq.Proof(c[7][i], c[8][i], c[9][i], c[10][i], c[11][i], c[12][i], c[13][i])
        );
        // forge-lint: disable-end(unsafe-typecast)
    }

    function test_proofs_accepted() public {
        _open("proof");
        uint256[][14] memory columns = _columns("accepted");
        vm.assertGe(columns[0].length, 10, "vectors");
        for (uint256 i = 0; i < columns[0].length; ++i) {
            vm.assertTrue(_proofHolds(columns, i), string.concat("proof ", vm.toString(i)));
        }
    }

    function test_mutated_proofs_refused() public {
        _open("proof");
        uint256[][14] memory columns = _columns("refused");
        vm.assertGe(columns[0].length, 200, "vectors");
        for (uint256 i = 0; i < columns[0].length; ++i) {
            vm.assertFalse(_proofHolds(columns, i), string.concat("mutation ", vm.toString(i)));
        }
    }

    function test_points_refused() public {
        _open("keys");
        uint256[] memory xs = vm.parseJsonUintArray(json, ".refusedPoints.x");
        uint256[] memory parities = vm.parseJsonUintArray(json, ".refusedPoints.parity");
        for (uint256 i = 0; i < xs.length; ++i) {
            vm.assertLe(parities[i], 255, "fits a byte");
            // Safety: asserted in the line before.
            // forge-lint: disable-next-line(unsafe-typecast)
            vm.assertFalse(
                checker.isPoint(xs[i], uint8(parities[i])), string.concat("point ", vm.toString(i))
            );
        }
    }

    // Garbage

    function _isGarbage(string memory at) internal view returns (bool) {
        Dleq.Opening memory o;
        (o.qy, o.binv) = (_uint(string.concat(at, ".qy")), _uint(string.concat(at, ".bInverse")));
        (o.sx, o.sy) = (_uint(string.concat(at, ".sx")), _uint(string.concat(at, ".sy")));
        (o.dy, o.zinv) = (_uint(string.concat(at, ".dy")), _uint(string.concat(at, ".zInverse")));
        o.proof = _proof(string.concat(at, ".proof"));
        bytes32 domain = keccak256(
            abi.encode(keccak256("hashtagspace/market/open/v1"), _word(string.concat(at, ".digest")))
        );
        string memory name = string.concat(at, ".");
        (bool opened, uint256 zx, uint256 zy) =
            checker.open(domain, _point(name, "q"), _point(name, "x"), _point(name, "d"), o);
        if (!opened) return false;
        bytes32 key = Chunks.keyOf(zx, zy, _word(string.concat(at, ".record")));
        return checker.isGarbage(
            _chunk(at), _word(string.concat(at, ".ctRoot")), _word(string.concat(at, ".ptRoot")), key
        );
    }

    function _proof(string memory at) internal view returns (Dleq.Proof memory p) {
        (p.c, p.s) = (_uint(string.concat(at, ".c")), _uint(string.concat(at, ".s")));
        (p.ux, p.uy) = (_uint(string.concat(at, ".ux")), _uint(string.concat(at, ".uy")));
        (p.vx, p.vy) = (_uint(string.concat(at, ".vx")), _uint(string.concat(at, ".vy")));
        p.inv = _uint(string.concat(at, ".inverse"));
    }

    function _chunk(string memory at) internal view returns (Chunks.Chunk memory chunk) {
        chunk.index = _uint(string.concat(at, ".index"));
        bytes32[] memory words = vm.parseJsonBytes32Array(json, string.concat(at, ".words"));
        for (uint256 i = 0; i < 8; ++i) {
            chunk.words[i] = words[i];
        }
        chunk.ctPath = vm.parseJsonBytes32Array(json, string.concat(at, ".ctPath"));
        chunk.ptLeaf = _word(string.concat(at, ".ptLeaf"));
        chunk.ptPath = vm.parseJsonBytes32Array(json, string.concat(at, ".ptPath"));
    }

    function _countGarbage(string memory list) internal view returns (uint256 count, uint256 genuine) {
        string memory at = string.concat(".", list, "[0]");
        while (vm.keyExistsJson(json, at)) {
            if (_isGarbage(at)) ++genuine;
            at = string.concat(".", list, "[", vm.toString(++count), "]");
        }
    }

    function test_garbage_proofs() public {
        _open("garbage");
        (uint256 count, uint256 genuine) = _countGarbage("accepted");
        vm.assertGe(count, 5, "vectors");
        vm.assertEq(genuine, count, "all accepted");
        (count, genuine) = _countGarbage("refused");
        vm.assertGe(count, 20, "vectors");
        vm.assertEq(genuine, 0, "none accepted");
    }

    function test_epoch_keys() public {
        _open("keys");
        string memory at = ".subscriptions[0]";
        for (uint256 n = 0; vm.keyExistsJson(json, at); ++n) {
            at = string.concat(".subscriptions[", vm.toString(n), "]");
            if (!vm.keyExistsJson(json, at)) break;
            uint256[] memory xs = vm.parseJsonUintArray(json, string.concat(at, ".x"));
            uint256[] memory parities = vm.parseJsonUintArray(json, string.concat(at, ".parity"));
            for (uint256 i = 0; i < xs.length; ++i) {
                bytes32 leaf = keccak256(abi.encode(Chunks.EPOCH_KEY, i, xs[i], parities[i]));
                string memory path = string.concat(at, ".paths[", vm.toString(i), "]");
                vm.assertTrue(
                    checker.isUnder(
                        _word(string.concat(at, ".root")), leaf, i, vm.parseJsonBytes32Array(json, path)
                    ),
                    path
                );
            }
        }
    }

    // Ids and digests

    function test_deal_ids() public {
        _open("consent");
        bytes32[] memory offers = vm.parseJsonBytes32Array(json, ".deals.offer");
        uint256[] memory profiles = vm.parseJsonUintArray(json, ".deals.profile");
        bytes32[] memory ids = vm.parseJsonBytes32Array(json, ".deals.id");
        for (uint256 i = 0; i < ids.length; ++i) {
            // Safety: a larger number would be a wrong vector and give another id.
            // forge-lint: disable-next-line(unsafe-typecast)
            vm.assertEq(market.dealIdOf(offers[i], uint64(profiles[i])), ids[i], "deal id");
        }
    }

    function test_offer_ids() public {
        _open("consent");
        string[12] memory names = [
            "salt",
            "terms",
            "qx",
            "qParity",
            "acceptUntil",
            "deliverSeconds",
            "garbageSeconds",
            "vestingSeconds",
            "upFrontBps",
            "maxResponses",
            "minLevel",
            "epochs"
        ];
        address[] memory buyers = vm.parseJsonAddressArray(json, ".offers.buyer");
        bytes32[] memory ids = vm.parseJsonBytes32Array(json, ".offers.id");
        uint256[][12] memory columns;
        for (uint256 n = 0; n < 12; ++n) {
            columns[n] = vm.parseJsonUintArray(json, string.concat(".offers.", names[n]));
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256[12] memory words;
            for (uint256 n = 0; n < 12; ++n) {
                words[n] = columns[n][i];
            }
            OfferTerms memory terms = abi.decode(abi.encode(words), (OfferTerms));
            vm.assertEq(market.offerIdOf(buyers[i], terms), ids[i], "offer id");
        }
    }

    function test_consent_and_revoke_digests() public {
        _open("consent");
        vm.chainId(_uint(".chainId"));
        address place = vm.parseJsonAddress(json, ".market");
        vm.etch(place, address(market).code);
        uint256 count = 0;
        for (; count < 9; ++count) {
            string memory at = string.concat(".forms[", vm.toString(count), "]");
            bytes32 digest = _word(string.concat(at, ".digest"));
            string memory m = string.concat(at, ".wallet.message");
            if (
                keccak256(bytes(vm.parseJsonString(json, string.concat(at, ".form")))) == keccak256("Consent")
            ) {
                vm.assertEq(IDataMarket(place).digestOf(_consent(m)), digest, "consent");
            } else {
                bytes32 structHash = keccak256(
                    abi.encode(
                        keccak256("Revoke(bytes32 offer,uint64 profile,uint64 deadline)"),
                        _word(string.concat(m, ".offer")),
                        _uint(string.concat(m, ".profile")),
                        _uint(string.concat(m, ".deadline"))
                    )
                );
                vm.assertEq(Forms.digest(structHash, place, block.chainid), digest, "revoke");
            }
        }
    }

    function _consent(string memory m) internal view returns (IMarketTypes.Consent memory) {
        bytes memory encoded = abi.encode(
            _word(string.concat(m, ".offer")),
            _uint(string.concat(m, ".profile")),
            vm.parseJsonAddress(json, string.concat(m, ".payee")),
            _uint(string.concat(m, ".price")),
            _uint(string.concat(m, ".validUntil")),
            _word(string.concat(m, ".terms")),
            _word(string.concat(m, ".receipt"))
        );
        bytes memory rest = abi.encode(
            _uint(string.concat(m, ".qx")),
            _uint(string.concat(m, ".qParity")),
            _uint(string.concat(m, ".xx")),
            _uint(string.concat(m, ".xParity")),
            _word(string.concat(m, ".ctRoot")),
            _word(string.concat(m, ".ptRoot")),
            _word(string.concat(m, ".salt"))
        );
        return abi.decode(bytes.concat(encoded, rest), (IMarketTypes.Consent));
    }
}
