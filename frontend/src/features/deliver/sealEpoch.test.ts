import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { utf8 } from '../../domain/utf8.ts'
import { vectors } from '../../domain/vectors.testing.ts'
import { epochRecord, recordKey, unblind } from '../../market/blinding.ts'
import { parseBundle } from '../../market/bundle.ts'
import { marketDigest } from '../../market/consent.ts'
import type { MarketPlace } from '../../market/derivation.ts'
import { openEnvelope } from '../../market/envelope.ts'
import { mask } from '../../market/keystream.ts'
import { coarsen } from '../../market/ladder.ts'
import { wirePoint } from '../../market/points.ts'
import { decodeRecord } from '../../market/record.ts'
import { parseValue } from '../../market/recordValues.ts'
import { buildTreeRoot, listCipherLeaves } from '../../market/roots.ts'
import { parseSelection } from '../../market/selection.ts'
import { checkOffer } from '../offers/checkOffer.ts'
import { buyersSecret, envelopeKeys, makeCheckedOffer, withEnvelopeKey } from '../offers/fixtures.ts'
import { prepareSale } from '../offers/prepareSale.ts'
import type { OpenRecord } from '../offers/previewKind.ts'
import { sealEpoch, type SealedEpoch } from './sealEpoch.ts'

const sample = withEnvelopeKey(
  vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? '',
)
const market = `0x${'55'.repeat(20)}` as const
const place: MarketPlace = { chainId: 31337n, contract: bytesOfHex(market, 20) }
const useKey = <T>(use: (key: Uint8Array) => T): T => use(new Uint8Array(32).fill(3))
const record = (fields: Record<string, unknown>, updatedAt = 1): OpenRecord => ({
  recordId: `r${updatedAt}`,
  title: 'Interests',
  updatedAt,
  value: parseValue('interests', { fields }),
})

async function subscribe() {
  const checked = checkOffer(makeCheckedOffer(sample, { epochs: 4, deliverSeconds: 3_600 }))
  const ask = checked.terms.asks[0]
  if (!ask) throw new Error('the sample asks for something')
  const kinds = [coarsen(ask, record({ topics: ['pets.cats'] }).value, '2026-11-20')]
  const { consent, secret } = await prepareSale(
    {
      ...{ checked, profile: 77n, kinds, payee: `0x${'aa'.repeat(20)}` as const, day: '2026-11-20', place },
      nowSeconds: 1_794_000_000,
    },
    useKey,
  )
  const digest = marketDigest('Consent', consent, { chainId: 31337, contract: market })
  return { secret, consent, digest, terms: checked.terms, place, day: '2026-12-01' }
}

type Subscribed = Awaited<ReturnType<typeof subscribe>>

/** What the buyer reads of an epoch with the key of another or the same one. */
async function openBundle(wish: Subscribed, sealed: SealedEpoch, epoch: number, keyOf = epoch) {
  const { plain } = await openRecord(wish, sealed, epoch, keyOf)
  return parseBundle(decodeRecord(plain), wish.terms, parseSelection(utf8(wish.secret.selection)))
}

async function openRecord(
  { secret }: Subscribed,
  { wish: call, envelope }: SealedEpoch,
  epoch: number,
  keyOf = epoch,
) {
  const deal = bytesOfHex(secret.dealId, 32)
  const contents = await openEnvelope(envelope, envelopeKeys.seed, { deal, epoch })
  const delivery = call.arguments['delivery'] as Record<string, string> // Safety: spelled by sealEpoch.
  expect(hexOfBytes(buildTreeRoot(listCipherLeaves(contents.record)))).toBe(delivery['ctRoot'])
  const commitment = wirePoint(BigInt(delivery['xx'] ?? 0), Number(delivery['xParity']))
  const opened = wirePoint(BigInt(delivery['dx'] ?? 0), Number(delivery['dParity']))
  const name = epochRecord(deal, keyOf, buildTreeRoot(contents.leaves ?? []))
  const key = recordKey(unblind(opened, commitment, buyersSecret), name)
  return { hidden: contents.record, plain: mask(contents.record, key) }
}

describe('an epoch', () => {
  it('holds what the vault says today, and only its own key opens it', async () => {
    const wish = await subscribe()
    const sealed = await sealEpoch(
      { ...wish, records: [record({ topics: ['pets.dogs'] }, 5)], epoch: 2 },
      useKey,
    )
    const bundle = await openBundle(wish, sealed, 2)
    expect([bundle.day, bundle.kinds[0]?.values]).toEqual(['2026-12-01', { topics: ['pets.dogs'] }])
    await expect(openBundle(wish, sealed, 2, 1)).rejects.toThrow()
  })
  it.each([
    ['nothing of the kind any more', []],
    ['none of the fields that were sold', [record({ brands: ['Acme'] })]],
  ])('is not made when the vault holds %s', async (_, records) => {
    const wish = await subscribe()
    await expect(sealEpoch({ ...wish, records, epoch: 0 }, useKey)).rejects.toMatchObject({
      code: 'deliver.record_missing',
    })
  })
  it('corrected on another device never lies under the mask of the first version', async () => {
    const wish = await subscribe()
    const masks: string[] = []
    for (const topic of ['pets.dogs', 'pets.cats']) {
      const records = [record({ topics: [topic] })]
      const { hidden, plain } = await openRecord(
        wish,
        await sealEpoch({ ...wish, records, epoch: 1 }, useKey),
        1,
      )
      const mask = hidden.map((byte, at) => byte ^ (plain[at] ?? 0))
      for (let at = 0; at < mask.length; at += 32) masks.push(hexOfBytes(mask.subarray(at, at + 32)))
    }
    expect(masks.length).toBeGreaterThanOrEqual(16)
    expect(new Set(masks).size).toBe(masks.length)
  })
  it('never shows a field that was filled in since', async () => {
    const wish = await subscribe()
    const richer = record({ topics: ['pets.dogs'], brands: ['Acme'] })
    const sealed = await sealEpoch({ ...wish, records: [richer], epoch: 0 }, useKey)
    expect((await openBundle(wish, sealed, 0)).kinds[0]?.values).toEqual({ topics: ['pets.dogs'] })
  })
})
