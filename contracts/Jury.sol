// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Jurors} from "./abstract/Jurors.sol";
import {ICustody} from "./interfaces/ICustody.sol";
import {IEpochClock} from "./interfaces/IEpochClock.sol";
import {IJury} from "./interfaces/IJury.sol";

/// @title Jury
contract Jury is Jurors {
    using SafeERC20 for IERC20;

    bytes32 private constant ANSWER_TYPEHASH =
        keccak256("Answer(uint256 caseId,bytes32 evidence,uint64 deadline)");
    bytes32 private constant APPEAL_TYPEHASH =
        keccak256("Appeal(uint64 profile,bytes32 evidence,uint256 nonce,uint64 deadline)");
    uint256 private constant MOST_FOUNDERS = 64;
    uint256 private constant SEATS = 5;
    uint256 private constant MAJORITY = 4;
    uint32 private constant WAIT_EPOCHS = 8;
    uint32 private constant PAUSE_EPOCHS = 4;

    /// @inheritdoc IJury
    uint128 public immutable DEPOSIT;

    /// @inheritdoc IJury
    uint256 public caseCount;
    /// @inheritdoc IJury
    mapping(uint64 profile => uint256) public vettedBy;
    /// @inheritdoc IJury
    mapping(uint64 profile => uint32) public nextCheckOf;
    /// @inheritdoc IJury
    mapping(uint64 profile => uint32) public nextAccusationOf;
    /// @inheritdoc IJury
    mapping(uint64 profile => uint256) public nonceOf;
    mapping(uint256 caseId => Case) private _cases;
    mapping(uint256 caseId => Seat[5]) private _seats;

    /// @param token TAG
    /// @param profiles who has custody of a profile
    /// @param clock what counts the epochs and has the beacons
    /// @param founders vetted from the first epoch on, whether registered already or not
    /// @param jurorStake what a juror stakes, 1e-18 TAG
    /// @param deposit of a case, 1e-18 TAG
    constructor(
        IERC20 token,
        ICustody profiles,
        IEpochClock clock,
        uint64[] memory founders,
        uint128 jurorStake,
        uint128 deposit
    ) Jurors(token, profiles, clock, jurorStake) {
        if (deposit == 0 || deposit % SEATS != 0) revert ParametersInvalid();
        if (founders.length == 0 || founders.length > MOST_FOUNDERS) revert FoundersInvalid();
        DEPOSIT = deposit;
        for (uint256 i = 0; i < founders.length; ++i) {
            uint64 founder = founders[i];
            // A profile id has 63 bits.
            if (founder == 0 || founder >> 63 != 0 || vettedSince[founder] != 0) revert FoundersInvalid();
            vettedSince[founder] = 1;
            emit Founded(founder);
        }
    }

    // Opening

    /// @inheritdoc IJury
    function ask(uint64 profile) external returns (uint256 caseId) {
        caseId = _open(profile, Kind.Check, State.Asked, 0, msg.sender);
        _cases[caseId].until = uint40(block.timestamp + CLOCK.EPOCH_SECONDS());
    }

    /// @inheritdoc IJury
    function appeal(uint64 profile, bytes32 evidence) external returns (uint256 caseId) {
        _requireCustody(profile);
        caseId = _open(profile, Kind.Appeal, State.Ready, evidence, msg.sender);
    }

    /// @inheritdoc IJury
    function appealFor(uint64 profile, bytes32 evidence, uint64 deadline, bytes calldata signature)
        external
        returns (uint256 caseId)
    {
        address custody = PROFILES.custodyOf(profile);
        if (custody == address(0)) revert ProfileUnknown(profile);
        bytes32 structHash =
            keccak256(abi.encode(APPEAL_TYPEHASH, profile, evidence, nonceOf[profile], deadline));
        _requireSignature(custody, structHash, deadline, signature);
        caseId = _open(profile, Kind.Appeal, State.Ready, evidence, custody);
    }

    /// @inheritdoc IJury
    function accuse(uint64 profile, bytes32 evidence) external returns (uint256 caseId) {
        caseId = _open(profile, Kind.Accusation, State.Ready, evidence, msg.sender);
    }

    /// @inheritdoc IJury
    function answer(uint256 caseId, bytes32 evidence) external {
        _requireCustody(_requireState(caseId, State.Asked).profile);
        _answer(caseId, evidence);
    }

    /// @inheritdoc IJury
    function answerFor(uint256 caseId, bytes32 evidence, uint64 deadline, bytes calldata signature) external {
        address custody = PROFILES.custodyOf(_requireState(caseId, State.Asked).profile);
        bytes32 structHash = keccak256(abi.encode(ANSWER_TYPEHASH, caseId, evidence, deadline));
        _requireSignature(custody, structHash, deadline, signature);
        _answer(caseId, evidence);
    }

    /// @inheritdoc IJury
    function addEvidence(uint256 caseId, bytes32 evidence) external {
        State state = _cases[caseId].state;
        if (state != State.Ready && state != State.Voting) revert NotNow(caseId, state);
        emit EvidenceAdded(caseId, msg.sender, evidence);
    }

    // Judging

    /// @inheritdoc IJury
    function draw(uint256 caseId) external {
        Case storage state = _requireState(caseId, State.Ready);
        uint32 epoch = CLOCK.currentEpoch();
        bytes32 beacon = CLOCK.beaconOf(epoch);
        if (beacon == 0 || epoch <= state.epoch) revert NoBeacon(caseId);
        uint64[5] memory jurors = _drawFive(keccak256(abi.encode(beacon, caseId)), state.profile, epoch);
        for (uint256 i = 0; i < SEATS; ++i) {
            _seats[caseId][i].juror = jurors[i];
        }
        state.state = State.Voting;
        state.until = uint40(block.timestamp + CLOCK.EPOCH_SECONDS() / 2);
        emit JuryDrawn(caseId, jurors, state.until);
    }

    /// @inheritdoc IJury
    function commit(uint256 caseId, uint64 juror, bytes32 commitment) external {
        Case storage state = _requireState(caseId, State.Voting);
        if (block.timestamp > state.until) revert NotNow(caseId, State.Voting);
        _requireCustody(juror);
        _seatOf(caseId, juror).commitment = commitment;
        emit VoteCommitted(caseId, juror, commitment);
    }

    /// @inheritdoc IJury
    function reveal(uint256 caseId, uint64 juror, Vote vote, bytes32 salt) external {
        Case storage state = _requireState(caseId, State.Voting);
        if (block.timestamp <= state.until || block.timestamp > _endOf(state)) {
            revert NotNow(caseId, State.Voting);
        }
        Seat storage seat = _seatOf(caseId, juror);
        bool isSealed = seat.commitment == keccak256(abi.encode(caseId, juror, vote, salt));
        if (vote == Vote.None || !isSealed) revert VoteWrong(caseId, juror);
        seat.vote = vote;
        ++state.revealed;
        if (vote == Vote.Pass) ++state.passed;
        if (vote == Vote.Fake) ++state.faked;
        emit VoteRevealed(caseId, juror, vote);
    }

    /// @inheritdoc IJury
    function decide(uint256 caseId) external {
        Case storage state = _requireState(caseId, State.Voting);
        if (block.timestamp <= _endOf(state) && state.revealed < SEATS) revert NotNow(caseId, State.Voting);
        state.state = State.Decided;
        Vote verdict =
            state.passed >= MAJORITY ? Vote.Pass : state.faked >= MAJORITY ? Vote.Fake : Vote.Unclear;
        uint32 epoch = CLOCK.currentEpoch();
        emit Decided(caseId, state.profile, verdict, epoch);
        _setNext(state.profile, state.kind, epoch + PAUSE_EPOCHS);
        if (verdict == Vote.Pass) _vet(caseId, state, epoch);
        _pay(caseId, state, verdict);
        if (verdict == Vote.Fake) _prove(caseId, state.profile, epoch);
    }

    /// @inheritdoc IJury
    function close(uint256 caseId) external {
        Case storage state = _cases[caseId];
        bool isSilent = state.state == State.Asked && block.timestamp > state.until;
        bool isForgotten = state.state == State.Ready && CLOCK.currentEpoch() >= state.epoch + WAIT_EPOCHS;
        if (!isSilent && !isForgotten) revert NotNow(caseId, state.state);
        state.state = State.Closed;
        _setNext(state.profile, state.kind, 0);
        emit CaseClosed(caseId);
        _credit(state.payer, DEPOSIT);
    }

    // Views

    /// @inheritdoc IJury
    function caseOf(uint256 caseId) external view returns (Case memory) {
        return _cases[caseId];
    }

    /// @inheritdoc IJury
    function juryOf(uint256 caseId) external view returns (Seat[5] memory) {
        return _seats[caseId];
    }

    // Inside

    function _open(uint64 profile, Kind kind, State first, bytes32 evidence, address payer)
        private
        returns (uint256 caseId)
    {
        _requireOpenable(profile, kind);
        if (kind == Kind.Appeal) ++nonceOf[profile];
        caseId = ++caseCount;
        Case storage state = _cases[caseId];
        (state.profile, state.kind, state.state) = (profile, kind, first);
        (state.epoch, state.payer, state.evidence) = (CLOCK.currentEpoch(), payer, evidence);
        _setNext(profile, kind, type(uint32).max);
        emit CaseOpened(caseId, profile, kind, payer, evidence);
        TOKEN.safeTransferFrom(payer, address(this), DEPOSIT);
    }

    /// @dev One case of a sort at a time, and a pause after it: nobody draws juries until one of them errs.
    function _setNext(uint64 profile, Kind kind, uint32 epoch) private {
        if (kind == Kind.Accusation) nextAccusationOf[profile] = epoch;
        else nextCheckOf[profile] = epoch;
    }

    function _answer(uint256 caseId, bytes32 evidence) private {
        Case storage state = _cases[caseId];
        if (block.timestamp > state.until) revert NotNow(caseId, State.Asked);
        (state.state, state.epoch, state.evidence) = (State.Ready, CLOCK.currentEpoch(), evidence);
        emit Answered(caseId, evidence);
    }

    /// @dev Who accuses does not vet: an accusation that fails says nothing new.
    function _vet(uint256 caseId, Case storage state, uint32 epoch) private {
        uint64 profile = state.profile;
        if (state.kind == Kind.Accusation || vettedSince[profile] != 0 || fakeSince[profile] != 0) return;
        vettedSince[profile] = epoch + 1;
        vettedBy[profile] = caseId;
    }

    /// @dev A juror answers for whom it passed as long as for its own stake: an account can be sold, or give itself up.
    function _prove(uint256 caseId, uint64 profile, uint32 epoch) private {
        if (fakeSince[profile] != 0) return;
        fakeSince[profile] = epoch + 1;
        _fine(profile, caseId, type(uint128).max);
        uint256 former = vettedBy[profile];
        if (former == 0 || epoch > vettedSince[profile] + LIABILITY_EPOCHS) return;
        for (uint256 i = 0; i < SEATS; ++i) {
            Seat storage seat = _seats[former][i];
            if (seat.vote == Vote.Pass) _fine(seat.juror, former, type(uint128).max);
        }
    }

    /// @dev Jurors get the same whatever they say: a fee from the pot as it was before the case, as far as it lasts. The payer
    ///      gets the deposit back for a verdict that it asked for, and where too few came for any; else it goes to the pot.
    function _pay(uint256 caseId, Case storage state, Vote verdict) private {
        bool isAsked = (verdict == Vote.Pass && state.kind != Kind.Accusation)
            || (verdict == Vote.Fake && state.kind != Kind.Appeal) || state.revealed < MAJORITY;
        uint256 fee = (pot < DEPOSIT ? pot : DEPOSIT) / SEATS;
        pot -= fee * state.revealed;
        if (isAsked) _credit(state.payer, DEPOSIT);
        else pot += DEPOSIT;
        for (uint256 i = 0; i < SEATS; ++i) {
            Seat storage seat = _seats[caseId][i];
            if (seat.vote != Vote.None) _credit(PROFILES.custodyOf(seat.juror), fee);
            else _fine(seat.juror, caseId, JUROR_STAKE / 10);
        }
    }

    function _seatOf(uint256 caseId, uint64 juror) private view returns (Seat storage) {
        for (uint256 i = 0; i < SEATS; ++i) {
            Seat storage seat = _seats[caseId][i];
            if (seat.juror == juror && seat.vote == Vote.None) return seat;
        }
        revert NotOnJury(caseId, juror);
    }

    function _endOf(Case storage state) private view returns (uint256) {
        return state.until + CLOCK.EPOCH_SECONDS() / 4;
    }

    function _requireState(uint256 caseId, State wanted) private view returns (Case storage state) {
        state = _cases[caseId];
        if (state.state != wanted) revert NotNow(caseId, state.state);
    }

    function _requireOpenable(uint64 profile, Kind kind) private view {
        if (PROFILES.custodyOf(profile) == address(0)) revert ProfileUnknown(profile);
        if (fakeSince[profile] != 0) revert ProvenFake(profile);
        bool isAccusation = kind == Kind.Accusation;
        if (!isAccusation && vettedSince[profile] != 0) revert AlreadyVetted(profile);
        uint32 next = isAccusation ? nextAccusationOf[profile] : nextCheckOf[profile];
        if (CLOCK.currentEpoch() < next) revert TooEarly(profile, next);
    }
}
