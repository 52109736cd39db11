"""Ways to cheat that earlier scores fell for, each by the name it has in docs/personhood.md."""

import numpy as np
from vouch_graphs import fool_people, join_farm, join_two_sided_farm, make_people, pick

from hashtagspace.personhood.definition import ONE
from hashtagspace.personhood.graph import build_graph
from hashtagspace.personhood.score import Walker, find_starts, score_graph

NOBODY = np.zeros(0, dtype=np.int64)


def stand(society, vetted, fakes=NOBODY):
    return score_graph(build_graph(society.accounts, society.array), vetted, np.array(fakes, dtype=np.int64))


def test_parity_a_two_sided_farm_gains_nothing_by_the_number_of_steps():
    society = make_people(600, near=4)
    fakes = join_two_sided_farm(society, 300, 6)
    fool_people(society, range(fakes[0], fakes[150]), 40)  # every attack edge on one side
    vetted = pick(society, 30)
    level = stand(society, vetted).level
    walker = Walker(build_graph(society.accounts, society.array))
    starts = find_starts(society.accounts, vetted, NOBODY)
    mass, reached = starts, []
    for _ in range(12):
        mass = walker.step(mass)
        reached.append(int(mass[fakes[0] : fakes[150], 0].sum()))
    assert max(reached[9::2]) > 0  # the sides do alternate …
    assert np.mean(level[list(fakes)] >= 1) <= 0.01  # … and nobody of the farm passes by it


def test_griefing_one_caught_fake_does_not_cost_honest_people_their_level():
    society = make_people(1000, near=4)
    fakes = join_farm(society, 25)
    fool_people(society, fakes, 25)
    vetted = pick(society, 50)
    before = stand(society, vetted)
    after = stand(society, vetted, [fakes[0]])
    half = ONE // 2
    lost = np.mean((before.share[:1000] >= half) & (after.share[:1000] < half))
    assert lost <= 0.03


def test_a_lone_fraud_among_honest_people_has_no_support():
    society = make_people(600, near=4)
    lone = society.add_fakes(20)
    society.edges += [(fake, 30 * index) for index, fake in enumerate(lone)]  # one fooled person each
    level = stand(society, pick(society, 60)).level
    assert level[list(lone)].max() <= 1
    assert np.mean(level[:600] >= 2) > 0.5


def test_a_farm_of_fifty_with_few_attack_edges_gets_no_level():
    society = make_people(1000, near=4)
    fakes = join_farm(society, 50)
    fool_people(society, fakes, 4)
    level = stand(society, pick(society, 50)).level
    assert level[list(fakes)].max() == 0
    assert np.mean(level[:1000] >= 1) > 0.8


def test_hubs_with_cheap_leaves_reach_no_level_above_the_first():
    society = make_people(1000, near=4)
    hubs = society.add_fakes(4)
    for hub in hubs:
        leaves = society.add_fakes(16)
        society.edges += [(hub, leaf) for leaf in leaves]
    fool_people(society, hubs, 40)
    level = stand(society, pick(society, 50)).level
    assert level[1004:].max() <= 1
