import { describe, expect, it } from 'vitest'
import { randomFrom } from '../domain/vectors.testing.ts'
import { previewVouch, type Change, type Preview } from './preview.ts'
import { scoreAll } from './seedShare.ts'
import { makeWorld, neighbourhoodOf, profileAt, type World } from './worlds.testing.ts'

const one = 65_536
const isEdge = ({ edges }: World, a: number, b: number): boolean =>
  edges.some(([u, v]) => (u === a && v === b) || (u === b && v === a))

function preview(world: World, me: number, other: number, isWhole: boolean, isAdded = true): Preview {
  const side = (seat: number) => ({
    profileId: profileAt(seat),
    around: neighbourhoodOf(world, seat, isWhole),
  })
  return previewVouch(side(me), side(other), isAdded)
}

describe('with everybody known', () => {
  const world = makeWorld(60, 3)
  const other =
    Array.from({ length: 60 }, (_, seat) => seat).find((seat) => seat > 0 && !isEdge(world, 0, seat)) ?? 1
  it('the numbers are those that an epoch with the vouch would have', () => {
    const then = scoreAll(60, [...world.edges, [0, other]], { vetted: world.vetted, fakes: [] })
    const { isExact, mine, theirs } = preview(world, 0, other, true)
    expect(isExact).toBe(true)
    expect(mine).toEqual({ before: world.standings[0], after: then[0] })
    expect(theirs).toEqual({ before: world.standings[other], after: then[other] })
  })
  it('and without one that is taken back', () => {
    const [[from, to] = [0, 0]] = world.edges
    const left = world.edges.filter(([u, v]) => !(u === from && v === to) && !(u === to && v === from))
    const { mine } = preview(world, from, to, true, false)
    const members = new Set(left.flat())
    if (members.size === 60) {
      const then = scoreAll(60, left, { vetted: world.vetted, fakes: [] })
      expect(mine.after).toEqual(then[from])
    } else expect(mine.after.support).toBeLessThan(mine.before.support)
  })
  it('a newcomer without any partner becomes a member', () => {
    const around = neighbourhoodOf(world, other, true)
    const { mine } = previewVouch(
      { profileId: '5', around: { ...around, seat: null, standing: null } },
      { profileId: profileAt(other), around },
      true,
    )
    expect(mine.before).toEqual({ share: 0, bound: 0, support: 0, level: 0 })
    expect(mine.after.support).toBeGreaterThan(0)
  })
  it('who loses the only partner is in no sum any more', () => {
    const lonely = makeWorld(30, 4)
    lonely.edges = [...lonely.edges.filter((edge) => !edge.includes(29)), [29, 0]]
    lonely.standings = scoreAll(30, lonely.edges, { vetted: lonely.vetted, fakes: [] })
    expect(preview(lonely, 29, 0, true, false).mine.after).toEqual({
      share: 0,
      bound: 0,
      support: 0,
      level: 0,
    })
  })
  it('a gateway that names a partner nobody knows gets no exact answer', () => {
    const around = neighbourhoodOf(world, 0, true)
    const broken = { ...around, nodes: around.nodes.filter(({ seat }) => seat !== 5) }
    const side = { profileId: profileAt(0), around: broken }
    expect(previewVouch(side, { ...side, profileId: profileAt(1) }, true).isExact).toBe(false)
  })
})

describe('with the neighbours alone', () => {
  const random = randomFrom(11)
  const pick = (count: number): number => Math.floor(random() * count)
  const found: { guess: Change; truth: Change }[] = []
  for (const [accounts, seed] of [
    [40, 1],
    [120, 2],
    [300, 3],
  ] as const) {
    const world = makeWorld(accounts, seed)
    for (let count = 0; count < 25; count += 1) {
      const [me, other] = [pick(accounts), pick(accounts)]
      if (me === other || isEdge(world, me, other)) continue
      const [guess, truth] = [preview(world, me, other, false), preview(world, me, other, true)]
      found.push({ guess: guess.mine, truth: truth.mine })
    }
  }
  const share = (values: boolean[]): number => values.filter(Boolean).length / values.length
  const errors = (number: 'share' | 'bound' | 'support'): number[] =>
    found.map(({ guess, truth }) => Math.abs(guess.after[number] - truth.after[number])).sort((a, b) => a - b)
  const median = (values: number[]): number => values[Math.floor(values.length / 2)] ?? 0

  it('starts from the numbers of the epoch', () =>
    found.forEach(({ guess, truth }) => expect(guess.before).toMatchObject({ share: truth.before.share })))
  it('is near: half of the estimates within 0.05, nine levels in ten right', () => {
    expect(median(errors('share')) / one).toBeLessThan(0.05)
    expect(median(errors('bound')) / one).toBeLessThan(0.05)
    expect(median(errors('support')) / one).toBeLessThan(0.1)
    expect(share(found.map(({ guess, truth }) => guess.after.level === truth.after.level))).toBeGreaterThan(
      0.85,
    )
  })
  it('what is taken back is less', () => {
    const world = makeWorld(120, 2)
    const [[from, to] = [0, 0]] = world.edges
    const { mine, isExact } = preview(world, from, to, false, false)
    expect(isExact).toBe(false)
    expect(mine.after.support).toBeLessThan(mine.before.support)
  })
})
