import { describe, expect, it } from 'vitest'
import type { Deal } from '../../../api/marketModel.ts'
import { makeDeal, makeOffer } from '../../consents/fixtures.ts'
import { encodeCsv } from '../export/encodeCsv.ts'
import { buildReport } from './buildReport.ts'
import { tabulateDays, tabulateTotals } from './reportTable.ts'

const tag = 10n ** 18n
const offer = makeOffer({ budget: String(100n * tag), free: String(70n * tag), returned: String(10n * tag) })
const delivery = {
  dx: '1',
  dParity: 0,
  at: '2026-11-21T10:00:00.000Z',
  txHash: `0x${'dd'.repeat(32)}`,
} as const
const deal = (change: Partial<Deal>): Deal =>
  makeDeal({
    acceptedAt: '2026-11-20T10:00:00.000Z',
    price: String(5n * tag),
    delivery: null,
    withdrawn: null,
    deletion: null,
    epochs: [],
    credited: '0',
    returned: '0',
    ...change,
  })
const deals = [
  deal({ profileId: '1', state: 'settled', delivery, credited: String(5n * tag) }),
  deal({ profileId: '2', state: 'accepted' }),
  deal({ profileId: '3', state: 'refunded', returned: String(5n * tag) }),
  deal({ profileId: '4', state: 'refunded', delivery, returned: String(5n * tag) }),
  deal({
    profileId: '5',
    state: 'revoked',
    delivery,
    credited: String(tag),
    returned: String(4n * tag),
    withdrawn: { at: '2026-11-22T00:00:00.000Z', stage: 'vesting' },
  }),
  deal({
    profileId: '6',
    acceptedAt: null,
    price: null,
    state: 'none',
    withdrawn: { at: '2026-11-22T00:00:00.000Z', stage: 'none' },
  }),
]

describe('buildReport', () => {
  const report = buildReport(
    offer,
    deals,
    new Map([
      ['1', 2],
      ['5', 2],
    ]),
  )
  it('adds up to what was put in', () =>
    expect(report.free + report.held + report.paid + report.swept).toBe(report.putIn))
  it('counts people once, by what became of their deal', () =>
    expect(report).toMatchObject({
      people: 5,
      delivered: 3,
      paidPeople: 2,
      neverDelivered: 1,
      contested: 1,
      withdrawn: 1,
      withdrawnBefore: 1,
      deletionsDue: 1,
      paid: 6n * tag,
      returned: 14n * tag,
      vestingReturned: 4n * tag,
      costPerPerson: 3n * tag,
    }))
  it('shares by level', () =>
    expect(report.levels).toEqual([
      { level: 0, people: 3, paid: 0n },
      { level: 2, people: 2, paid: 6n * tag },
    ]))
  it('puts each thing on its day', () =>
    expect(report.days).toMatchObject([
      { day: '2026-11-20', accepted: 5, committed: 25n * tag },
      { day: '2026-11-21', deliveries: 3 },
      { day: '2026-11-22', withdrawals: 1 },
    ]))
  it('has no cost per person before anybody was paid, and no shares unasked', () =>
    expect(buildReport(offer, [], null)).toMatchObject({ costPerPerson: null, levels: [], days: [] }))
  it('locks every epoch of a subscription', () => {
    const subscription = makeOffer({ onChain: { ...offer.onChain, epochs: 12 } })
    expect(buildReport(subscription, [deal({})], null).days[0]?.committed).toBe(60n * tag)
  })
  it('is a table of days and a table of numbers', () => {
    expect(encodeCsv(tabulateDays(report)).split('\r\n')[1]).toBe('2026-11-20,5,0,0,25')
    expect(encodeCsv(tabulateTotals(report))).toContain('cost_per_person_tag,3\r\n')
    expect(encodeCsv(tabulateTotals(report))).toContain('level_2_people,2\r\n')
  })
})
