import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config, Hex } from '../../api/model.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { vectors } from '../../domain/vectors.testing.ts'
import { fileCid } from '../../ipfs/fileCid.ts'
import { coarsen } from '../../market/ladder.ts'
import { parseValue } from '../../market/recordValues.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { marketTrust } from '../../state/marketTrust.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import type { DealSecret } from '../../vault/keyFile.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { addressOf, signDigest } from '../../wallet/sessionKeys.ts'
import { marketDigest } from '../../market/consent.ts'
import { parseConsent } from '../../api/consentBody.ts'
import { checkOffer } from './checkOffer.ts'
import { makeCheckedOffer, withEnvelopeKey } from './fixtures.ts'
import { SaleRun } from './saleRun.svelte.ts'

const secretKey = new Uint8Array(32).fill(9)
const custody: Hex = addressOf(secretKey)
const market: Hex = `0x${'55'.repeat(20)}`
// Safety: a sale reads these members only.
const config = {
  network: { chainId: 31337, rpcUrl: 'http://127.0.0.1:8545' },
  contracts: { DataMarket: market, ProfileRegistry: `0x${'22'.repeat(20)}` },
  limits: { blobBytes: 10_485_760 },
  startBlock: { number: 1, hash: `0x${'3'.repeat(64)}` },
} as unknown as Config
const sample = withEnvelopeKey(
  vectors<{ accepted: { text: string }[] }>('market_terms').accepted[0]?.text ?? '',
)
const checked = checkOffer(makeCheckedOffer(sample))
const ask = checked.terms.asks.find(({ granularity }) => granularity === 'exact')
const kinds = ask
  ? [coarsen(ask, parseValue(ask.category, { fields: { topics: ['pets.cats'] } }), '2026-11-20')]
  : []
const wish = { checked, profile: 77n, kinds, payee: custody, day: '2026-11-20' }

let happened: string[]
let saved: DealSecret[]
let answers: Record<string, () => Response>
let walletSays: () => Promise<unknown>

beforeEach(() => {
  happened = []
  saved = []
  answers = {}
  gateway.config = config
  vi.spyOn(marketTrust, 'isTrusted').mockReturnValue(true)
  vi.spyOn(vault, 'withKey').mockImplementation((use) => use(new Uint8Array(32).fill(3)))
  vi.spyOn(vault, 'putDeal').mockImplementation((secret) => {
    happened.push(`saved ${secret.state}`)
    saved.push(secret)
    return Promise.resolve()
  })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = url.replace(/0x[0-9a-f]{64}/, 'ID')
    happened.push(path)
    const made = answers[path]?.()
    if (made) return made
    if (path === '/v1/blobs') return Response.json({ cid: fileCid(init.body as Uint8Array), size: 1 })
    return Response.json({ dealId: '0x1' }, { status: 201 })
  })
  walletSays = async () => {
    const prepared = saved.at(-1)
    if (!prepared) throw new Error('the wallet was asked before anything was saved')
    const digest = marketDigest('Consent', parseConsent(prepared.consent), {
      chainId: 31337,
      contract: market,
    })
    return hexOfBytes(await signDigest(digest, secretKey))
  }
  const provider = {
    request: ({ method }: { method: string }) => {
      if (method === 'eth_chainId') return Promise.resolve('0x7a69')
      if (method === 'eth_getCode') return Promise.resolve('0x')
      happened.push('wallet')
      return walletSays()
    },
  }
  connection.wallet = { info: { uuid: 'w', name: 'W', icon: null, rdns: 'w' }, provider, legacy: false }
  connection.account = custody
})
afterEach(() => {
  vi.unstubAllGlobals()
  connection.disconnect()
})

describe('the order of an answer', () => {
  it('is saved before the wallet is asked, and nothing leaves before it has signed', async () => {
    const run = new SaleRun()
    await run.prepare(wish)
    expect([run.stage, run.failure, happened]).toEqual(['read', null, ['saved prepared']])
    await run.sign(custody)
    expect(run.failure).toBeNull()
    expect(happened).toEqual([
      'saved prepared',
      'wallet',
      '/v1/blobs',
      'saved signed',
      '/v1/offers/ID/responses',
      'saved sent',
    ])
    expect(run.stage).toBe('sent')
    expect(saved[2]).toMatchObject({
      state: 'sent',
      nonce: saved[0]?.nonce,
      envelope: expect.any(String) as string,
    })
  })
  it('keeps one nonce from first to last: no second key is ever made for what was signed', async () => {
    const run = new SaleRun()
    await run.prepare(wish)
    answers['/v1/offers/ID/responses'] = () =>
      Response.json({ code: 'gateway.x', detail: '' }, { status: 503 })
    await run.sign(custody)
    expect(run.stage).toBe('failed')
    answers = {}
    await run.sign(custody)
    expect(run.stage).toBe('sent')
    expect(happened.filter((what) => what === 'wallet')).toHaveLength(1)
    expect(new Set(saved.map(({ nonce }) => nonce)).size).toBe(1)
  })
})

describe('what goes wrong is named', () => {
  it('the wallet refuses: nothing left, and it may be asked again', async () => {
    const run = new SaleRun()
    await run.prepare(wish)
    const willing = walletSays
    walletSays = () => Promise.reject(Object.assign(new Error('no'), { code: 4001 }))
    await run.sign(custody)
    expect([run.stage, run.failure?.code]).toEqual(['failed', 'wallet.rejected'])
    expect(happened).toEqual(['saved prepared', 'wallet'])
    walletSays = willing
    await run.sign(custody)
    expect(run.stage).toBe('sent')
  })
  it('the wallet is on another account', async () => {
    const run = new SaleRun()
    await run.prepare(wish)
    connection.account = `0x${'99'.repeat(20)}`
    await run.sign(custody)
    expect(run.failure?.code).toBe('wallet.other_account')
  })
  it('the vault cannot be saved: the wallet is never asked', async () => {
    vi.mocked(vault.putDeal).mockRejectedValue(Object.assign(new Error('locked'), { code: 'vault.locked' }))
    const run = new SaleRun()
    await run.prepare(wish)
    expect([run.stage, run.failure?.code]).toEqual(['choose', 'vault.locked'])
    await run.sign(custody)
    expect(happened).toEqual([])
  })
  it('only the gateway names the market', async () => {
    vi.mocked(marketTrust.isTrusted).mockReturnValue(false)
    const run = new SaleRun()
    await run.prepare(wish)
    expect([run.failure?.code, saved]).toEqual(['market.contract', []])
  })
  it.each([`0x${'00'.repeat(20)}`, market] as const)('money cannot go to %s', async (payee) => {
    const run = new SaleRun()
    await run.prepare({ ...wish, payee })
    expect([run.failure?.code, saved]).toEqual(['offer.payee', []])
  })
  it('the gateway stores other bytes than it was given', async () => {
    answers['/v1/blobs'] = () => Response.json({ cid: fileCid(Uint8Array.of(1)), size: 1 })
    const run = new SaleRun()
    await run.prepare(wish)
    await run.sign(custody)
    expect(run.failure?.code).toBe('blob.mismatch')
    expect(happened).not.toContain('/v1/offers/ID/responses')
  })
  it.each(['offer.over', 'offer.full', 'response.level'])('the gateway refuses: %s', async (code) => {
    answers['/v1/offers/ID/responses'] = () => Response.json({ code, detail: '' }, { status: 409 })
    const run = new SaleRun()
    await run.prepare(wish)
    await run.sign(custody)
    expect([run.stage, run.failure?.code]).toEqual(['failed', code])
    expect(saved.at(-1)?.state).toBe('signed')
  })
})

it('an answer that was not signed is given up, one that was signed is not', async () => {
  const run = new SaleRun()
  await run.prepare(wish)
  await run.cancel()
  expect(saved.at(-1)).toMatchObject({ state: 'dropped', signature: null })
  await run.prepare(wish)
  await run.sign(custody)
  await run.cancel()
  expect(saved.at(-1)?.state).toBe('sent')
})

it('two answers never share their bytes', async () => {
  const run = new SaleRun()
  await run.prepare(wish)
  const first = run.prepared?.envelope ?? new Uint8Array()
  await run.cancel()
  await run.prepare(wish)
  expect(contentDigest(first)).not.toBe(contentDigest(run.prepared?.envelope ?? new Uint8Array()))
  expect(bytesOfHex(saved[0]?.nonce ?? '0x')).not.toEqual(bytesOfHex(saved[2]?.nonce ?? '0x'))
})
