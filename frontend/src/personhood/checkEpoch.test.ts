import { describe, expect, it } from 'vitest'
import { checkEpoch } from './checkEpoch.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import { finalOf, makeWorld, neighbourhoodOf } from './worlds.testing.ts'

const world = makeWorld(45, 9)
const final = finalOf(world)
const told = neighbourhoodOf(world, 3, true)
const statesOf = (changed: Neighbourhood, kept = final) =>
  checkEpoch(changed, kept).steps.map(({ state }) => state)

describe('what does not match the chain is said', () => {
  it('another root', () => {
    const other = { ...final, root: `0x${'11'.repeat(32)}` as const }
    expect(statesOf(told, other)).toEqual(['failed', 'passed', 'skipped'])
  })
  it('a header of another epoch', () => expect(statesOf({ ...told, epoch: 8 })[0]).toBe('failed'))
  it('numbers of somebody else', () => {
    const { steps, proven } = checkEpoch({ ...told, seat: 4 }, final)
    expect([steps[1]?.state, proven]).toEqual(['failed', null])
  })
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

it('a whole epoch is computed anew, and the proven numbers are the root’s', () => {
  const { steps, proven } = checkEpoch(told, final)
  expect(steps.map(({ state }) => state)).toEqual(['passed', 'passed', 'passed'])
  const { score: _score, ...standing } = world.standings[3] ?? { score: 0 }
  expect(proven).toEqual(standing)
})
