import { describe, expect, it } from 'vitest'
import type { ProfileId } from '../../../domain/brands.ts'
import { base } from '../../../market/curve.ts'
import { buildTerms } from '../../../market/termsFormat.ts'
import { askOf, onChainOf, termsOf } from './termsOfDraft.ts'
import { dayAfter, emptyDraft, emptyRecipient, type AskDraft, type OfferDraft } from './offerDraft.ts'
import { judgeDraft } from './judgeDraft.ts'
import { makeDraft } from './draft.testing.ts'

const now = Date.UTC(2026, 10, 23)
const judge = (change: Partial<OfferDraft> = {}) => judgeDraft(makeDraft(now, change), now / 1000)
const fields = (change: Partial<OfferDraft> = {}) => judge(change).map(({ field }) => field)
const question = { field: 'birth_year', least: '18', months: '', oneOf: [], currency: '' }
const ask = (change: Partial<AskDraft> = {}): AskDraft => ({
  category: 'demographics',
  granularity: 'yesno',
  price: '2',
  fields: ['birth_year'],
  questions: [question],
  ...change,
})
const parts = { profile: '77' as ProfileId, envelopeKey: new Uint8Array(1216).fill(1), createdAt: now }

describe('judgeDraft', () => {
  it('finds nothing in a whole offer, whose terms then pass their own parser', () => {
    expect(judge()).toEqual([])
    expect(() => buildTerms(termsOf(makeDraft(now), parts))).not.toThrow()
  })
  it('names every empty field of a new one, each once and with a sentence', () => {
    const problems = judgeDraft(emptyDraft(now), now / 1000)
    const named = problems.map(({ field }) => field)
    expect(named).toEqual(
      expect.arrayContaining(['title', 'purpose', 'purposes', 'asks', 'budget', 'controller-name']),
    )
    expect(new Set(named).size).toBe(named.length)
    problems.forEach(({ sentence }) => expect(sentence).toMatch(/[.?]$/))
  })
  it('refuses a level that does not carry what one person could earn, and says which does', () => {
    const stake = 10n * 10n ** 18n
    const sentences = (change: Partial<OfferDraft>) =>
      judgeDraft(makeDraft(now, change), now / 1000, stake).map(({ sentence }) => sentence)
    const asking = (price: string) => [ask({ granularity: 'exact', fields: [], questions: [], price })]
    expect(sentences({ minLevel: 1 })).toEqual([])
    expect(sentences({ minLevel: 2, asks: asking('12.5') })).toEqual([
      'One person could earn 12.5 TAG, and level 2 carries 12.0067 TAG: beyond that, making fakes pays off. Pay less, or ask for level 3.',
    ])
    expect(sentences({ minLevel: 3, asks: asking('60') })[0]).toMatch(/Pay less\.$/)
    expect(sentences({ minLevel: 1, subscription: true, epochs: '2' })[0]).toContain('could earn 4 TAG')
    expect(sentences({ minLevel: 0, asks: asking('60') })).toEqual([])
    expect(judgeDraft(makeDraft(now, { minLevel: 2, asks: asking('12.5') }), now / 1000)).toEqual([])
  })
  it.each<[string, Partial<OfferDraft>, string]>([
    ['a budget of zero', { budget: '0' }, 'budget'],
    ['a budget below one answer', { budget: '0.5' }, 'budget'],
    ['a budget that is no number', { budget: 'lots' }, 'budget'],
    ['a day that is past', { acceptUntil: dayAfter(now, -2) }, 'accept-until'],
    ['a day beyond two years', { acceptUntil: dayAfter(now, 800) }, 'accept-until'],
    ['no day', { acceptUntil: '' }, 'accept-until'],
    ['nobody to answer', { maxResponses: '0' }, 'max-responses'],
    ['a share of all while something vests', { vestingSeconds: 86_400, upfrontPercent: '100' }, 'upfront'],
    ['no share while something vests', { vestingSeconds: 86_400, upfrontPercent: '' }, 'upfront'],
    ['too many epochs', { subscription: true, epochs: '256' }, 'epochs'],
    ['keeping data for ever', { retentionDays: '9999' }, 'retention'],
    ['data kept nowhere', { storageLocations: [] }, 'storage'],
    ['a page that is not https', { withdrawalUrl: 'http://x.example' }, 'withdrawal-url'],
    ['an attester that is no address', { attesters: '0x12' }, 'attesters'],
    ['more kinds than there are', { maxKinds: '9' }, 'max-kinds'],
    ['fewer kinds at most than at least', { minKinds: '2', maxKinds: '1' }, 'max-kinds'],
    ['a title of two lines', { title: 'a\u2028b' }, 'title'],
    ['a recipient without a name', { recipients: [emptyRecipient()] }, 'recipient-0-name'],
    ['a price of zero', { asks: [ask({ price: '0' })] }, 'ask-demographics-yesno-price'],
    ['a question about nothing', { asks: [ask({ fields: [] })] }, 'ask-demographics-yesno-fields'],
    ['a question left open', { asks: [ask({ questions: [] })] }, 'ask-demographics-yesno-birth_year-least'],
  ])('refuses %s', (_, change, field) => expect(fields(change)).toContain(field))
  it('refuses prices that tell what was sold', () => {
    const asks = ['interests', 'location', 'contact'].map((category, at) =>
      ask({ category, granularity: 'exact', price: String(at + 1), fields: [] }),
    )
    expect(fields({ asks, minKinds: '1', maxKinds: '2' })).toContain('prices')
  })
  it('counts all epochs of a subscription into the cost of one answer', () =>
    expect(fields({ subscription: true, epochs: '200', budget: '50' })).toContain('budget'))
})

describe('what the form becomes', () => {
  const chain = (change: Partial<OfferDraft>) =>
    onChainOf(makeDraft(now, change), { salt: '0x', terms: '0x', q: base })
  it('pays all at once without vesting, whatever stands in the hidden field', () =>
    expect(chain({ vestingSeconds: 0, upfrontPercent: '20' }).upFrontBps).toBe(10_000))
  it('splits hundredths of a percent', () =>
    expect(chain({ vestingSeconds: 86_400, upfrontPercent: '12.34' }).upFrontBps).toBe(1_234))
  it('gives a subscription neither contest window nor vesting', () =>
    expect(
      chain({ subscription: true, vestingSeconds: 86_400, garbageSeconds: 3600, epochSeconds: 604_800 }),
    ).toMatchObject({
      epochs: 12,
      deliverSeconds: 604_800,
      garbageSeconds: 0,
      vestingSeconds: 0,
      upFrontBps: 10_000,
    }))
  it('ends answers with the chosen day, not with its beginning', () => {
    const until = Number(chain({ acceptUntil: '2026-12-01' }).acceptUntil)
    expect(new Date(until * 1000).toLocaleTimeString('en-GB')).toBe('00:00:00')
    expect(new Date(until * 1000 - 1).getDate()).toBe(1)
  })
  it('keeps only questions about the fields it asks for', () => {
    const asked = askOf(ask({ questions: [question, { ...question, field: 'income' }] }))
    expect(asked.questions.map(({ field }) => field)).toEqual(['birth_year'])
    expect(askOf(ask({ granularity: 'exact' })).questions).toEqual([])
  })
})
