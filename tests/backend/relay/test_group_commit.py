"""Whoever waits behind a commit shares the next one, and its failure."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hashtagspace.relay.group_commit import GroupCommit


def test_callers_that_come_during_a_commit_share_the_next_one():
    commits, begun, go = [], threading.Event(), threading.Event()

    def commit(items):
        commits.append(sorted(items))
        begun.set()
        go.wait(10)

    group = GroupCommit(commit)
    threads = [threading.Thread(target=group.store, args=([n],)) for n in range(9)]
    threads[0].start()
    begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(group._waiting) < 8:
        pass
    go.set()
    for thread in threads:
        thread.join(10)
    assert commits == [[0], [1, 2, 3, 4, 5, 6, 7, 8]]


def test_nobody_is_answered_when_the_commit_failed_and_the_next_one_starts_clean():
    failing, kept = [True], []

    def commit(items):
        if failing[0]:
            raise OSError("disk full")
        kept.extend(items)

    group = GroupCommit(commit)
    with pytest.raises(OSError, match="disk full"):
        group.store([1])
    failing[0] = False
    group.store([2])
    assert kept == [2]


@given(st.lists(st.lists(st.integers(), max_size=3), max_size=8))
def test_everything_is_committed_once_and_in_order(calls):
    kept = []
    group = GroupCommit(kept.extend)
    for items in calls:
        group.store(items)
    assert kept == [item for items in calls for item in items]
