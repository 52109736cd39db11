"""Noise for a number: discrete Laplace, sampled exactly from random bytes, without floating point.

P(n) is proportional to exp(−|n| / scale), scale = sensitivity / epsilon. Source: Canonne, Kamath, Steinke,
"The Discrete Gaussian for Differential Privacy", algorithms 1 and 2. The order in which bytes are consumed is
part of the format: the vectors give bytes and say what comes of them.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hashtagspace.market.categories import Field, Noised, load_schemas
from hashtagspace.market.record_values import MAX_NOISE_COUNT, KeptNoise, RecordValue

DrawBytes = Callable[[int], bytes]


def scale_of(noised: Noised) -> Fraction:
    """The scale of a field's noise, exactly."""
    return Fraction(noised.sensitivity) / Fraction(noised.epsilon)


def draw_noise(scale: Fraction, draw_bytes: DrawBytes = secrets.token_bytes) -> int:
    """One draw; the numerator and denominator of `scale` are below 2^32."""
    t, s = scale.numerator, scale.denominator
    while True:
        u = _below(t, draw_bytes)
        if not _happens(u, t, draw_bytes):
            continue
        v = 0
        while _happens(1, 1, draw_bytes):
            v += 1
        size = (u + t * v) // s
        negative = _below(2, draw_bytes) == 1
        if not (negative and size == 0):  # zero has one sign only
            return -size if negative else size


def _happens(numerator: int, denominator: int, draw_bytes: DrawBytes) -> bool:
    """True with probability exp(−numerator / denominator), which is from 0 to 1."""
    k = 1
    while _below(denominator * k, draw_bytes) < numerator:
        k += 1
    return k % 2 == 1


def _below(bound: int, draw_bytes: DrawBytes) -> int:
    """A number from 0 to bound − 1: as many bits as bound − 1 has, from big-endian bytes, until one fits.

    A bound of 1 takes no byte.
    """
    bits = (bound - 1).bit_length()
    size = -(-bits // 8)
    while True:
        number = int.from_bytes(draw_bytes(size), "big") >> (8 * size - bits) if bits else 0
        if number < bound:
            return number


def keep_noise(value: RecordValue, draw_bytes: DrawBytes = secrets.token_bytes) -> RecordValue:
    """The record with noise drawn for every number that can have it and has none: save it before it is sold.

    What was drawn stays, so that the same number asked for again cannot be averaged out.
    """
    category = load_schemas().get_category(value.category)
    for field in category.fields:
        of = value.fields.get(field.id)
        if field.noised is None or not isinstance(of, int) or value.find_noise(field) is not None:
            continue
        noise = draw_noise(scale_of(field.noised), draw_bytes)
        kept = KeptNoise(field.id, field.noised.epsilon, of, noise)
        value = replace(value, noise=(*value.noise, kept)[-MAX_NOISE_COUNT:])
    return value


def add_noise(field: Field, of: int, noise: int) -> int:
    """The number with its noise, held within what the field can be, which tells nothing more."""
    return min(max(of + noise, field.least), field.most)


def explain_noise(noised: Noised) -> str:
    """What the person and the business are told of the noise."""
    return (
        f"your number ({noised.unit}), give or take about {noised.about}, in 95 of 100 draws at most "
        f"{noised.within}; drawn once and kept, so asking again tells no more"
    )
