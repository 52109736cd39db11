import { describe, expect, it } from 'vitest'
import { rejectedCodeOf } from '../../../domain/vectors.testing.ts'
import { makeDeal, makeOffer } from '../../consents/fixtures.ts'
import { buildInputs, filterOf } from './buildInputs.ts'
import { countAudience, readAudience } from './readAudience.ts'

const listOf = (...lines: string[]) =>
  new TextEncoder().encode(['profile,arm,converted', ...lines].join('\r\n'))
const levels = new Map([
  ['1', 2],
  ['2', 1],
  ['3', 0],
])

describe('a list that does not read', () => {
  it.each([
    ['no head', new TextEncoder().encode('1,reached,1'), 'audience.columns'],
    ['nobody', listOf(), 'audience.empty'],
    ['somebody twice', listOf('1,reached,1', '01,held_out,0'), 'audience.twice'],
    ['an arm of its own', listOf('1,elsewhere,1'), 'audience.row'],
    ['no profile', listOf('0,reached,1'), 'audience.row'],
    ['a profile beyond 63 bits', listOf('9223372036854775808,reached,1'), 'audience.row'],
    ['perhaps converted', listOf('1,reached,maybe'), 'audience.row'],
    ['a fourth column', listOf('1,reached,1,2'), 'audience.row'],
  ])('%s', async (_, data, code) => expect(await rejectedCodeOf(readAudience(data))).toBe(code))
})

describe('counting', () => {
  it('takes everybody but the untargeted for the audience, by the level asked for', async () => {
    const audience = await readAudience(
      listOf('1,reached,1', '2,reached,yes', '3,held_out,0', '4,untargeted,1', '', '5,,no'),
    )
    expect(countAudience(audience, levels, 2)).toEqual({
      audience: { accepted: 1, rejected: 3, acceptedConversions: 1, rejectedConversions: 1 },
      reached: { accepted: 1, rejected: 1, acceptedConversions: 1, rejectedConversions: 1 },
      heldOut: { accepted: 0, rejected: 1, acceptedConversions: 0, rejectedConversions: 0 },
      untargeted: { accepted: 0, rejected: 1, acceptedConversions: 0, rejectedConversions: 1 },
    })
  })
  it('has the digest of the very bytes', async () => {
    const one = await readAudience(listOf('1,,'))
    const other = await readAudience(listOf('1,,0'))
    expect(one.digest).toMatch(/^0x[0-9a-f]{64}$/)
    expect(one.digest).not.toBe(other.digest)
  })
  it('passes over a first line of random letters, which hides a short list behind its digest', async () => {
    const plain = listOf('1,reached,1')
    const salted = await readAudience(new TextEncoder().encode(`# 8e1f\n${new TextDecoder().decode(plain)}`))
    const { rows, digest } = await readAudience(plain)
    expect(salted.rows).toEqual(rows)
    expect(salted.digest).not.toBe(digest)
  })
  it('counts who was paid by the level they have, and nobody else', () => {
    const deals = ['1', '2', '3'].map((profileId) => makeDeal({ profileId, credited: '5' }))
    const offer = makeOffer({})
    const found = buildInputs({
      offer,
      deals: [...deals, makeDeal({ profileId: '9', credited: '0' })],
      levels,
      sample: null,
      audience: null,
      untargetedSpend: null,
    })
    const answered = { accepted: 2, rejected: 1, acceptedConversions: 0, rejectedConversions: 0 }
    expect(found).toMatchObject({ level: 1, paid: 15n, paidAccepted: 2, paidRejected: 1, audience: answered })
    expect(filterOf({ onChain: { ...offer.onChain, minLevel: 3 } })).toBe(3)
  })
})
