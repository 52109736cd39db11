// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {TagToken} from "../../contracts/TagToken.sol";
import {ITagToken} from "../../contracts/interfaces/ITagToken.sol";
import {Test} from "./base/Test.sol";

contract TagTokenTest is Test {
    uint256 internal constant ALICE_KEY = 0xa11ce;
    address internal alice = vm.addr(ALICE_KEY);
    address internal bob = address(0xb0b);
    TagToken internal token;

    function setUp() public {
        vm.warp(START);
        (address[] memory recipients, uint256[] memory amounts) = _shares(2);
        recipients[0] = alice;
        token = new TagToken(recipients, amounts);
    }

    function _shares(uint256 count)
        internal
        pure
        returns (address[] memory recipients, uint256[] memory amounts)
    {
        recipients = new address[](count);
        amounts = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            recipients[i] = vm.addr(0x1000 + i);
            amounts[i] = (i + 1) * 1e18;
        }
    }

    // Failures

    function testFuzz_refuses_lists_that_do_not_match(uint8 recipientCount, uint8 amountCount) public {
        vm.assume(recipientCount != amountCount);
        (address[] memory recipients,) = _shares(recipientCount);
        (, uint256[] memory amounts) = _shares(amountCount);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITagToken.RecipientsMismatch.selector, uint256(recipientCount), uint256(amountCount)
            )
        );
        new TagToken(recipients, amounts);
    }

    function test_refuses_an_empty_list_a_zero_amount_and_the_zero_address() public {
        vm.expectRevert(abi.encodeWithSelector(ITagToken.RecipientsMismatch.selector, 0, 0));
        new TagToken(new address[](0), new uint256[](0));

        (address[] memory recipients, uint256[] memory amounts) = _shares(2);
        amounts[1] = 0;
        vm.expectRevert(abi.encodeWithSelector(ITagToken.AmountZero.selector, recipients[1]));
        new TagToken(recipients, amounts);

        (recipients, amounts) = _shares(2);
        recipients[1] = address(0);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        new TagToken(recipients, amounts);
    }

    // Supply

    function testFuzz_the_supply_is_what_the_recipients_got(uint8 count) public {
        (address[] memory recipients, uint256[] memory amounts) = _shares(bound(count, 1, 50));
        TagToken minted = new TagToken(recipients, amounts);
        uint256 sum = 0;
        for (uint256 i = 0; i < recipients.length; ++i) {
            vm.assertEq(minted.balanceOf(recipients[i]), amounts[i], "share");
            sum += amounts[i];
        }
        vm.assertEq(minted.totalSupply(), sum, "supply");
    }

    function test_names() public view {
        vm.assertEq(token.name(), "hashtagspace TAG", "name");
        vm.assertEq(token.symbol(), "TAG", "symbol");
        vm.assertEq(token.decimals(), 18, "decimals");
    }

    // Permit

    function _permit(uint256 key, uint256 value, uint256 deadline)
        internal
        view
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("hashtagspace TAG"),
                keccak256("1"),
                block.chainid,
                address(token)
            )
        );
        bytes32 structHash = keccak256(
            abi.encode(
                keccak256(
                    "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
                ),
                alice,
                bob,
                value,
                token.nonces(alice),
                deadline
            )
        );
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", domain, structHash)));
    }

    function testFuzz_permit_allows_by_signature_once(uint256 value) public {
        (uint8 v, bytes32 r, bytes32 s) = _permit(ALICE_KEY, value, START);
        token.permit(alice, bob, value, START, v, r, s);
        vm.assertEq(token.allowance(alice, bob), value, "allowance");
        vm.assertEq(token.nonces(alice), 1, "nonce");
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(alice, bob, value, START, v, r, s);
    }

    function test_permit_refuses_a_stranger_and_a_late_signature() public {
        (uint8 v, bytes32 r, bytes32 s) = _permit(0xbad, 1, START);
        vm.expectPartialRevert(ERC20Permit.ERC2612InvalidSigner.selector);
        token.permit(alice, bob, 1, START, v, r, s);
        (v, r, s) = _permit(ALICE_KEY, 1, START);
        vm.warp(START + 1);
        vm.expectRevert(abi.encodeWithSelector(ERC20Permit.ERC2612ExpiredSignature.selector, START));
        token.permit(alice, bob, 1, START, v, r, s);
    }
}
