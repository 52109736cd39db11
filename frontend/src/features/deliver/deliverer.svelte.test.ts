import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Deal } from '../../api/marketModel.ts'
import type { Config } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import { makeDeal, makeOffer, makeSecret } from '../consents/fixtures.ts'
import { deliverer } from './deliverer.svelte.ts'

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
