import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { codeOf, vectors } from '../../domain/vectors.testing.ts'
import { coarsen } from '../../market/ladder.ts'
import { parseValue } from '../../market/recordValues.ts'
import { checkOffer } from '../offers/checkOffer.ts'
import { makeCheckedOffer, withEnvelopeKey } from '../offers/fixtures.ts'
import { prepareSale } from '../offers/prepareSale.ts'
import { makeDeal } from './fixtures.ts'
import { courseOf, receiptOf } from './receiptOf.ts'

const sample = withEnvelopeKey(
  vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? '',
)
const market = `0x${'55'.repeat(20)}` as const
const domain = { chainId: 31337, contract: market }

async function sell() {
  const checked = checkOffer(makeCheckedOffer(sample))
  const ask = checked.terms.asks[0]
  if (!ask) throw new Error('the sample asks for something')
  const value = parseValue('interests', { fields: { topics: ['pets.cats'] } })
  const { secret } = await prepareSale(
    {
      checked,
      profile: 77n,
      kinds: [coarsen(ask, value, '2026-11-20')],
      payee: `0x${'aa'.repeat(20)}`,
      day: '2026-11-20',
      place: { chainId: 31337n, contract: bytesOfHex(market, 20) },
      nowSeconds: 1_794_000_000,
    },
    (use) => use(new Uint8Array(32).fill(3)),
  )
  return { secret, offer: checked.offer }
}

describe('the receipt of a consent', () => {
  it('names offer, parties and status, and no value of the data', async () => {
    const { secret, offer } = await sell()
    const receipt = JSON.stringify(receiptOf(secret, offer, makeDeal(), domain, 1_794_100_000))
    expect(receipt).toContain('dpv:ConsentReceipt')
    expect(receipt).toContain('Acme Coffee GmbH')
    expect(receipt).not.toContain('pets.cats')
  })
  it('is refused when the gateway shows other words than were agreed to', async () => {
    const { secret, offer } = await sell()
    const other = makeCheckedOffer(sample.replace('Coffee habits', 'Coffee habitz'))
    expect(
      codeOf(() =>
        receiptOf(secret, { ...offer, documentBytes: other.documentBytes }, null, domain, 1_794_100_000),
      ),
    ).toBe('receipt.terms')
    expect(codeOf(() => receiptOf(secret, other, null, domain, 1_794_100_000))).toBe('receipt.offer')
    expect(
      codeOf(() => receiptOf(secret, { ...offer, documentBytes: null }, null, domain, 1_794_100_000)),
    ).toBe('offer.document_missing')
  })
})

it('the course of a consent is the chain’s, as far as it has one', () => {
  const created = { createdAt: 5_000_500 }
  expect(courseOf(created, null)).toEqual({
    givenAt: 5_000,
    deliveredAt: null,
    withdrawnAt: null,
    endedAt: null,
  })
  const at = (seconds: number) => new Date(seconds * 1000).toISOString()
  const refunded = makeDeal({
    state: 'refunded',
    acceptedAt: at(6_000),
    events: [{ type: 'DealMoved', at: at(9_000), blockNumber: 1, txHash: '0x' }],
  })
  expect(courseOf(created, refunded)).toMatchObject({ givenAt: 6_000, endedAt: 9_000 })
  const withdrawn = makeDeal({
    acceptedAt: at(6_000),
    delivery: { dx: '1', dParity: 0, at: at(7_000), txHash: '0x' },
    withdrawn: { at: at(8_000), stage: 'vesting' },
  })
  expect(courseOf(created, withdrawn)).toMatchObject({ deliveredAt: 7_000, withdrawnAt: 8_000 })
})
