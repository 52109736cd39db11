// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IDataMarket} from "../../contracts/interfaces/IDataMarket.sol";
import {IEpochRoots} from "../../contracts/interfaces/IEpochRoots.sol";
import {IMarketTypes} from "../../contracts/interfaces/IMarketTypes.sol";
import {Columns} from "../../contracts/libraries/Columns.sol";
import {WholeTest} from "./base/WholeTest.sol";

/// @notice With all contracts: newcomers vouch, an epoch runs, a wrong root falls and the right one stands, levels are proven,
///         and open what they are meant to open. The farm beside them gets nothing.
contract PeopleWholeTest is WholeTest {
    function setUp() public override {
        super.setUp();
        toEpoch(2);
        vouchAll();
        toEpoch(5);
        beaconOfFive();
    }

    function _post() private returns (bytes32) {
        vm.prank(POSTER);
        return roots.post(header);
    }

    function _publish() private {
        bytes32 id = _post();
        toEpoch(6);
        skip(2);
        roots.finish(id, header);
        for (uint256 person = 0; person < seats; ++person) {
            proveLevel(person);
        }
    }

    function _accept(uint256 person, uint8 minLevel) private {
        (IMarketTypes.Consent memory consent, bytes memory signature) = consentOf(person, minLevel);
        vm.prank(BUSINESS);
        market.accept(consent, signature);
        vm.assertEq(market.lockedOf(consent.offer, consent.profile), PRICE, "accepted");
    }

    function _refuse(uint256 person, uint8 minLevel) private {
        (IMarketTypes.Consent memory consent, bytes memory signature) = consentOf(person, minLevel);
        bytes32 deal = market.dealIdOf(consent.offer, consent.profile);
        vm.expectRevert(
            abi.encodeWithSelector(IDataMarket.Refused.selector, deal, IMarketTypes.Fault.LevelTooLow)
        );
        vm.prank(BUSINESS);
        market.accept(consent, signature);
    }

    // The chain agrees with the file

    function test_the_chain_says_what_the_scorer_read() public view {
        vm.assertEq(vouches.seatsBefore(5), seats, "seats");
        for (uint64 one = 0; one < seats; ++one) {
            vm.assertEq(vouches.profileAt(narrow(one)), idOf(one), "person i has seat i");
            vm.assertTrue(jury.isVetted(idOf(one), 5) == (one < FOUNDERS), "founders are vetted");
            for (uint64 other = 0; other < seats; ++other) {
                vm.assertTrue(isLive(one, other, 5) == chain.isLive(one + 1, other + 1, 5), "live");
            }
        }
        vm.assertTrue(arbiter.isShaped(header), "shape");
    }

    /// @dev Every cell of which the file has a witness, against the chain itself.
    function test_every_cell_follows_from_the_chain() public view {
        for (uint256 cell = 0; cell < witnesses.length; ++cell) {
            (uint256 column, uint256 seat) = (cellColumns[cell], cellSeats[cell]);
            bytes32 leaf = leafAt(column, seat);
            vm.assertTrue(arbiter.isFollowing(header, column, seat, leaf, witnessOf(cell)), "follows");
        }
    }

    // Levels and what they open

    function test_newcomers_get_a_level_and_a_farm_gets_none() public {
        checkLevel(0, 0);
        _publish();
        checkLevel(0, 3);
        for (uint256 person = NEWCOMER; person < FARM; ++person) {
            checkLevel(person, 1);
        }
        for (uint256 person = FARM; person <= ALONE; ++person) {
            checkLevel(person, 0);
        }
    }

    function test_an_offer_opens_to_newcomers_and_not_to_the_farm() public {
        _refuse(NEWCOMER, 1);
        _publish();
        skip(1);
        _accept(NEWCOMER, 1);
        skip(1);
        _refuse(NEWCOMER, 2);
        skip(1);
        _refuse(FARM, 1);
        skip(1);
        _accept(FARM, 0);
    }

    function test_tips_of_people_are_matched_and_tips_of_the_farm_are_not() public {
        _publish();
        vm.prank(BUSINESS);
        token.approve(address(pool), type(uint256).max);
        vm.prank(BUSINESS);
        pool.sponsor(6, 20 * CAP);
        _tip(NEWCOMER, NEWCOMER + 2);
        _tip(NEWCOMER + 1, NEWCOMER + 2);
        for (uint256 person = FARM + 1; person < ALONE; ++person) {
            _tip(person, FARM);
        }
        toEpoch(7);
        vm.assertEq(pool.dueOf(6, idOf(FARM)), 0, "the farm tips itself for nothing");
        uint256 before = token.balanceOf(wallet(NEWCOMER + 2));
        pool.claim(6, idOf(NEWCOMER + 2));
        vm.assertEq(token.balanceOf(wallet(NEWCOMER + 2)), before + 2 * CAP, "two people at their caps");
    }

    function _tip(uint256 from, uint256 to) private {
        vm.prank(wallet(from));
        pool.tip(idOf(from), idOf(to), CAP, "post");
    }

    // A wrong root

    /// @dev The liar gives the farm's head level 3; nothing that it could show follows from the chain.
    function test_a_wrong_root_falls_and_the_right_one_stands() public {
        uint256 column = Columns.standingColumn(header.accounts);
        falsify(column, FARM, Columns.standingLeaf(standingOf(FARM) | 3 << 96));
        Header memory lie = header;
        vm.prank(LIAR);
        bytes32 wrong = roots.post(lie);
        vm.prank(CHALLENGER);
        // Safety: the numbers of these tests are small.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint256 game = roots.dispute(wrong, lie, uint32(column));
        descend(game, column, FARM);
        loadFrom("people_newcomers", 0);
        bytes32 right = _post();
        skip(EPOCH / 16 + 1);
        roots.timeOut(game);
        vm.assertEq(uint256(roots.postOf(wrong).state), uint256(IEpochRoots.State.Refuted), "fallen");
        vm.assertEq(roots.creditOf(CHALLENGER), BOND / 2 + DISPUTE_BOND, "half of the bond");
        toEpoch(6);
        skip(2);
        vm.expectPartialRevert(IEpochRoots.PostNotNow.selector);
        roots.finish(wrong, lie);
        roots.finish(right, header);
        vm.assertEq(roots.creditOf(POSTER), BOND + BOND / 2, "bond and reward");
        proveLevel(FARM);
        checkLevel(FARM, 0);
    }

    // Juries

    function test_an_appeal_succeeds() public {
        _refuse(ALONE, 3);
        judge(appeal(ALONE), 4, 1, 0);
        checkLevel(ALONE, 3);
        _accept(ALONE, 3);
        vm.assertEq(jury.creditOf(wallet(ALONE)), DEPOSIT, "deposit back");
    }

    function test_a_proven_fake_loses_its_level_and_all_stakes_around_it() public {
        _publish();
        judge(accuse(NEWCOMER, NEWCOMER + 2), 0, 5, 0);
        checkLevel(NEWCOMER + 2, 0);
        skip(1);
        _refuse(NEWCOMER + 2, 1);
        uint256 pot = jury.pot();
        vouches.slash(idOf(NEWCOMER + 2), idOf(FARM));
        vm.assertEq(jury.pot(), pot + 2 * STAKE * 9 / 10, "what slashing brings goes to the jurors");
    }

    function test_a_drawn_check_is_opened_from_sponsors_money() public {
        _publish();
        vm.prank(BUSINESS);
        vm.assertTrue(token.transfer(address(personhood), DEPOSIT), "sponsored");
        uint256 caseId = personhood.check(header, 0);
        vm.assertTrue(jury.caseOf(caseId).profile == idOf(header.draws[0].seat), "the drawn seat");
        skip(EPOCH + 1);
        jury.close(caseId);
        vm.assertEq(jury.creditOf(address(personhood)), DEPOSIT, "silence costs nothing");
    }
}
