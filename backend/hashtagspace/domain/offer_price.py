"""What one answer to an offer costs at least and at most."""

from hashtagspace.domain.terms import TermsDocument


def find_least_price(terms: TermsDocument) -> int:
    """What the cheapest answer costs, 1e-18 TAG."""
    cheapest = [
        min(ask.price for ask in terms.asks if ask.category == category)
        for category in terms.list_categories()
    ]
    return sum(sorted(cheapest)[: terms.min_kinds])


def find_most_price(terms: TermsDocument) -> int:
    """What the dearest answer costs, 1e-18 TAG."""
    dearest = [
        max(ask.price for ask in terms.asks if ask.category == category)
        for category in terms.list_categories()
    ]
    return sum(sorted(dearest, reverse=True)[: terms.max_kinds])
