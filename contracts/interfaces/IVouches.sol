// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICustody} from "./ICustody.sol";
import {IEpochClock} from "./IEpochClock.sol";
import {ISignatures} from "./ISignatures.sol";
import {IVerdicts} from "./IVerdicts.sol";

/// @title Staked vouches between profiles, with the epochs in which they count.
/// @notice A vouch has a direction; two of them make a mutual vouch, and only that counts. STAKE of TAG lies in each.
///         Terms are never deleted: what counted in an epoch can be asked for ever.
interface IVouches is ISignatures {
    /// @notice One time of a vouch.
    /// @param since epoch in which it was made
    /// @param until epoch in which it was withdrawn, the last in which it counts; 0 = open
    /// @param isHeld whether its stake lies here
    struct Term {
        uint32 since;
        uint32 until;
        bool isHeld;
    }

    /// @notice The profile has its number in the score.
    /// @dev For the indexer: 1. Seats are 0, 1, 2, … in the order of these events. 2. Once per profile, for ever.
    event SeatGiven(uint64 indexed profile, uint32 seat, uint32 epoch);

    /// @notice `from` vouches for `to`.
    /// @dev For the indexer: 1. `from` has a seat. 2. It counts from epoch + 2 on, if the other direction does too.
    ///      3. There is no other open term of this direction.
    event Vouched(uint64 indexed from, uint64 indexed to, uint32 epoch);

    /// @notice The open term ends.
    /// @dev For the indexer: 1. It counts through `epoch`. 2. The stake stays until `StakeReleased` or `StakeSlashed`.
    event VouchWithdrawn(uint64 indexed from, uint64 indexed to, uint32 epoch);

    /// @notice The stake of the latest term went to `payee`, the custody of `from`.
    event StakeReleased(uint64 indexed from, uint64 indexed to, address payee);

    /// @notice The stake of the latest term is lost, because one of the two is a proven fake.
    /// @dev For the indexer: 1. A term that was open stays open.
    event StakeSlashed(uint64 indexed from, uint64 indexed to, address indexed by);

    /// @notice A link is the zero address, or the stake is zero.
    error ParametersInvalid();

    /// @notice A profile does not vouch for itself.
    error SelfVouch(uint64 profile);

    /// @notice Only the profile's current custody may do this.
    error NotCustody(uint64 profile, address caller);

    /// @notice No profile has this number.
    error ProfileUnknown(uint64 profile);

    /// @notice The profile is a proven fake.
    error ProvenFake(uint64 profile);

    /// @notice There is an open term already.
    error AlreadyVouched(uint64 from, uint64 to);

    /// @notice There is no open term.
    error NotVouched(uint64 from, uint64 to);

    /// @notice MOST_VOUCHES of the profile's vouches are open.
    error TooManyVouches(uint64 profile);

    /// @notice The stake of the term before lies here still.
    error StakeHeld(uint64 from, uint64 to);

    /// @notice There is no stake that could move now.
    /// @param epoch first epoch in which it can; 0 = none will
    error NothingHeld(uint64 from, uint64 to, uint32 epoch);

    /// @notice A vouch with a proven fake counts on until `epoch`.
    error VouchFrozen(uint64 from, uint64 to, uint32 epoch);

    /// @notice Neither of the two is a proven fake.
    error NobodyFake(uint64 from, uint64 to);

    /// @notice The profile has never vouched.
    error SeatUnknown(uint64 profile);

    /// @notice The custody of `from` locks STAKE and vouches for `to`.
    /// @dev Reverts: SelfVouch, NotCustody, ProfileUnknown, ProvenFake, AlreadyVouched, StakeHeld, TooManyVouches, and
    ///      those of the token.
    function vouch(uint64 from, uint64 to) external;

    /// @notice `vouch` by the signature of the custody, whose allowance pays the stake.
    /// @dev Vouch(uint64 from,uint64 to,uint256 nonce,uint64 deadline)
    function vouchFor(uint64 from, uint64 to, uint64 deadline, bytes calldata signature) external;

    /// @notice The custody of `from` ends its vouch; it counts through this epoch.
    /// @dev Reverts: NotCustody, NotVouched, VouchFrozen.
    function withdraw(uint64 from, uint64 to) external;

    /// @notice `withdraw` by the custody's signature.
    /// @dev Withdraw(uint64 from,uint64 to,uint256 nonce,uint64 deadline)
    function withdrawFor(uint64 from, uint64 to, uint64 deadline, bytes calldata signature) external;

    /// @notice The stake of a withdrawn vouch goes to the custody of `from`. Anyone.
    /// @dev Reverts: NothingHeld, ProvenFake.
    function release(uint64 from, uint64 to) external;

    /// @notice Both stakes between two profiles are lost, one of which is a proven fake: a tenth to the caller, the rest to
    ///         what jurors are paid from. Anyone.
    /// @dev Reverts: NobodyFake, NothingHeld.
    function slash(uint64 one, uint64 other) external;

    /// @notice Whether both vouched for each other, each a full epoch old when `epoch` began and not withdrawn before.
    ///         Fixed once the epoch has begun.
    function isLive(uint64 one, uint64 other, uint32 epoch) external view returns (bool);

    /// @notice The terms of a vouch, oldest first.
    function termsOf(uint64 from, uint64 to) external view returns (Term[] memory);

    /// @notice How many of the profile's vouches are open.
    function openCount(uint64 profile) external view returns (uint256);

    /// @notice The profile's seat. Reverts: SeatUnknown.
    function seatOf(uint64 profile) external view returns (uint32);

    /// @notice The profile that has a seat; 0 = none.
    function profileAt(uint32 seat) external view returns (uint64);

    /// @notice How many seats were given before an epoch began. Fixed once it has begun.
    function seatsBefore(uint32 epoch) external view returns (uint32);

    /// @notice The nonce that the profile's next signed call has to carry.
    function nonceOf(uint64 profile) external view returns (uint256);

    /// @notice TAG.
    function TOKEN() external view returns (IERC20);

    /// @notice Who has custody of a profile.
    function PROFILES() external view returns (ICustody);

    /// @notice Who knows the proven fakes.
    function JURY() external view returns (IVerdicts);

    /// @notice What counts the epochs.
    function CLOCK() external view returns (IEpochClock);

    /// @notice What lies in one vouch, in 1e-18 TAG.
    function STAKE() external view returns (uint128);

    /// @notice Most open vouches of a profile.
    function MOST_VOUCHES() external view returns (uint256);

    /// @notice Epochs between the last in which a vouch counts and the return of its stake; also how long vouches with a
    ///         proven fake count on.
    function DELAY_EPOCHS() external view returns (uint32);
}
