"""Reads the committed Unicode table: character classes, case folding and canonical composition.

Nothing here asks the interpreter about Unicode, so every reader in any language and version gives
the same answer. Source: Unicode Standard 14.0, sections 3.11 (normalisation forms), 3.12 (Hangul)
and 3.13 (default case folding).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from hashtagspace.domain import hashtag_table

_S, _L, _V, _T = 0xAC00, 0x1100, 0x1161, 0x11A7
_L_COUNT: Final = 19
_V_COUNT: Final = 21
_T_COUNT: Final = 28
_S_COUNT: Final = _L_COUNT * _V_COUNT * _T_COUNT


@dataclass(frozen=True, slots=True)
class HashtagRules:
    """The table, read: class runs as (first, last, class); the rest keyed by character."""

    classes: tuple[tuple[int, int, str], ...]
    combining: dict[str, int]
    folds: dict[str, str]
    decompositions: dict[str, str]
    compositions: dict[tuple[str, str], str]


def _items(text: str) -> Iterator[list[str]]:
    return (item.split(".") for item in text.split(","))


def _read_runs(text: str) -> Iterator[tuple[int, int, str]]:
    end = 0
    for gap, length, value in _items(text):
        first = end + int(gap, 36)
        end = first + int(length, 36)
        yield first, end, value


def _read_folds() -> dict[str, str]:
    folds: dict[str, str] = {}
    first = 0
    for item in _items(hashtag_table.FOLDS):
        gap, count, step, shift = (int(number, 36) for number in item)
        first += gap
        for code in range(first, first + count * step, step):
            folds[chr(code)] = chr(code + shift)
    for item in _items(hashtag_table.FOLD_EXPANSIONS):
        character, *target = (chr(int(number, 36)) for number in item)
        folds[character] = "".join(target)
    return folds


def _read_decompositions() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    decompositions: dict[str, str] = {}
    compositions: dict[tuple[str, str], str] = {}
    code = first = 0
    for item in hashtag_table.DECOMPOSITIONS.split(","):
        numbers = [int(number, 36) for number in item.rstrip("!").split(".")]
        code, first = code + numbers[0], first + numbers[1]
        target = [chr(first), *map(chr, numbers[2:])]
        decompositions[chr(code)] = "".join(target)
        if len(target) == 2 and not item.endswith("!"):
            compositions[target[0], target[1]] = chr(code)
    full = {character: _expand(character, decompositions) for character in decompositions}
    return full, compositions


def _expand(character: str, decompositions: dict[str, str]) -> str:
    target = decompositions.get(character)
    if target is None:
        return character
    return "".join(_expand(part, decompositions) for part in target)


@cache
def hashtag_rules() -> HashtagRules:
    """The table, read once per process, at the first hashtag."""
    decompositions, compositions = _read_decompositions()
    return HashtagRules(
        tuple(_read_runs(hashtag_table.CLASSES)),
        {
            chr(code): int(value, 36)
            for first, last, value in _read_runs(hashtag_table.COMBINING_CLASSES)
            for code in range(first, last + 1)
        },
        _read_folds(),
        decompositions,
        compositions,
    )


def _decompose_hangul(character: str) -> str:
    index = ord(character) - _S
    if not 0 <= index < _S_COUNT:
        return character
    trail = index % _T_COUNT
    head = chr(_L + index // (_V_COUNT * _T_COUNT)) + chr(_V + index // _T_COUNT % _V_COUNT)
    return head + chr(_T + trail) if trail else head


def _compose_pair(a: str, b: str, compositions: dict[tuple[str, str], str]) -> str | None:
    lead, vowel = ord(a) - _L, ord(b) - _V
    if 0 <= lead < _L_COUNT and 0 <= vowel < _V_COUNT:
        return chr(_S + (lead * _V_COUNT + vowel) * _T_COUNT)
    syllable, trail = ord(a) - _S, ord(b) - _T
    if 0 <= syllable < _S_COUNT and syllable % _T_COUNT == 0 and 0 < trail < _T_COUNT:
        return chr(ord(a) + trail)
    return compositions.get((a, b))


def _ordered(text: str, combining: dict[str, int]) -> list[str]:
    """Canonical order: within each run of marks, by class, equal classes as they stand."""
    characters: list[str] = []
    marks: list[str] = []
    for character in text:
        if character in combining:
            marks.append(character)
            continue
        characters += sorted(marks, key=combining.__getitem__)
        marks.clear()
        characters.append(character)
    return characters + sorted(marks, key=combining.__getitem__)


def decompose(text: str) -> str:
    """NFD of `text`, all of it allowed characters."""
    rules = hashtag_rules()
    spread = "".join(rules.decompositions.get(c) or _decompose_hangul(c) for c in text)
    return "".join(_ordered(spread, rules.combining))


def fold(text: str) -> str:
    """Full case folding of `text`, which is in NFD."""
    folds = hashtag_rules().folds
    return "".join(folds.get(character, character) for character in text)


def compose(text: str) -> str:
    """NFC of `text`, which is in canonical order."""
    rules = hashtag_rules()
    composed: list[str] = []
    starter = -1
    last_class = 0
    for character in text:
        combining = rules.combining.get(character, 0)
        adjacent = starter == len(composed) - 1
        if starter >= 0 and (adjacent or last_class < combining):
            whole = _compose_pair(composed[starter], character, rules.compositions)
            if whole is not None:
                composed[starter] = whole
                continue
        if combining == 0:
            starter = len(composed)
        last_class = combining
        composed.append(character)
    return "".join(composed)


def canonical(text: str) -> str:
    """The one spelling of all texts that differ only in case or composition (idempotent)."""
    if text.isascii():
        return text.lower()
    return compose(fold(decompose(text)))
