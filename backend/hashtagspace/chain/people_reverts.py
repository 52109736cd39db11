"""Why the people contracts say no: the meanings of their errors, by contract."""

from collections.abc import Mapping
from typing import Final

from hashtagspace.chain.market_reverts import Meaning

_FAKE: Final[Meaning] = ("people.fake", "Profile {profile} was judged fake by a jury, for good.", True)
PEOPLE_MEANINGS: Final[Mapping[str, Mapping[str, Meaning]]] = {
    "Vouches": {
        "SelfVouch": ("vouch.self", "A profile does not vouch for itself.", False),
        "ProvenFake": _FAKE,
        "AlreadyVouched": ("vouch.stands", "You vouch for this profile already.", True),
        "NotVouched": ("vouch.none", "There is no vouch to take back.", True),
        "TooManyVouches": ("vouch.too_many", "256 vouches of a profile are open: take one back first.", True),
        "StakeHeld": (
            "vouch.stake_held", "The stake of the vouch before lies there still: release it first.", True,
        ),
        "NothingHeld": ("vouch.nothing_held", "There is no stake that could move now.", True),
        "VouchFrozen": (
            "vouch.frozen", "A vouch with a judged fake counts on: take it back from epoch {epoch} on.", True,
        ),
        "NobodyFake": ("vouch.nobody_fake", "Neither of the two was judged fake.", True),
        "SeatUnknown": ("people.no_seat", "The profile has never vouched for anybody.", True),
    },
    "Jury": {
        "AlreadyVetted": ("people.vetted", "A jury found this profile real already.", True),
        "ProvenFake": _FAKE,
        "TooEarly": (
            "case.too_early",
            "The profile has a case open, or had one lately: the next can be asked from epoch {epoch} on.",
            True,
        ),
        "NotNow": ("case.not_now", "Case {caseId} is not at the step for this; look at it again.", True),
        "JuryTooSmall": ("case.jury_too_small", "Fewer than five jurors were found; try later.", True),
        "NoBeacon": ("case.no_beacon", "This epoch has no beacon yet, or the case is of this epoch.", True),
        "NotOnJury": ("case.not_on_jury", "The profile is no juror of this case, or has voted.", True),
        "VoteWrong": ("case.vote_wrong", "Vote and salt are not what was sealed.", False),
        "NotVetted": ("juror.not_vetted", "Only a profile that a jury found real can be a juror.", True),
        "AlreadyJuror": ("juror.stands", "The profile is a juror already.", True),
        "NotJuror": ("juror.none", "The profile is no juror.", True),
        "SlotTaken": ("juror.slot", "The slot has a juror who can still be drawn; take another.", True),
        "StakeHeld": ("juror.stake_held", "The stake stays until epoch {epoch}.", True),
    },
    "PersonhoodRegistry": {
        "NothingPublished": (
            "level.nothing_published",
            "Epoch {epoch} is not one of the two latest with a root, or too few accounts are covered in it.",
            True,
        ),
        "ProofInvalid": ("level.proof", "The proof does not lead to the epoch's root.", False),
        "NoFloorNow": ("level.no_floor", "Floors are proven only while roots are missing.", True),
        "PartnerInvalid": ("level.partner", "Profile {partner} carries no floor.", True),
        "CheckInvalid": ("check.invalid", "The check is no drawn one, or is open already.", True),
    },
    "RewardPool": {
        "AmountZero": ("tip.nothing", "A tip of nothing is none.", False),
        "NonceUsed": ("tip.nonce_used", "This tip was given already; sign another for another.", True),
        "EpochInvalid": ("reward.epoch", "The epoch is not over yet, or was too long ago.", True),
        "NoLevel": (
            "reward.no_level",
            "Profile {profile} has level 0 now, and the pool pays nobody as a person at level 0.",
            True,
        ),
        "NothingDue": ("reward.none", "Nothing is due to the profile for epoch {epoch}.", True),
    },
}  # fmt: skip
