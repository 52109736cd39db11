"""Why DataMarket and TagToken say no: the meanings of their errors, and of the faults of a single item."""

from typing import Final

Meaning = tuple[str, str, bool]
"""Code, sentence with the error's own argument names, whether the state of the chain forbids it."""

MARKET_MEANINGS: Final[dict[str, Meaning]] = {
    "ParametersInvalid": (
        "offer.parameters", "A date, window, share or Q of the offer is out of bounds; correct it.", False,
    ),
    "BudgetZero": ("offer.budget", "An amount of nothing opens and funds nothing; give one.", False),
    "OfferExists": ("offer.exists", "This offer stands already; take a fresh salt for another one.", True),
    "OfferUnknown": ("offer.unknown", "There is no such offer.", True),
    "NotBuyer": ("offer.not_buyer", "Only the wallet that opened the offer may do this.", False),
    "OfferOver": ("offer.over", "The offer takes no answers any more; open a new one.", True),
    "TransferInexact": (
        "token.inexact", "The token moved {received} instead of {asked}; the market takes only exact ones.",
        False,
    ),
    "SafeERC20FailedOperation": ("token.refused", "The token refused the transfer.", True),
    "LengthsDiffer": ("call.lengths", "The call has {items} items, but {others} of their companions.", False),
    "StateWrong": ("deal.state", "The deal's state allows no such step; read the deal again.", True),
    "TooEarly": ("deal.too_early", "This is possible from Unix time {from} on.", True),
    "NotEntitled": (
        "consent.not_entitled",
        "Only the profile's custody wallet, or the one that signed the consent, may withdraw it.",
        False,
    ),
    "AlreadyWithdrawn": ("consent.withdrawn", "The consent is withdrawn already.", True),
    "NotWithdrawn": ("consent.stands", "The consent was not withdrawn, so nothing has to be deleted.", True),
    "NothingDue": ("credit.none", "The account has no credit to be paid out.", True),
    "ERC20InsufficientBalance": (
        "token.balance", "The wallet holds {balance} of {needed} units of TAG (1e-18) that are needed.", True,
    ),
    "ERC20InsufficientAllowance": (
        "token.allowance", "The wallet allows {allowance} of {needed} units of TAG (1e-18).", True,
    ),
    "ERC2612ExpiredSignature": ("token.permit_expired", "The permit's time has passed; sign again.", False),
    "ERC2612InvalidSigner": ("token.permit_signer", "The permit is not the wallet's; sign again.", False),
}  # fmt: skip

FAULTS: Final[tuple[Meaning, ...]] = (
    ("deal.none", "Nothing is wrong.", False),
    ("offer.not_buyer", "Only the wallet that opened the offer may accept.", False),
    ("offer.over", "The offer takes no answers any more.", True),
    ("offer.full", "The offer has as many answers as it asked for.", True),
    ("offer.budget_too_small", "The offer's free budget is less than the price; add to it.", True),
    ("consent.expired", "The consent's last second has passed; ask the person again.", True),
    ("consent.terms", "The consent names other terms or another key than the offer's.", False),
    ("deal.answered", "The profile answered this offer already, or withdrew beforehand.", True),
    ("consent.price", "The consent's price is nothing.", False),
    ("consent.payee", "The consent names no payee that can be paid.", False),
    ("consent.level", "The profile's personhood level is below the offer's.", True),
    ("signature.wrong_signer", "The profile's custody wallet did not sign this consent.", False),
    ("deal.not_accepted", "The deal waits for no delivery.", True),
    ("deal.consent", "The consent is not, word for word, the accepted one.", False),
    ("deal.too_late", "The time for this has passed.", True),
    ("deal.proof", "The proof does not show what it should.", False),
)
"""By the number of `Fault`, which `Refused` and `ItemSkipped` carry."""
