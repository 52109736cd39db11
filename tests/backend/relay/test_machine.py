"""Any order of kills, reorgs, copied roots and outages: every accepted intent ends in the chain, once."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from relay_world import Killed, World

from hashtagspace.relay.steps import STEPS
from hashtagspace.store.outbox_batches import list_batches


class Trap:
    """Kills at one step once it is set."""

    def __init__(self):
        self.step = None

    def __call__(self, step):
        if step == self.step:
            self.step = None
            raise Killed


class RelayMachine(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        memory = Path("/dev/shm")  # a hard disk's fsync is not what is tested here
        self.folder = tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)
        self.trap = Trap()
        self.world = World(Path(self.folder.name), reach=self.trap)
        self.accepted = []
        self.count = 0

    def teardown(self):
        if hasattr(self, "world"):
            self.world.outbox.close()
            self.folder.cleanup()

    @rule(who=st.integers(0, 3), many=st.integers(1, 3))
    def submit(self, who, many):
        made = []
        for _ in range(many):
            self.count += 1
            made.append(
                self.world.intent(f"text {self.count}", who=who, at_ms=self.world.now() * 1000 + self.count)
            )
        answers = self.world.submit(*made)
        assert [a.state for a in answers] == ["pending"] * many
        self.accepted += made

    @precondition(lambda self: self.accepted)
    @rule(data=st.data())
    def replay(self, data):
        submission = data.draw(st.sampled_from(self.accepted))
        before = self.world.state(submission)
        assert self.world.submit(submission)[0].state == before

    @rule(step=st.none() | st.sampled_from(STEPS))
    def work(self, step):
        self.trap.step = step
        try:
            self.world.tick()
        except Killed:
            self.world.restart()
        self.trap.step = None

    @rule()
    def block(self):
        self.world.chain.mine()

    @rule(depth=st.integers(1, 3), forget=st.booleans())
    def reorg(self, depth, forget):
        self.world.chain.reorg(depth, forget=forget)

    @rule()
    def copy_roots(self):
        with self.world.outbox.read() as connection:
            open_ = list_batches(connection, self.world.outbox.network_id, "batched")
        self.world.chain.mine([(batch.root, b"\x66" * 32, batch.count) for batch in open_])

    @rule(down=st.booleans())
    def node(self, down):
        self.world.chain.is_down = down

    @rule(down=st.booleans())
    def store(self, down):
        self.world.content.is_down = down

    @rule()
    def forget_pool(self):
        self.world.chain.pool.clear()

    @rule(fee=st.sampled_from([1, 150, 10**9]))
    def price(self, fee):
        self.world.chain.min_fee = fee

    @rule()
    def wait(self):
        self.world.seconds += 31

    @invariant()
    def never_final_unless_the_chain_holds_it(self):
        if not getattr(self, "accepted", None):
            return
        placed = self.world.placed()
        for submission in self.accepted:
            state = self.world.state(submission)
            assert state in ("pending", "anchored", "final")
            if state == "final":
                assert placed.get(self.world.id_of(submission)) == 1

    @rule()
    def all_settles_in_the_end(self):
        self.world.chain.is_down = self.world.content.is_down = False
        self.world.chain.min_fee = 1
        for _ in range(40):
            self.world.tick()
            self.world.chain.mine()
            if all(self.world.state(s) == "final" for s in self.accepted):
                break
        assert {self.world.state(s) for s in self.accepted} <= {"final"}
        assert self.world.placed() == {self.world.id_of(s): 1 for s in self.accepted}


TestRelayMachine = RelayMachine.TestCase
TestRelayMachine.settings = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
