import { describe, expect, it } from 'vitest'
import type { Offer } from '../../api/marketModel.ts'
import type { Ask } from '../../market/terms.ts'
import { makeOffer, tagUnit } from '../consents/fixtures.ts'
import { closedBecause, kindChips, levelTooLow, takenPlaces, tooDear, whenPaid } from './offerWords.ts'

const now = 1_794_000_000
const offerWith = (onChain: Partial<Offer['onChain']>, rest: Partial<Offer> = {}): Offer => {
  const offer = makeOffer(rest)
  return { ...offer, onChain: { ...offer.onChain, ...onChain } }
}
const day = 86_400

describe('why nobody can answer', () => {
  it.each<[string, Offer, string]>([
    ['closed', makeOffer({ state: 'closed' }), 'closed this offer'],
    ['over', makeOffer({ state: 'over' }), 'no answers any more'],
    ['over by this clock', offerWith({ acceptUntil: now }), 'no answers any more'],
    ['full', offerWith({ maxResponses: 5 }), 'all the answers'],
    ['without budget', makeOffer({ free: '0' }), 'no budget left'],
  ])('%s', (_, offer, words) => expect(closedBecause(offer, now)).toContain(words))
  it('an open one can be answered', () => expect(closedBecause(makeOffer(), now)).toBeNull())
  it('what was refunded or withdrawn frees its place', () =>
    expect(takenPlaces({ counts: { ...makeOffer().counts, refunded: 9, revoked: 9 } })).toBe(5))
})

it('says when an answer is too dear for the budget, a subscription as a whole', () => {
  expect(tooDear(makeOffer(), 900n * tagUnit)).toBeNull()
  expect(tooDear(makeOffer(), 901n * tagUnit)).toContain('900 TAG left')
  expect(tooDear(offerWith({ epochs: 10 }), 91n * tagUnit)).toContain('takes 910 TAG')
})
it('says when the level is too low', () => {
  expect(levelTooLow(offerWith({ minLevel: 2 }), 1)).toContain('level 2 or more. Yours is 1')
  expect(levelTooLow(offerWith({ minLevel: 2 }), 2)).toBeNull()
})

describe('when money comes', () => {
  it.each<[Partial<Offer['onChain']>, string]>([
    [{}, 'All of it with the delivery.'],
    [{ garbageSeconds: 2 * day }, 'After 2 days in which the business may contest, all of it.'],
    [
      { vestingSeconds: 30 * day, upfrontBps: 2_550 },
      '25.5 % with the delivery, the rest evenly over 30 days, as long as you do not withdraw.',
    ],
    [{ vestingSeconds: 30 * day, upfrontBps: 0 }, 'Evenly over 30 days, as long as you do not withdraw.'],
    [
      { vestingSeconds: 30 * day, upfrontBps: 1_000, garbageSeconds: 3_600 },
      '10 % after 1 hour in which the business may contest, the rest evenly over 30 days, as long as you do not withdraw.',
    ],
    [{ epochs: 12, deliverSeconds: 7 * day }, 'With each delivery: 12 times, one every 7 days.'],
  ])('%j', (onChain, words) => expect(whenPaid(offerWith(onChain))).toBe(words))
})

it('names each category once, with every way to show it', () => {
  const ask = (category: string, granularity: Ask['granularity']): Ask => ({
    category,
    granularity,
    price: 1n,
    fields: [],
    questions: [],
  })
  expect(
    kindChips([ask('interests', 'exact'), ask('location', 'bracket'), ask('interests', 'yesno')]),
  ).toEqual([
    { category: 'interests', title: 'Interests', how: 'exactly, yes or no' },
    { category: 'location', title: 'Location', how: 'roughly' },
  ])
})
