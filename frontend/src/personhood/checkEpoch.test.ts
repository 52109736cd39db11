import { describe, expect, it } from 'vitest'
import { checkEpoch, checkLevel } from './checkEpoch.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import { finalOf, makeWorld, neighbourhoodOf, profileAt } from './worlds.testing.ts'

const world = makeWorld(45, 9)
const final = finalOf(world)
const told = neighbourhoodOf(world, 3, true)
const whose = { profileId: profileAt(3), seat: 3 }
const statesOf = (changed: Neighbourhood, kept = final) =>
  checkEpoch(changed, kept, whose).steps.map(({ state }) => state)

describe('what does not match the chain is said', () => {
  it('another root', () => {
    const other = { ...final, root: `0x${'11'.repeat(32)}` as const }
    expect(statesOf(told, other)).toEqual(['failed', 'passed', 'skipped'])
  })
  it('a header of another epoch', () => expect(statesOf({ ...told, epoch: 8 })[0]).toBe('failed'))
  it('numbers of somebody else', () => {
    const { steps, proven } = checkEpoch({ ...told, seat: 4 }, final, { ...whose, seat: 4 })
    expect([steps[1]?.state, proven]).toEqual(['failed', null])
  })
  it('true numbers of another profile', () => {
    const { steps, proven } = checkEpoch(neighbourhoodOf(world, 4, true), final, whose)
    expect([steps[1]?.state, proven]).toEqual(['failed', null])
  })
  it('the place of another profile', () => {
    const nodes = told.nodes.map((node) =>
      node.seat === 4 ? { ...node, profileId: whose.profileId } : { ...node, profileId: String(node.seat) },
    )
    expect(statesOf({ ...told, nodes })[2]).toBe('failed')
  })
  it.each([
    [
      { level: 3, judgedFake: false },
      { level: 0, isFake: false },
    ],
    [
      { level: 0, judgedFake: false },
      { level: 0, isFake: true },
    ],
    [
      { level: 0, judgedFake: true },
      { level: 1, isFake: false },
    ],
  ])('a level or a judgement that is not the chain’s: %j, %j', (shown, chain) =>
    expect(checkLevel(shown, chain).state).toBe('failed'),
  )
  it('one vouch that is not there, or one left out', () => {
    const nodes = told.nodes.map((node) => ({ ...node, row: [...(node.row ?? [])] }))
    const [row, other] = [nodes[3]?.row ?? [], nodes.find(({ seat }) => seat === nodes[3]?.row[0])]
    const lost = row.shift()
    other?.row.splice(other.row.indexOf(3), 1)
    expect(lost).toBeDefined()
    expect(statesOf({ ...told, nodes })[2]).toBe('failed')
  })
  it('a check that nobody made', () => {
    const nodes = told.nodes.map((node) => (node.seat === 1 ? { ...node, vetted: !node.vetted } : node))
    expect(statesOf({ ...told, nodes })[2]).toBe('failed')
  })
})

describe('what cannot be checked is not called checked', () => {
  it('without a header', () =>
    expect(statesOf({ ...told, header: null })).toEqual(['skipped', 'passed', 'skipped']))
  it('of a profile without numbers', () =>
    expect(statesOf({ ...told, seat: null, standing: null })).toEqual(['passed', 'skipped', 'passed']))
  it('in a large network', () =>
    expect(statesOf(neighbourhoodOf(world, 3, false))).toEqual(['passed', 'passed', 'skipped']))
})

it('the chain’s own level and judgement pass', () => {
  expect(checkLevel({ level: 2, judgedFake: false }, { level: 2, isFake: false }).state).toBe('passed')
  expect(checkLevel({ level: 0, judgedFake: true }, { level: 0, isFake: true }).state).toBe('passed')
})

it('a whole epoch is computed anew, and the proven numbers are the root’s', () => {
  const { steps, proven } = checkEpoch(told, final, whose)
  expect(steps.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed'])
  const { score: _score, ...standing } = world.standings[3] ?? { score: 0 }
  expect(proven).toEqual(standing)
})
