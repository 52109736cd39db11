import { flushSync, mount, unmount } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Offer } from '../../api/marketModel.ts'
import type { Config, Hex } from '../../api/model.ts'
import { vectors } from '../../domain/vectors.testing.ts'
import { parseValue, type RecordValue } from '../../market/recordValues.ts'
import Offers from '../../pages/Offers.svelte'
import OfferPage from '../../pages/Offer.svelte'
import { gateway } from '../../state/gateway.svelte.ts'
import { location } from '../../state/location.svelte.ts'
import { late } from '../../state/late.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { VaultRecord } from '../../vault/keyFile.ts'
import { makeCheckedOffer } from './fixtures.ts'
import { offerInbox } from './offerInbox.svelte.ts'

// The gateway must not learn what a vault holds: what this page asks for is the same, whoever looks.
const sample = vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? ''
const offers: Offer[] = [1, 2, 3].map((number) => makeCheckedOffer(sample, { maxResponses: 100 + number }))
const pages = [offers.slice(0, 2), offers.slice(2)]

let asked: string[]
let shown: Record<string, unknown> | null = null

beforeEach(async () => {
  asked = []
  offerInbox.entries = []
  offerInbox.status = 'unknown'
  late.parts = await import('../late/parts.ts')
  // Safety: the pages read these members of it.
  gateway.config = {
    network: { chainId: 31337, rpcUrl: 'http://127.0.0.1:8545', name: 'Dev' },
    contracts: { DataMarket: `0x${'55'.repeat(20)}` },
    startBlock: { number: 1, hash: `0x${'3'.repeat(64)}` },
  } as unknown as Config
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    const at = Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0)
    return Promise.resolve(Response.json({ items: pages[at], nextCursor: at === 0 ? '1' : null }))
  })
})
afterEach(async () => {
  if (shown) await unmount(shown)
  shown = null
  vi.unstubAllGlobals()
  vault.status = 'unknown'
  vault.records = []
})

/** A vault that is open and holds these values. */
function openVault(values: readonly RecordValue[]) {
  const records = values.map((value, at): VaultRecord => {
    const recordId: Hex = `0x${String(at).padStart(32, '0')}`
    return {
      ...{ recordId, category: value.category, title: value.category, key: `0x${'0'.repeat(64)}` },
      ...{ cid: 'b', size: 1, source: 'form', createdAt: 1, updatedAt: 1, attestation: null },
    }
  })
  vi.spyOn(vault, 'readRecord').mockImplementation((recordId) => {
    const value = values[Number(recordId)]
    return value ? Promise.resolve(value) : Promise.reject(new Error('no such record'))
  })
  vault.records = records
  vault.status = 'open'
}

async function look(): Promise<{ asked: string[]; words: string }> {
  const root = document.createElement('main')
  document.body.replaceChildren(root)
  shown = mount(Offers, { target: root })
  await vi.waitFor(() => expect(root.querySelectorAll('article').length + asked.length).toBeGreaterThan(1))
  await vi.waitFor(() => expect(offerInbox.status).toBe('ready'))
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  flushSync()
  const words = root.textContent ?? ''
  await unmount(shown)
  window.location.hash = `#/offers/${offers[1]?.offerId}`
  await vi.waitFor(() => expect(location.hash).toContain(offers[1]?.offerId))
  shown = mount(OfferPage, { target: root })
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve()
  flushSync()
  await unmount(shown)
  shown = null
  return { asked: [...asked], words }
}

const interests = parseValue('interests', { fields: { topics: ['food-and-drink.coffee'] } })
const home = parseValue('location', { fields: { country: 'PT' } })

it('what is asked for is the same for a closed, a poor and a rich vault', async () => {
  const closed = await look()
  const runs = []
  for (const values of [[], [interests], [interests, home]]) {
    asked = []
    offerInbox.entries = []
    offerInbox.status = 'unknown'
    openVault(values)
    runs.push(await look())
  }
  expect(closed.asked.filter((url) => url.includes('/v1/offers'))).toHaveLength(2)
  for (const run of runs) expect(run.asked).toEqual(closed.asked)
  expect(closed.asked.join()).not.toMatch(/interests|location|coffee|0x[0-9a-f]{64}/)
  expect(new Set([closed, ...runs].map(({ words }) => words)).size).toBeGreaterThan(2)
})
