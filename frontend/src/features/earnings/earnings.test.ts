import { describe, expect, it } from 'vitest'
import type { Deal, Payee } from '../../api/marketModel.ts'
import { makeDeal } from '../consents/fixtures.ts'
import { claimableOf, earningsLines, expectedOf, vestedOf, vestingLine } from './earnings.ts'

const vesting: Deal = makeDeal({
  state: 'vesting',
  price: '1000',
  credited: '250',
  vesting: { rest: '750', from: 1_000, until: 2_000 },
  until: 2_000,
})

describe('what has vested', () => {
  it.each([
    [0, 0n],
    [1_000, 0n],
    [1_001, 0n],
    [1_002, 1n],
    [1_500, 375n],
    [1_999, 749n],
    [2_000, 750n],
    [9_999, 750n],
  ])('at %s', (now, vested) => expect(vestedOf(vesting, now)).toBe(vested))
  it('is nothing without vesting', () => expect(vestedOf(makeDeal(), 5)).toBe(0n))
  it('only what was not credited before can be claimed', () => {
    expect(claimableOf(vesting, 1_500)).toBe(375n)
    expect(claimableOf({ ...vesting, credited: '600' }, 1_500)).toBe(25n)
  })
  it('never less than nothing, should this clock be behind the chain’s', () =>
    expect(claimableOf({ ...vesting, credited: '900' }, 1_500)).toBe(0n))
  it.each(['accepted', 'settled', 'revoked'] as const)('nothing of a deal that is %s', (state) =>
    expect(claimableOf({ ...vesting, state }, 1_500)).toBe(0n),
  )
})

describe('what may still come', () => {
  it.each([
    [makeDeal({ state: 'accepted', price: '70' }), 0, 70n],
    [makeDeal({ state: 'delivered', price: '70' }), 0, 70n],
    [makeDeal({ state: 'delivered', price: '70', withdrawn: { at: '', stage: 'delivered' } }), 0, 0n],
    [vesting, 0, 750n],
    [makeDeal({ state: 'subscribed', price: '10', credited: '20', returned: '0' }), 5, 30n],
    [makeDeal({ state: 'subscribed', price: '10', credited: '20', returned: '20' }), 5, 10n],
    [makeDeal({ state: 'revoked', price: null }), 0, 0n],
    [makeDeal({ state: 'settled', price: '70', credited: '70' }), 0, 0n],
  ])('case %#', (deal, epochs, expected) => expect(expectedOf(deal, epochs)).toBe(expected))
})

describe('the lines of the chart', () => {
  const tag = 10n ** 18n
  const movement = (type: 'credited' | 'withdrawn', amount: bigint, at: string) => ({
    type,
    amount: String(amount * tag),
    at,
    dealId: null,
    offerId: null,
    txHash: '0x' as const,
  })
  const payee: Pick<Payee, 'credited' | 'withdrawn' | 'history'> = {
    credited: String(9n * tag),
    withdrawn: String(3n * tag),
    history: [
      movement('withdrawn', 3n, '2026-11-03T00:00:00Z'),
      movement('credited', 4n, '2026-11-02T00:00:00Z'),
      movement('credited', 2n, '2026-11-01T00:00:00Z'),
    ],
  }
  it('rise in the order of time, on top of what the gateway no longer lists', () =>
    expect(earningsLines(payee)).toEqual({
      credited: [
        { time: Date.parse('2026-11-01') - 1, value: 3 },
        { time: Date.parse('2026-11-01'), value: 5 },
        { time: Date.parse('2026-11-02'), value: 9 },
      ],
      withdrawn: [
        { time: Date.parse('2026-11-03') - 1, value: 0 },
        { time: Date.parse('2026-11-03'), value: 3 },
      ],
    }))
  it('a projection ends with the last deal that vests', () => {
    const deal = {
      ...vesting,
      price: String(10n * tag),
      credited: '0',
      vesting: { rest: String(10n * tag), from: 1_000, until: 2_000 },
    }
    expect(vestingLine([deal, makeDeal()], 5n * tag, 1_500)).toEqual([
      { time: 1_500_000, value: 10 },
      { time: 2_000_000, value: 15 },
    ])
    expect(vestingLine([makeDeal()], 5n, 1_500)).toEqual([])
  })
})
