// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IJurors} from "./IJurors.sol";
import {IVerdicts} from "./IVerdicts.sol";

/// @title Cases: five drawn jurors say whether somebody is behind a profile.
/// @notice Four of five decide. Pass makes a profile vetted, fake is for ever, silence changes nothing. States and times:
///         docs/personhood-formats.md, Cases.
interface IJury is IJurors, IVerdicts {
    /// @notice How a case began.
    enum Kind {
        Check,
        Appeal,
        Accusation
    }

    /// @notice Where a case stands.
    enum State {
        None,
        Asked,
        Ready,
        Voting,
        Decided,
        Closed
    }

    /// @notice What a juror says.
    enum Vote {
        None,
        Unclear,
        Pass,
        Fake
    }

    /// @notice One case.
    /// @param epoch in which it was asked, then in which it became ready
    /// @param until end of the answer's time, then of the commits'; Unix seconds
    /// @param payer who gets the deposit back
    struct Case {
        uint64 profile;
        Kind kind;
        State state;
        uint32 epoch;
        uint40 until;
        uint8 revealed;
        uint8 passed;
        uint8 faked;
        address payer;
        bytes32 evidence;
    }

    /// @notice A drawn juror of a case.
    struct Seat {
        uint64 juror;
        Vote vote;
        bytes32 commitment;
    }

    /// @notice A profile that the deployment names as vetted; it may register later.
    event Founded(uint64 indexed profile);

    /// @notice A case exists.
    /// @dev For the indexer: 1. Numbers are 1, 2, 3, …. 2. It is Asked if `kind` is Check, else Ready with `evidence`.
    event CaseOpened(
        uint256 indexed caseId, uint64 indexed profile, Kind kind, address payer, bytes32 evidence
    );

    /// @notice The asked profile answered; the case is Ready.
    event Answered(uint256 indexed caseId, bytes32 evidence);

    /// @notice There is more to look at in a case that is Ready or Voting.
    /// @dev For the indexer: 1. Anyone adds, as often as it likes; `by` may be the custody of the profile, who pleads.
    event EvidenceAdded(uint256 indexed caseId, address indexed by, bytes32 evidence);

    /// @notice The case is Voting.
    event JuryDrawn(uint256 indexed caseId, uint64[5] jurors, uint40 commitUntil);

    /// @notice A juror's vote is sealed. The latest counts.
    event VoteCommitted(uint256 indexed caseId, uint64 indexed juror, bytes32 commitment);

    /// @notice A juror's vote is known. Once per juror.
    event VoteRevealed(uint256 indexed caseId, uint64 indexed juror, Vote vote);

    /// @notice The case is over.
    /// @dev For the indexer: 1. `verdict` Pass: the profile counts as vetted from epoch + 1 on, if it was neither vetted
    ///      nor fake. 2. Fake: it counts as a proven fake from epoch + 1 on, for ever. 3. Unclear: nothing changes.
    event Decided(uint256 indexed caseId, uint64 indexed profile, Vote verdict, uint32 epoch);

    /// @notice The case is over without a jury; nothing changes.
    event CaseClosed(uint256 indexed caseId);

    /// @notice A link is the zero address, an amount is zero or not divisible by five.
    error ParametersInvalid();

    /// @notice There are no founders or more than 64, or one is no number that a profile can have, or named twice.
    error FoundersInvalid();

    /// @notice No profile has this number.
    error ProfileUnknown(uint64 profile);

    /// @notice The profile is vetted already.
    error AlreadyVetted(uint64 profile);

    /// @notice The profile is a proven fake, for ever.
    error ProvenFake(uint64 profile);

    /// @notice The profile has another case of this sort open, or had one without a verdict: not before `epoch`. Checks and
    ///         appeals are one sort, accusations the other.
    error TooEarly(uint64 profile, uint32 epoch);

    /// @notice The case is in another state, or this is not the time.
    error NotNow(uint256 caseId, State state);

    /// @notice Fewer than five jurors were found: try again in a later epoch.
    error JuryTooSmall(uint256 found);

    /// @notice The epoch has no beacon, or the case became ready in it.
    error NoBeacon(uint256 caseId);

    /// @notice The profile is not on this jury, or the vote is revealed already.
    error NotOnJury(uint256 caseId, uint64 juror);

    /// @notice The vote and salt are not what was sealed.
    error VoteWrong(uint256 caseId, uint64 juror);

    /// @notice The caller pays the deposit of a check of any profile.
    /// @dev Reverts: ProfileUnknown, AlreadyVetted, ProvenFake, TooEarly, and those of the token.
    function ask(uint64 profile) external returns (uint256 caseId);

    /// @notice The profile's custody asks for its own check.
    /// @param evidence digest of what jurors are to look at
    /// @dev Reverts: NotCustody, AlreadyVetted, ProvenFake, TooEarly, and those of the token.
    function appeal(uint64 profile, bytes32 evidence) external returns (uint256 caseId);

    /// @notice `appeal` by the signature of the custody, whose allowance pays the deposit and who gets it back.
    /// @dev Appeal(uint64 profile,bytes32 evidence,uint256 nonce,uint64 deadline), nonce = nonceOf(profile).
    ///      Reverts: ProfileUnknown, AlreadyVetted, ProvenFake, TooEarly, SignatureExpired, SignatureInvalid, and those of
    ///      the token.
    function appealFor(uint64 profile, bytes32 evidence, uint64 deadline, bytes calldata signature)
        external
        returns (uint256 caseId);

    /// @notice The caller says that a profile is fake.
    /// @dev Reverts: ProfileUnknown, ProvenFake, TooEarly, and those of the token.
    function accuse(uint64 profile, bytes32 evidence) external returns (uint256 caseId);

    /// @notice The asked profile's custody answers.
    /// @dev Reverts: NotNow, NotCustody.
    function answer(uint256 caseId, bytes32 evidence) external;

    /// @notice `answer` by the custody's signature.
    /// @dev Answer(uint256 caseId,bytes32 evidence,uint64 deadline). A case is answered once.
    function answerFor(uint256 caseId, bytes32 evidence, uint64 deadline, bytes calldata signature) external;

    /// @notice Says that there is more to look at: for an accusation that somebody else opened, or against it. Anyone.
    /// @dev Reverts: NotNow.
    function addEvidence(uint256 caseId, bytes32 evidence) external;

    /// @notice Five jurors by the current epoch's beacon. Anyone.
    /// @dev Reverts: NotNow, NoBeacon, JuryTooSmall.
    function draw(uint256 caseId) external;

    /// @notice The custody of a drawn juror seals its vote; again, until the time is over.
    /// @dev Reverts: NotNow, NotCustody, NotOnJury.
    /// @param commitment keccak256(abi.encode(caseId, juror, vote, salt))
    function commit(uint256 caseId, uint64 juror, bytes32 commitment) external;

    /// @notice A sealed vote is opened. Anyone who knows it.
    /// @dev Reverts: NotNow, NotOnJury, VoteWrong.
    function reveal(uint256 caseId, uint64 juror, Vote vote, bytes32 salt) external;

    /// @notice The case is decided. Anyone.
    /// @dev Reverts: NotNow.
    function decide(uint256 caseId) external;

    /// @notice A case without an answer, or without a jury, ends; the deposit goes back. Anyone.
    /// @dev Reverts: NotNow.
    function close(uint256 caseId) external;

    /// @notice One case.
    function caseOf(uint256 caseId) external view returns (Case memory);

    /// @notice The jury of a case; jurors are 0 before the draw.
    function juryOf(uint256 caseId) external view returns (Seat[5] memory);

    /// @notice How many cases there are.
    function caseCount() external view returns (uint256);

    /// @notice The case that vetted the profile; 0 = none, or a founder.
    function vettedBy(uint64 profile) external view returns (uint256);

    /// @notice First epoch in which the profile can have another check or appeal; the greatest number while one is open.
    function nextCheckOf(uint64 profile) external view returns (uint32);

    /// @notice First epoch in which the profile can be accused again; the greatest number while an accusation is open.
    function nextAccusationOf(uint64 profile) external view returns (uint32);

    /// @notice The nonce that the profile's next signed appeal has to carry.
    function nonceOf(uint64 profile) external view returns (uint256);

    /// @notice What a case costs, 1e-18 TAG; a fifth is the most that a juror gets.
    function DEPOSIT() external view returns (uint128);
}
