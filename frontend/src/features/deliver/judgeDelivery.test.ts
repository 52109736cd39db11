import { describe, expect, it } from 'vitest'
import type { ChainDeal } from '../../chain/readDeal.ts'
import { judgeDelivery, lastSafeSecond, type DeliveryFacts } from './judgeDelivery.ts'

const digest = `0x${'cd'.repeat(32)}` as const
const other = `0x${'ef'.repeat(32)}` as const
const hour = 3600
const accepted: ChainDeal = {
  price: 5n,
  timeSeconds: 100_000,
  state: 'accepted',
  withdrawn: false,
  epochs: 0,
  next: 0,
  left: 0,
  word: digest,
}
const none: ChainDeal = { ...accepted, state: 'none', word: `0x${'00'.repeat(32)}`, timeSeconds: 0 }
const facts = (change: Partial<DeliveryFacts> = {}): DeliveryFacts => ({
  digest,
  latest: accepted,
  final: accepted,
  deliverSeconds: hour,
  headSeconds: 97_000,
  clockSeconds: 97_000,
  ...change,
})
const subscribed: ChainDeal = { ...accepted, state: 'subscribed', timeSeconds: 10_000, epochs: 3, left: 3 }
const inEpochs = (headSeconds: number, change: Partial<ChainDeal> = {}): DeliveryFacts => {
  const deal = { ...subscribed, ...change }
  return facts({ latest: deal, final: deal, headSeconds, clockSeconds: headSeconds })
}

describe('a key is never delivered', () => {
  it('for a consent that is not, word for word, this person’s', () => {
    const latest = { ...accepted, word: other }
    expect(judgeDelivery(facts({ latest, final: latest }))).toEqual({
      act: 'stop',
      code: 'deliver.other_consent',
    })
  })
  it('before the acceptance is final', () =>
    expect(judgeDelivery(facts({ final: none }))).toMatchObject({ act: 'wait', why: 'not_final' }))
  it('when the final block knows another consent', () =>
    expect(judgeDelivery(facts({ final: { ...accepted, word: other } }))).toMatchObject({ act: 'wait' }))
  it.each([
    ['the chain', { headSeconds: 99_641 }],
    ['this device', { clockSeconds: 99_641 }],
  ])('in the last tenth of the window by %s', (_, clock) =>
    expect(judgeDelivery(facts(clock))).toEqual({ act: 'stop', code: 'deliver.too_late' }),
  )
  it('before anybody accepted', () =>
    expect(judgeDelivery(facts({ latest: none, final: none }))).toMatchObject({ why: 'not_accepted' }))
  it('when nobody accepted while the consent was good: it never can be accepted', () => {
    const unaccepted = facts({ latest: none, final: none, headSeconds: 97_000 })
    expect(judgeDelivery(unaccepted, 97_000)).toMatchObject({ act: 'wait', why: 'not_accepted' })
    expect(judgeDelivery(unaccepted, 96_999)).toEqual({ act: 'stop', code: 'deliver.unaccepted' })
  })
  it('after consent was withdrawn, also in advance', () => {
    for (const latest of [
      { ...accepted, state: 'revoked' as const },
      { ...none, withdrawn: true },
    ])
      expect(judgeDelivery(facts({ latest }))).toEqual({ act: 'stop', code: 'deliver.withdrawn' })
  })
  it('after the price went back', () =>
    expect(judgeDelivery(facts({ latest: { ...accepted, state: 'refunded' } }))).toEqual({
      act: 'stop',
      code: 'deliver.over',
    }))
  it.each(['delivered', 'vesting', 'settled'] as const)('twice: %s', (state) =>
    expect(judgeDelivery(facts({ latest: { ...accepted, state } }))).toEqual({ act: 'done' }),
  )
})

describe('a key is delivered', () => {
  it('once the acceptance is final, until a tenth of the window is left', () => {
    expect(lastSafeSecond(100_000, hour)).toBe(99_640)
    expect(judgeDelivery(facts({ headSeconds: 99_640, clockSeconds: 99_640 }))).toEqual({
      act: 'deliver',
      epoch: 0,
      lastSafeSecond: 99_640,
    })
  })
  it.each([1, 7, 3600, 3601, 2_592_000])('the guard is never less than a tenth of %s', (window) =>
    expect(lastSafeSecond(0, window)).toBeLessThanOrEqual(-window / 10),
  )
})

describe('a subscription', () => {
  it.each([
    [10_000, 0],
    [13_239, 0],
    [13_600, 1],
    [17_200, 2],
  ])('at %s epoch %s is delivered', (now, epoch) =>
    expect(judgeDelivery(inEpochs(now))).toMatchObject({ act: 'deliver', epoch }),
  )
  it('its last tenth waits for the next epoch', () =>
    expect(judgeDelivery(inEpochs(13_240))).toEqual({
      act: 'wait',
      why: 'next_epoch',
      fromSeconds: 13_600,
    }))
  it('an epoch is delivered once', () =>
    expect(judgeDelivery(inEpochs(10_001, { next: 1 }))).toEqual({
      act: 'wait',
      why: 'next_epoch',
      fromSeconds: 13_600,
    }))
  it('a missed epoch is not made up for', () =>
    expect(judgeDelivery(inEpochs(17_300, { next: 1 }))).toMatchObject({ act: 'deliver', epoch: 2 }))
  it('the last epoch’s last tenth is too late', () =>
    expect(judgeDelivery(inEpochs(20_440))).toEqual({ act: 'stop', code: 'deliver.too_late' }))
  it('a device whose clock is ahead keeps the key, the chain decides which epoch runs', () =>
    expect(judgeDelivery({ ...inEpochs(10_001), clockSeconds: 17_500 })).toMatchObject({
      act: 'wait',
      fromSeconds: 13_600,
    }))
  it.each([
    [20_800, {}],
    [13_700, { epochs: 1 }],
    [10_001, { epochs: 1, next: 1 }],
  ])('is over at %s with %j', (now, change) =>
    expect(judgeDelivery(inEpochs(now, change))).toEqual({ act: 'done' }),
  )
  it('before it is final nothing leaves', () =>
    expect(judgeDelivery({ ...inEpochs(10_001), final: none })).toMatchObject({ why: 'not_final' }))
})
