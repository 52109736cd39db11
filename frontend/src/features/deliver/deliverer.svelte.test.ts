import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Deal } from '../../api/marketModel.ts'
import type { Config } from '../../api/model.ts'
import { parseConsent } from '../../api/consentBody.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { codeOf } from '../../domain/vectors.testing.ts'
import { marketDigest } from '../../market/consent.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import { makeDeal, makeOffer, makeSecret } from '../consents/fixtures.ts'
import { payStamp } from '../calls/payStamp.ts'
import { deliverer, openSecrets } from './deliverer.svelte.ts'
import { judgeDelivery, type DeliveryFacts } from './judgeDelivery.ts'
import { agreed } from './ports.ts'
import { within } from './within.ts'

const now = Math.floor(Date.now() / 1000)
const word = (digit: string) => `0x${digit.repeat(64)}` as const
let deals: Deal[]
let asked: string[]
let isUp: boolean

beforeEach(() => {
  deals = []
  asked = []
  isUp = true
  // Safety: the deliverer reads these members only.
  gateway.config = {
    network: { chainId: 31337, rpcUrl: 'http://127.0.0.1:8545' },
    contracts: { DataMarket: `0x${'55'.repeat(20)}`, PostRegistry: '0x', ProfileRegistry: '0x' },
    startBlock: { number: 1, hash: word('3') },
  } as unknown as Config
  session.put({
    ...{ profileId: '77', handle: 'ada', name: null, custody: `0x${'11'.repeat(20)}`, state: 'ready' },
    ...{ callId: null, key: null, lastCreatedAt: 0 },
  })
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    if (!isUp) return Promise.reject(new TypeError('offline'))
    return Promise.resolve(
      Response.json(url.includes('/offers/') ? makeOffer() : { items: deals, nextCursor: null }),
    )
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vault.status = 'unknown'
  vault.deals = []
  session.profiles = []
  session.activeId = null
  flushSync()
})
const accepted = (change: Partial<Deal> = {}) => makeDeal({ until: now + 80_000, ...change })

describe('while the vault is locked', () => {
  it('counts what is due, and what is so in a moment', async () => {
    vault.status = 'locked'
    deals = [accepted(), accepted({ dealId: word('2'), acceptFinal: false })]
    await deliverer.tick()
    expect(deliverer.locked).toBe(2)
  })
  it('does not count what is over, too late, paid or nobody’s', async () => {
    vault.status = 'locked'
    deals = [
      accepted({ state: 'settled' }),
      accepted({ dealId: word('2'), state: 'revoked' }),
      accepted({ dealId: word('3'), until: now + 60 }),
      accepted({ dealId: word('4'), state: 'none', acceptedAt: null, digest: null }),
    ]
    await deliverer.tick()
    expect(deliverer.locked).toBe(0)
  })
  it('keeps its count while the gateway is away', async () => {
    vault.status = 'locked'
    deals = [accepted()]
    await deliverer.tick()
    isUp = false
    await deliverer.tick()
    expect(deliverer.locked).toBe(1)
  })
})

describe('while it is open', () => {
  it('looks at signed answers only', async () => {
    vault.status = 'open'
    vault.deals = [
      makeSecret(),
      makeSecret({ dealId: word('2'), state: 'prepared', signature: null }),
      makeSecret({ dealId: word('3'), state: 'closed' }),
    ]
    await deliverer.tick()
    expect(deliverer.views.map(({ dealId }) => dealId)).toEqual([word('d')])
    expect(deliverer.locked).toBe(0)
  })
  it('says why nothing can be delivered: nobody tells what the chain says', async () => {
    vault.status = 'open'
    vault.deals = [makeSecret()]
    deals = [accepted()]
    await deliverer.tick()
    expect(deliverer.views[0]?.state).toMatchObject({
      is: 'failed',
      failure: { code: 'deliver.needs_source' },
    })
    expect(asked.join()).not.toContain('/v1/calls')
  })
})

it('does nothing for somebody without a profile', async () => {
  session.activeId = null
  await deliverer.tick()
  expect([asked, deliverer.views, deliverer.locked]).toEqual([[], [], 0])
})

describe('which answers are delivered', () => {
  const config = () => gateway.config as Config // Safety: set before each test.
  const digestOf = (secret: ReturnType<typeof makeSecret>): `0x${string}` =>
    hexOfBytes(
      marketDigest('Consent', parseConsent(secret.consent), {
        chainId: 31337,
        contract: `0x${'55'.repeat(20)}`,
      }),
    )
  const own = makeSecret()
  const running = accepted({ digest: digestOf(own) })
  it('one that another tab closed by mistake, when the chain has accepted just that', () => {
    const closed = makeSecret({ state: 'closed' })
    expect(openSecrets([closed], [running], config())).toEqual([closed])
    expect(openSecrets([closed], [accepted({ digest: word('9') })], config())).toEqual([])
    expect(openSecrets([closed], [accepted({ ...running, state: 'settled' })], config())).toEqual([])
  })
  it('of two to one offer, the one that was accepted', () => {
    const other = makeSecret({ nonce: word('8'), consent: { ...own.consent, salt: word('8') } })
    expect(openSecrets([other, own], [running], config())).toEqual([own])
  })
  it('none that was withdrawn or never signed', () => {
    const none = [makeSecret({ state: 'withdrawn' }), makeSecret({ state: 'dropped', signature: null })]
    expect(openSecrets(none, [running], config())).toEqual([])
  })
})

describe('one node alone does not open a record', () => {
  const digest = word('c')
  const chain = {
    ...{ price: 1n, timeSeconds: now + 80_000, state: 'accepted' as const, withdrawn: false },
    ...{ epochs: 0, next: 0, left: 0, word: digest },
  }
  const facts: DeliveryFacts = {
    ...{ digest, latest: chain, final: chain, deliverSeconds: 86_400 },
    ...{ headSeconds: now, clockSeconds: now },
  }
  const codeOfAgreed = (told: Deal | null) => codeOf(() => agreed(facts, told))
  it('while the gateway knows of no such acceptance', () => {
    expect(codeOfAgreed(null)).toBe('deliver.disagree')
    expect(codeOfAgreed(accepted({ digest: word('9') }))).toBe('deliver.disagree')
  })
  it('and while the gateway does not call it final', () =>
    expect(judgeDelivery(agreed(facts, accepted({ digest, acceptFinal: false })))).toMatchObject({
      why: 'not_final',
    }))
  it('unless no gateway answers: then the person’s own source decides', () => {
    expect(agreed(facts, undefined)).toEqual(facts)
    expect(agreed(facts, accepted({ digest }))).toEqual(facts)
  })
})

it('one deal that never answers does not stop the others', async () => {
  vi.useFakeTimers()
  const stuck = within(60_000, 'relay.silent', new Promise<never>(() => undefined))
  const outcome = stuck.catch((cause: unknown) => cause)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await outcome).toMatchObject({ code: 'relay.silent', retryable: true })
  vi.useRealTimers()
})
it('a gateway that asks for endless work gets none', async () => {
  await expect(payStamp(new Uint8Array(32), 64)).rejects.toMatchObject({ code: 'stamp.too_much' })
  await expect(payStamp(new Uint8Array(32), 25)).rejects.toMatchObject({ code: 'stamp.too_much' })
})
