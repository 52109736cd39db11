import { describe, expect, it } from 'vitest'
import type { Offer } from '../../api/marketModel.ts'
import { utf8 } from '../../domain/utf8.ts'
import { codeOf, vectors } from '../../domain/vectors.testing.ts'
import { toBase64 } from '../outbox/base64.ts'
import { checkOffer } from './checkOffer.ts'
import { makeCheckedOffer } from './fixtures.ts'

const sample = vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? ''
const offer = makeCheckedOffer(sample)
const changed = (change: Partial<Offer['onChain']>): Offer => ({
  ...offer,
  onChain: { ...offer.onChain, ...change },
})

it('an offer that holds together is read', () =>
  expect(checkOffer(offer).terms.asks.length).toBeGreaterThan(0))

describe('a gateway cannot change', () => {
  it.each<[string, Offer]>([
    ['who opened it', { ...offer, buyer: `0x${'cc'.repeat(20)}` }],
    ['its id', { ...offer, offerId: `0x${'1'.repeat(64)}` }],
    ['the share paid at once', changed({ upfrontBps: 9_000 })],
    ['the time to deliver', changed({ deliverSeconds: 99_999 })],
    ['the time to contest', changed({ garbageSeconds: 3_600 })],
    ['the last moment', changed({ acceptUntil: 1_797_000_000 })],
    ['the level', changed({ minLevel: 1 })],
    ['the length of a subscription', changed({ epochs: 2 })],
    ['the buyer’s point', changed({ qx: '7' })],
    ['a number into no number', changed({ maxResponses: Number.NaN })],
    ['a number out of its range', changed({ qx: 'what' })],
  ])('%s', (_, lie) => expect(codeOf(() => checkOffer(lie))).toBe('offer.id'))
  it('the words', () => {
    const words = sample.replace('"retentionDays":', '"retentionDays": ')
    expect(words).not.toBe(sample)
    expect(codeOf(() => checkOffer({ ...offer, documentBytes: toBase64(utf8(words)) }))).toBe(
      'offer.document',
    )
    expect(codeOf(() => checkOffer({ ...offer, documentBytes: '%%' }))).toBe('offer.document')
  })
})

describe('a business cannot offer', () => {
  it('words that nobody has', () =>
    expect(codeOf(() => checkOffer({ ...offer, documentBytes: null }))).toBe('offer.document_missing'))
  it('words that break the rules of terms', () =>
    expect(codeOf(() => checkOffer(makeCheckedOffer(sample.replace('"version":1', '"version":2'))))).toBe(
      'terms.version',
    ))
  it('something that is no offer', () =>
    expect(codeOf(() => checkOffer(makeCheckedOffer('{"type":"post","text":"hi"}')))).toBe('terms.type'))
  it('a point that is none', () =>
    expect(codeOf(() => checkOffer(makeCheckedOffer(sample, { qx: '5' })))).toBe('market.point'))
  it('the point that hides nothing', () =>
    expect(
      codeOf(() =>
        checkOffer(
          makeCheckedOffer(sample, {
            qx: String(0x6c503108eb51b3c3f86d6982be522c1aefc638f4a0c3f255a9b192dcf311f60bn),
            qParity: 0,
          }),
        ),
      ),
    ).toBe('market.blinding'))
})
