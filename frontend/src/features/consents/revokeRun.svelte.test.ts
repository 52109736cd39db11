import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config, Hex } from '../../api/model.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { leadingZeroBits, stampHash } from '../../domain/stamp.ts'
import { marketDigest } from '../../market/consent.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { marketTrust } from '../../state/marketTrust.svelte.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { addressOf, recoverAddress, signDigest } from '../../wallet/sessionKeys.ts'
import { vault } from '../../state/vault.svelte.ts'
import { pickChainSource, type ChainSource } from '../../verify/chainSource.ts'
import { openSecrets } from '../deliver/deliverer.svelte.ts'
import { makeDeal, makeSecret } from './fixtures.ts'
import { planDirectRevoke, RevokeRun } from './revokeRun.svelte.ts'

vi.mock('../../verify/chainSource.ts', () => ({ pickChainSource: vi.fn() }))
const picked = vi.mocked(pickChainSource)

const secretKey = new Uint8Array(32).fill(9)
const custody: Hex = addressOf(secretKey)
const offer: Hex = `0x${'ab'.repeat(32)}`
const market: Hex = `0x${'55'.repeat(20)}`
const domain = { chainId: 31337, contract: market }
// Safety: a withdrawal reads these members only.
const config = {
  network: { chainId: 31337, rpcUrl: 'http://127.0.0.1:8545' },
  contracts: { DataMarket: market, ProfileRegistry: `0x${'22'.repeat(20)}` },
  stampBits: { call: 4 },
  startBlock: { number: 1, hash: `0x${'3'.repeat(64)}` },
} as unknown as Config

interface Sent {
  call: string
  arguments: { offer: Hex; profile: string; signer: Hex; deadline: number; signature: Hex }
  stamp: { nonce: Hex; time: number }
}
let sent: { host: string; body: Sent }[]
let isUp: (host: string) => boolean
let asked: number
let isWithdrawn: boolean

beforeEach(() => {
  sent = []
  asked = 0
  isWithdrawn = true
  localStorage.clear()
  isUp = () => true
  gateway.config = config
  vi.spyOn(marketTrust, 'isTrusted').mockReturnValue(true)
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const { host } = new URL(url, 'https://own.example')
    if (!isUp(host)) return Promise.reject(new TypeError('offline'))
    // Safety: what relayCall sends.
    if (init.method === 'POST') sent.push({ host, body: JSON.parse(String(init.body)) as Sent })
    return Promise.resolve(Response.json({ callId: '0x01', state: 'anchored' }))
  })
  const provider = {
    request: async ({ method, params }: { method: string; params?: unknown }) => {
      if (method === 'eth_chainId') return '0x7a69'
      if (method === 'eth_call')
        return `0x${[0, 0, 0, 0, isWithdrawn ? 1 : 0, 0, 0, 0, 0].map((word) => String(word).padStart(64, '0')).join('')}`
      if (method !== 'eth_signTypedData_v4') return '0x'
      asked += 1
      // Safety: EIP-712 requests carry the typed data as JSON.
      const typed = JSON.parse((params as string[])[1] ?? '') as { message: Record<string, string> }
      const { deadline = '0' } = typed.message
      return hexOfBytes(
        await signDigest(marketDigest('Revoke', { offer, profile: '77', deadline }, domain), secretKey),
      )
    },
  }
  connection.wallet = { info: { uuid: 'w', name: 'W', icon: null, rdns: 'w' }, provider, legacy: false }
  connection.account = custody
  connection.chainId = 31337
  chainOf(provider)
})
afterEach(() => {
  vi.useRealTimers()
  vault.status = 'unknown'
  vault.deals = []
  vi.unstubAllGlobals()
  connection.disconnect()
})

/** The person's own chain source; null: nobody but the gateway can be asked. */
function chainOf(provider: ChainSource['provider']) {
  picked.mockReturnValue({ kind: provider ? 'wallet' : 'gateway', name: 'W', provider })
}

describe('a gateway that says a withdrawal is carried and sends nothing', () => {
  it('is not believed: the chain must show it, and another gateway may be tried meanwhile', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    isWithdrawn = false
    const run = new RevokeRun(offer, '77')
    const started = run.start(custody, 'https://evil.example')
    await vi.waitFor(() => expect(run.stage).toBe('waiting'))
    expect(run.busy).toBe(false)
    await vi.advanceTimersByTimeAsync(62_000)
    expect([await started, run.stage, run.failure?.code]).toEqual([false, 'failed', 'revoke.silent'])
  })
  it('does not get a key afterwards: from the signature on every answer to the offer is withdrawn in the vault', async () => {
    const put = vi.spyOn(vault, 'putDeal').mockResolvedValue()
    const own = makeSecret({ offerId: offer })
    vault.status = 'open'
    vault.deals = [own, makeSecret()]
    isUp = () => false
    const run = new RevokeRun(offer, '77')
    expect(await run.start(custody, 'https://evil.example')).toBe(false)
    expect(put.mock.calls).toEqual([[{ ...own, state: 'withdrawn' }]])
    const deal = makeDeal({ dealId: own.dealId, offerId: offer })
    expect(openSecrets([{ ...own, state: 'withdrawn' }], [deal], config)).toEqual([])
    expect(openSecrets([own], [deal], config)).toEqual([])
  })
  it('has only its own word while no chain source is at hand, and that is said', async () => {
    chainOf(null)
    const run = new RevokeRun(offer, '77')
    expect([await run.start(custody, 'https://one.example'), run.stage]).toEqual([false, 'told'])
  })
})

describe('withdrawing consent', () => {
  it('is one signature that says offer, profile and last date, carried with a stamp on the same', async () => {
    const run = new RevokeRun(offer, '77')
    expect(await run.start(custody, 'https://one.example')).toBe(true)
    const { call, arguments: spelled, stamp } = sent[0]?.body ?? ({} as Sent)
    expect([call, spelled.offer, spelled.profile, spelled.signer]).toEqual([
      'revokeFor',
      offer,
      '77',
      custody,
    ])
    const digest = marketDigest('Revoke', { offer, profile: '77', deadline: spelled.deadline }, domain)
    expect(recoverAddress(digest, bytesOfHex(spelled.signature))).toBe(custody)
    expect(leadingZeroBits(stampHash(digest, stamp.time, bytesOfHex(stamp.nonce)))).toBeGreaterThanOrEqual(4)
  })
  it('goes through another gateway without asking the wallet again', async () => {
    isUp = (host) => host === 'two.example'
    const run = new RevokeRun(offer, '77')
    expect(await run.start(custody, 'https://one.example')).toBe(false)
    expect([run.stage, run.failure?.code]).toEqual(['failed', 'gateway.unreachable'])
    expect(await run.start(custody, 'https://two.example')).toBe(true)
    expect([asked, sent.map(({ host }) => host)]).toEqual([1, ['two.example']])
  })
  it('is not signed for a market that only the gateway names', async () => {
    vi.mocked(marketTrust.isTrusted).mockReturnValue(false)
    const run = new RevokeRun(offer, '77')
    expect(await run.start(custody, '')).toBe(false)
    expect([run.failure?.code, asked]).toEqual(['market.contract', 0])
  })
  it('needs no gateway: the same by a transaction of the wallet', async () => {
    const plan = planDirectRevoke(config, offer, '77', custody)
    // Safety: the plan makes its call data without a node.
    const made = await plan.build(
      { request: () => Promise.reject(new Error('nobody asked')) },
      () => undefined,
    )
    expect(made).toEqual({
      from: custody,
      to: market,
      data: `0xaeebee82${offer.slice(2)}${'4d'.padStart(64, '0')}`,
    })
  })
})
