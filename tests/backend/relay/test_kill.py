"""Killed between any two steps, the relay loses no intent and anchors none twice unrecognised."""

import pytest
from relay_world import Killed, World

from hashtagspace.domain.kinds import Kind
from hashtagspace.relay.steps import STEPS


class KillAt:
    """Stops the process the n-th time a step is reached."""

    def __init__(self, step, time=1):
        self.step, self.left = step, time
        self.seen = set()

    def __call__(self, step):
        self.seen.add(step)
        if step == self.step:
            self.left -= 1
            if self.left == 0:
                raise Killed


def run_through_kill(world, rounds=16):
    """Ticks and blocks; a killed process starts again."""
    kills = 0
    for _ in range(rounds):
        try:
            world.worker.tick()
        except Killed:
            kills += 1
            world.restart()
        world.seconds += 31  # so that fees are bumped when a transaction hangs
        if world.chain.min_fee == 1 or world.seconds > 100:
            world.chain.min_fee = 1
            world.chain.mine()
    return kills


@pytest.mark.parametrize("time", [1, 2])
@pytest.mark.parametrize("step", [s for s in STEPS if s != "call.done"])
def test_killed_at_a_step_every_intent_becomes_final_exactly_once(tmp_path, step, time):
    world = World(tmp_path, reach=KillAt(step, time))
    world.chain.min_fee = 10**6 if step.startswith("attempt") else 1
    first = [world.intent(f"post {n}", who=n) for n in range(3)]
    assert [a.state for a in world.submit(*first)] == ["pending"] * 3
    kills = run_through_kill(world, 8)
    second = [world.intent(f"later {n}", who=n) for n in range(3)]
    world.submit(*second)
    kills += run_through_kill(world)
    assert kills == 1 or (time == 2 and step in ("attempt.kept", "attempt.sent"))
    assert [world.state(s) for s in first + second] == ["final"] * 6
    assert world.placed() == {world.id_of(s): 1 for s in first + second}


def test_what_was_answered_pending_is_on_disk_before_the_worker_ever_ran(world):
    submission = world.intent()
    world.submit(submission)
    world.restart()
    assert world.state(submission) == "pending"
    world.settle()
    assert world.state(submission) == "final"


def test_an_anchor_that_went_out_just_before_the_kill_is_recognised_and_not_sent_again(tmp_path):
    world = World(tmp_path, reach=KillAt("slot.sent"))
    submission = world.intent()
    world.submit(submission)
    with pytest.raises(Killed):
        world.tick()
    world.chain.mine()
    world.restart()
    world.settle()
    assert world.state(submission) == "final"
    assert len(world.chain.anchors()) == 1


def test_every_step_is_reached(tmp_path):
    reach = KillAt("never")
    world = World(tmp_path, reach=reach)
    world.chain.min_fee = 10**6
    world.submit(world.intent(), world.intent("x", who=1, kind=Kind.FOLLOW, subject=(7).to_bytes(32, "big")))
    run_through_kill(world)
    assert reach.seen == set(STEPS) - {"call.done"}
