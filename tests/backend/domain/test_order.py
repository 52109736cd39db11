from dataclasses import replace
from itertools import permutations

from domain_strategies import any_intents, uint64s, unhex, valid_intents, vectors, words
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.domain.intent import Intent, decode_record
from hashtagspace.domain.kinds import ZERO_WORD, Kind
from hashtagspace.domain.order import PostState, Version, fold_key, fold_post, latest, sort_ms, wins

versions = st.builds(Version, uint64s, words)
POST, OTHER = b"\x0f" * 32, b"\x0e" * 32
AUTHOR, STRANGER = 7, 8


def change(kind, number, created_at_ms, profile=AUTHOR, subject=POST):
    content = ZERO_WORD if kind is Kind.RETRACT else bytes((number,)) * 32
    return bytes((number,)) * 32, Intent(profile, kind, subject, content, created_at_ms)


@given(st.lists(versions, max_size=6, unique=True), st.randoms())
def test_who_is_last_does_not_depend_on_arrival(chosen, random):
    shuffled = random.sample(chosen, len(chosen))
    assert latest(shuffled) == latest(chosen)
    assert latest([]) is None


@given(versions, versions, versions)
def test_winning_is_a_strict_order(a, b, c):
    assert not wins(a, a)
    assert a == b or wins(a, b) != wins(b, a)
    assert not (wins(a, b) and wins(b, c)) or wins(a, c)


@given(any_intents, st.text(max_size=3))
def test_pairs_share_a_key_and_nothing_else_does(intent, emoji):
    pairs = {Kind.FOLLOW: Kind.UNFOLLOW, Kind.FOLLOW_TAG: Kind.UNFOLLOW_TAG, Kind.REACT: Kind.UNREACT}
    same = {intent.kind, pairs.get(intent.kind), {v: k for k, v in pairs.items()}.get(intent.kind)}
    key = fold_key(intent, emoji)
    for kind in Kind:
        other = fold_key(replace(intent, kind=kind), emoji)
        if key is not None:
            assert (other == key) == (kind in same)


@given(valid_intents(Kind.REACT))
def test_each_emoji_is_its_own_reaction(intent):
    assert fold_key(intent, "👍") != fold_key(intent, "👎")
    assert fold_key(replace(intent, kind=Kind.FOLLOW), "👍") == fold_key(
        replace(intent, kind=Kind.FOLLOW), ""
    )


@given(uint64s, st.integers(0, 2**40))
def test_nothing_sorts_later_than_its_block_or_its_date(created, anchored):
    key = sort_ms(created, anchored)
    assert key <= created
    assert key <= anchored * 1000
    assert key in (created, anchored * 1000)


def test_a_retract_is_final_whatever_the_dates_and_the_order():
    changes = [change(Kind.EDIT, 1, 10), change(Kind.RETRACT, 2, 5), change(Kind.EDIT, 3, 99)]
    states = {fold_post(POST, AUTHOR, order) for order in permutations(changes)}
    assert states == {PostState(b"\x03" * 32, edited=True, retracted=True)}


def test_only_the_author_changes_a_post():
    changes = [change(Kind.EDIT, 1, 10, profile=STRANGER), change(Kind.RETRACT, 2, 10, profile=STRANGER)]
    assert fold_post(POST, AUTHOR, changes) == PostState(POST, edited=False, retracted=False)


def test_a_change_names_the_original_never_an_edit():
    changes = [change(Kind.EDIT, 1, 10), change(Kind.EDIT, 2, 20, subject=b"\x01" * 32)]
    assert fold_post(POST, AUTHOR, changes).current == b"\x01" * 32
    assert fold_post(POST, AUTHOR, [change(Kind.RETRACT, 1, 1, subject=OTHER)]).retracted is False


edits = st.builds(
    change, st.sampled_from((Kind.EDIT, Kind.RETRACT, Kind.REPLY)), st.integers(1, 9), st.integers(0, 3),
    st.sampled_from((AUTHOR, STRANGER)), st.sampled_from((POST, OTHER)),
)  # fmt: skip


@given(st.lists(edits, max_size=7), st.randoms())
def test_a_post_comes_out_the_same_in_any_order_and_any_repetition(changes, random):
    shuffled = random.sample(changes, len(changes)) + changes[:2]
    assert fold_post(POST, AUTHOR, shuffled) == fold_post(POST, AUTHOR, changes)


def test_vectors_hold():
    golden = vectors("order")
    table = golden["sort"]
    for created, anchored, key in zip(table["createdAt"], table["anchoredAt"], table["sortMs"], strict=True):
        assert sort_ms(int(created), int(anchored)) == int(key)
    for row in golden["wins"]:
        a, b = (Version(int(row[side][0]), unhex(row[side][1])) for side in "ab")
        assert wins(a, b) is row["aWins"]
    for row in golden["foldKeys"]:
        key = fold_key(decode_record(unhex(row["record"])), row["emoji"])
        spelled = key and [key.relation, str(key.profile), "0x" + key.subject.hex(), key.emoji]
        assert spelled == row["key"]
