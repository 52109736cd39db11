import { describe, expect, it } from 'vitest'
import type { Offer } from '../../api/marketModel.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { bytesOfUint } from '../../domain/bytesOfUint.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { utf8 } from '../../domain/utf8.ts'
import { vectors } from '../../domain/vectors.testing.ts'
import { buildCommitment, recordKey, unblind } from '../../market/blinding.ts'
import { parseBundle } from '../../market/bundle.ts'
import { dealId, marketDigest, receiptDigest } from '../../market/consent.ts'
import { deriveDealScalar, type MarketPlace } from '../../market/derivation.ts'
import { openEnvelope, subscriptionStart } from '../../market/envelope.ts'
import { buildKeysRoot } from '../../market/epochs.ts'
import { mask } from '../../market/keystream.ts'
import { coarsen, type KindData } from '../../market/ladder.ts'
import { wirePoint } from '../../market/points.ts'
import { decodeRecord } from '../../market/record.ts'
import { parseValue } from '../../market/recordValues.ts'
import { buildTreeRoot, listCipherLeaves, listPlainLeaves } from '../../market/roots.ts'
import { parseSelection, verifySelection } from '../../market/selection.ts'
import { verifyShown } from '../../market/words.ts'
import { parseConsent } from '../../api/consentBody.ts'
import { buildDelivery } from '../deliver/buildDelivery.ts'
import { checkOffer, readOnChain } from './checkOffer.ts'
import { buyersSecret, envelopeKeys, makeCheckedOffer, withEnvelopeKey } from './fixtures.ts'
import { prepareSale, type SaleWish } from './prepareSale.ts'

const sample = withEnvelopeKey(
  vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? '',
)
const vaultKey = new Uint8Array(32).fill(3)
const useKey = <T>(use: (key: Uint8Array) => T): T => use(vaultKey)
const market = `0x${'55'.repeat(20)}` as const
const place: MarketPlace = { chainId: 31337n, contract: bytesOfHex(market, 20) }
const nowSeconds = 1_794_000_000
const profile = 77n

function wishFor(onChain: Partial<Offer['onChain']> = {}): SaleWish {
  const checked = checkOffer(makeCheckedOffer(sample, onChain))
  const ask = checked.terms.asks.find(
    ({ category, granularity }) => category === 'interests' && granularity === 'exact',
  )
  if (!ask) throw new Error('the sample asks for interests')
  const kind: KindData = coarsen(
    ask,
    parseValue('interests', { fields: { topics: ['food-and-drink.coffee'] } }),
    '2026-11-20',
  )
  return {
    checked,
    profile,
    kinds: [kind],
    payee: `0x${'aa'.repeat(20)}`,
    day: '2026-11-20',
    place,
    nowSeconds,
  }
}

describe('an answer', () => {
  it('is what its buyer checks before accepting, and opens when the key is delivered', async () => {
    const wish = wishFor({ garbageSeconds: 86_400 })
    const { terms, offer } = wish.checked
    const { consent, secret, envelope, shown } = await prepareSale(wish, useKey)
    const deal = dealId(bytesOfHex(offer.offerId, 32), profile)

    const contents = await openEnvelope(envelope, envelopeKeys.seed, { deal, epoch: 0 })
    const selection = parseSelection(utf8(contents.selection))
    verifySelection(selection, terms, consent.price)
    verifyShown(selection, terms, readOnChain(offer.onChain), consent)
    expect(shown).toContain('Coffee habits')
    expect(hexOfBytes(receiptDigest(contents.receiptSalt, utf8(contents.selection)))).toBe(consent.receipt)
    expect(hexOfBytes(buildTreeRoot(listCipherLeaves(contents.record)))).toBe(consent.ctRoot)
    expect(hexOfBytes(buildTreeRoot(contents.leaves ?? []))).toBe(consent.ptRoot)

    const digest = marketDigest('Consent', consent, { chainId: 31337, contract: market })
    const x = deriveDealScalar(vaultKey, place, bytesOfHex(offer.offerId, 32), bytesOfHex(secret.nonce, 32))
    const { dx, dParity } = buildDelivery(consent, digest, x)
    const shared = unblind(wirePoint(dx, dParity), wirePoint(consent.xx, consent.xParity), buyersSecret)
    const plain = mask(contents.record, recordKey(shared, deal))
    expect(hexOfBytes(buildTreeRoot(listPlainLeaves(plain)))).toBe(consent.ptRoot)
    const bundle = parseBundle(decodeRecord(plain), terms, selection)
    expect(bundle.kinds[0]?.values).toEqual({ topics: ['food-and-drink.coffee'] })
  })

  it('keeps everything a delivery needs, and nothing has left', async () => {
    const { consent, secret } = await prepareSale(wishFor(), useKey)
    expect(secret).toMatchObject({ state: 'prepared', signature: null, envelope: null })
    expect(parseConsent(secret.consent)).toEqual(consent)
    expect(JSON.stringify(secret)).not.toContain('coffee')
  })

  it('never repeats a nonce, key, salt or root', async () => {
    const wish = wishFor()
    const [one, other] = [await prepareSale(wish, useKey), await prepareSale(wish, useKey)]
    for (const member of ['nonce', 'receiptSalt'] as const)
      expect(one.secret[member]).not.toBe(other.secret[member])
    for (const member of ['xx', 'salt', 'ctRoot', 'receipt'] as const)
      expect(one.consent[member]).not.toBe(other.consent[member])
  })

  it('has no plaintext root where there is no time to contest', async () => {
    const { consent } = await prepareSale(wishFor({ garbageSeconds: 0 }), useKey)
    expect(consent.ptRoot).toBe(`0x${'00'.repeat(32)}`)
  })

  it.each([
    [nowSeconds + 3_600, nowSeconds + 3_599],
    [nowSeconds + 90 * 86_400, nowSeconds + 14 * 86_400],
  ])('of an offer until %s can be accepted until %s', async (acceptUntil, validUntil) => {
    const { consent } = await prepareSale(wishFor({ acceptUntil }), useKey)
    expect(consent.validUntil).toBe(BigInt(validUntil))
  })

  it('is refused when the choice breaks the terms', async () => {
    const wish = wishFor()
    await expect(prepareSale({ ...wish, kinds: [] }, useKey)).rejects.toMatchObject({
      code: 'selection.kinds',
    })
    const tight = { ...wish.checked.terms, maxBytes: 10 }
    await expect(
      prepareSale({ ...wish, checked: { ...wish.checked, terms: tight } }, useKey),
    ).rejects.toMatchObject({ code: 'bundle.bytes' })
  })
})

it('a subscription commits to the keys of its epochs and seals nothing yet', async () => {
  const wish = wishFor({ epochs: 3, deliverSeconds: 3_600 })
  const { consent, secret, envelope } = await prepareSale(wish, useKey)
  const offerOf = bytesOfHex(wish.checked.offer.offerId, 32)
  const keys = [0, 1, 2].map((epoch) =>
    buildCommitment(deriveDealScalar(vaultKey, place, offerOf, bytesOfHex(secret.nonce, 32), epoch)),
  )
  expect(hexOfBytes(bytesOfUint(consent.xx, 32))).toBe(hexOfBytes(buildKeysRoot(keys)))
  expect([consent.xParity, consent.ctRoot, consent.ptRoot]).toEqual([
    0,
    `0x${'00'.repeat(32)}`,
    `0x${'00'.repeat(32)}`,
  ])
  const contents = await openEnvelope(envelope, envelopeKeys.seed, {
    deal: dealId(offerOf, profile),
    epoch: subscriptionStart,
  })
  expect(contents.record).toHaveLength(0)
  expect(secret.epochs).toBe(3)
})
