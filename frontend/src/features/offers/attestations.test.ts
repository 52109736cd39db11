import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config, Hex } from '../../api/model.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { utf8 } from '../../domain/utf8.ts'
import { codeOf, rejectedCodeOf, vectors } from '../../domain/vectors.testing.ts'
import { attestationDigest } from '../../market/attestation.ts'
import { buildRequest, listAttestations, parseAttestation, saltsOf } from '../../market/attested.ts'
import { buildBundle } from '../../market/bundle.ts'
import { coarsen } from '../../market/ladder.ts'
import { encodeRecord } from '../../market/record.ts'
import { parseValue, type RecordValue } from '../../market/recordValues.ts'
import { buildTreeRoot, listPlainLeaves } from '../../market/roots.ts'
import { parseSelection, verifySelection } from '../../market/selection.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import { addressOf, signDigest } from '../../wallet/sessionKeys.ts'
import { checkAttestation } from '../console/responses/checkSelection.ts'
import { marketDomain, marketPlace } from '../deliver/marketDomain.ts'
import { findAttested, keepAttestation, takesAttested, verifyAttestation } from './attestations.ts'
import { checkOffer, type CheckedOffer } from './checkOffer.ts'
import { makeCheckedOffer, withEnvelopeKey } from './fixtures.ts'
import { offerInbox, readEntry } from './offerInbox.svelte.ts'
import { prepareSale } from './prepareSale.ts'

const [bankKey, strangerKey] = [new Uint8Array(32).fill(9), new Uint8Array(32).fill(8)]
const [bank, stranger] = [addressOf(bankKey), addressOf(strangerKey)]
const day = '2026-11-20'
const profile = 77n
// Safety: what is tested here reads these members only.
const config = {
  network: { chainId: 31337, rpcUrl: 'http://127.0.0.1:8545' },
  contracts: { DataMarket: `0x${'55'.repeat(20)}`, ProfileRegistry: `0x${'22'.repeat(20)}` },
  startBlock: { number: 1, hash: `0x${'3'.repeat(64)}` },
} as unknown as Config
const sample = withEnvelopeKey(
  vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? '',
).replace(/"attesters":\[[^\]]*\]/, `"attesters":["${bank}"]`)
const offerOf = (onChain = {}) => makeCheckedOffer(sample, { garbageSeconds: 86_400, ...onChain })
const checked = checkOffer(offerOf())
const asksOf = ({ terms }: CheckedOffer) => terms.asks.filter(({ category }) => category === 'interests')
const ask = asksOf(checked).find(({ granularity }) => granularity === 'exact')
if (!ask) throw new Error('the sample asks for interests')
const cats = parseValue('interests', { fields: { topics: ['pets.cats'] } })
const dogs = parseValue('interests', { fields: { topics: ['pets.dogs'] } })

/** The file of an attester, by the very steps of one: from the request's text alone. */
async function attest(change: Record<string, unknown> = {}, key = bankKey, of = checked, about = profile) {
  const data = coarsen(ask ?? fail(), cats, day)
  const made = { offer: of.offer.offerId, profile: about, day, kinds: [data] }
  const seedOf = hexOfBytes(new Uint8Array(32).fill(4))
  // Safety: as `buildRequest` writes it.
  const { bundle, seed } = JSON.parse(buildRequest(buildBundle(made, of.terms.maxBytes), seedOf)) as {
    bundle: string
    seed: Hex
  }
  const plain = encodeRecord(utf8(bundle), saltsOf(seed, utf8(bundle)))
  const ptRoot = hexOfBytes(buildTreeRoot(listPlainLeaves(plain)))
  const signed = { profile: String(about), ptRoot, category: 'interests', issuedAt: 1_790_000_000 }
  const signature = hexOfBytes(await signDigest(attestationDigest(signed, marketDomain(config)), key))
  const where = { offer: made.offer, granularity: 'exact', day, seed, attester: addressOf(key) }
  return utf8(JSON.stringify({ type: 'attestation', version: 1, ...signed, ...where, signature, ...change }))
}
function fail(): never {
  throw new Error('there is no such ask')
}
const keptIn = (found: unknown) => listAttestations(found)[0] ?? fail()

let value: RecordValue
let changes: { title: string; attestation?: unknown }[]
beforeEach(() => {
  value = cats
  changes = []
  gateway.config = config
  const entry = readEntry(checked.offer)
  vi.spyOn(offerInbox, 'ensure').mockResolvedValue()
  vi.spyOn(offerInbox, 'find').mockImplementation((id) => (id === checked.offer.offerId ? entry : undefined))
  vault.records = [
    {
      recordId: `0x${'01'.repeat(16)}`,
      category: 'interests',
      title: 'Mine',
      key: `0x${'02'.repeat(32)}`,
      cid: 'c',
      size: 1,
      source: 'form',
      createdAt: 1,
      updatedAt: 1,
      attestation: null,
    },
  ]
  vi.spyOn(vault, 'readRecord').mockImplementation(() => Promise.resolve(value))
  vi.spyOn(vault, 'changeRecord').mockImplementation((_, change) => {
    changes.push(change)
    return Promise.reject(new Error('not looked at'))
  })
})
const keep = (data: Uint8Array) => keepAttestation(data, String(profile))

describe('an attestation', () => {
  it('is kept beside the record whose bytes it names', async () => {
    await keep(await attest()).catch(() => undefined)
    expect(changes).toHaveLength(1)
    expect(changes[0]).toMatchObject({ title: 'Mine', value: cats })
    expect(keptIn(changes[0]?.attestation)).toEqual(parseAttestation(await attest()))
  })
  it.each([
    ['of somebody whom the business does not trust', () => attest({}, strangerKey), 'attestation.attester'],
    ['signed by another', () => attest({ attester: bank }, strangerKey), 'attestation.signature'],
    ['of another time than was signed', () => attest({ issuedAt: 1 }), 'attestation.signature'],
    ['about another profile', () => attest({}, bankKey, checked, 78n), 'attestation.profile'],
    ['for an offer that is not here', () => attest({ offer: `0x${'11'.repeat(32)}` }), 'attestation.offer'],
    ['for a kind that is not asked for', () => attest({ granularity: 'noised' }), 'attestation.offer'],
    ['with another seed', () => attest({ seed: `0x${'11'.repeat(32)}` }), 'attestation.altered'],
    ['of another day', () => attest({ day: '2026-11-21' }), 'attestation.altered'],
    ['that is none', () => Promise.resolve(utf8('{}')), 'attestation.form'],
  ])('%s is refused', async (_, make, code) => {
    const data = await make()
    expect(await rejectedCodeOf(keep(data))).toBe(code)
    expect(changes).toEqual([])
  })
  it('of a record that was changed since is refused', async () => {
    value = dogs
    expect(await rejectedCodeOf(keep(await attest()))).toBe('attestation.altered')
  })
  it.each([{ garbageSeconds: 0 }, { epochs: 3, garbageSeconds: 0 }])(
    'fits in no offer with %j',
    async (onChain) => {
      const other = checkOffer(offerOf(onChain))
      expect(takesAttested(other)).toBe(false)
      const kept = parseAttestation(await attest({}, bankKey, other))
      expect(await rejectedCodeOf(verifyAttestation(other, '77', kept))).toBe('attestation.offer')
    },
  )
})

describe('a record that is sold attested', () => {
  const found = async (of: RecordValue) => {
    await keep(await attest()).catch(() => undefined)
    return findAttested(checked, ask, { value: of, attestation: changes[0]?.attestation })
  }
  const wishOf = ({ kept, data }: NonNullable<Awaited<ReturnType<typeof found>>>) => ({
    ...{ checked, profile, payee: stranger, day: kept.day, attested: kept },
    ...{ place: marketPlace(config), nowSeconds: 1_794_000_000, kinds: data ? [data] : [] },
  })
  const useKey = <T>(use: (key: Uint8Array) => T): T => use(new Uint8Array(32).fill(3))

  it('goes with the very bytes, and the buyer sees whose word it is', async () => {
    const attested = (await found(cats)) ?? fail()
    const { consent, secret } = await prepareSale(wishOf(attested), useKey)
    expect(consent.ptRoot).toBe(attested.kept.ptRoot)
    const selection = parseSelection(utf8(secret.selection))
    verifySelection(selection, checked.terms, consent.price)
    // Safety: the check reads terms and market only.
    const own = { terms: checked.terms, market: { domain: marketDomain(config) } } as Parameters<
      typeof checkAttestation
    >[0]
    const reads = { isContract: () => Promise.resolve(false), isSigned: () => Promise.resolve(false) }
    expect(await checkAttestation(own, consent, selection, reads)).toMatchObject({
      state: 'passed',
      sentence: `Attested by ${bank}.`,
    })
  })
  it('is not what was attested once it was changed: it is said, and nothing is made', async () => {
    const attested = (await found(dogs)) ?? fail()
    expect(attested.data).toBeNull()
    const changed = { ...attested, data: coarsen(ask, dogs, day) }
    expect(await rejectedCodeOf(prepareSale(wishOf(changed), useKey))).toBe('attestation.altered')
  })
  it('is never sold on the word of somebody whom the terms do not name', async () => {
    const attested = (await found(cats)) ?? fail()
    const forged = { ...attested, kept: { ...attested.kept, attester: stranger } }
    expect(await rejectedCodeOf(prepareSale(wishOf(forged), useKey))).toBe('selection.attestation')
    expect(await rejectedCodeOf(verifyAttestation(checked, '77', forged.kept))).toBe('attestation.attester')
  })
  it('is nothing where nothing is kept', async () => {
    expect(await findAttested(checked, ask, { value: cats, attestation: null })).toBeNull()
    expect(codeOf(() => parseAttestation(utf8('[')))).toBe('attestation.json')
  })
})
