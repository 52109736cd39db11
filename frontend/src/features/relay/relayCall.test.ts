import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Config } from '../../api/model.ts'
import { dataMarketClaim, dataMarketWithdraw } from '../../chain/marketAbi.gen.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { leadingZeroBits, stampHash } from '../../domain/stamp.ts'
import { followRelayed, relayCall, wishFor } from './relayCall.ts'

const config = { stampBits: { call: 6 } } as Config // Safety: only the stamp's bits are read.
const payee = `0x${'aa'.repeat(20)}` as const
const sent: { url: string; body: Record<string, unknown> }[] = []
let answer: () => Response
beforeEach(() => {
  sent.length = 0
  answer = () => Response.json({ callId: '0x01', state: 'pending' })
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    sent.push({ url, body: init.body ? JSON.parse(String(init.body)) : {} })
    return Promise.resolve(answer())
  })
})
afterEach(() => vi.unstubAllGlobals())

it('pays its stamp on the call data, so that nobody reuses it for another call', async () => {
  const wish = wishFor(dataMarketWithdraw, [payee], { payee })
  await relayCall('https://one.example', config, wish)
  expect(sent[0]?.url).toBe('https://one.example/v1/calls')
  expect(sent[0]?.body).toMatchObject({ call: 'withdraw', arguments: { payee } })
  const { stamp } = sent[0]?.body as { stamp: { nonce: `0x${string}`; time: number } }
  const bits = leadingZeroBits(stampHash(wish.stampOver, stamp.time, bytesOfHex(stamp.nonce)))
  expect(bits).toBeGreaterThanOrEqual(6)
  const other = wishFor(dataMarketClaim, [`0x${'11'.repeat(32)}`, 7n], {})
  expect(other.stampOver).not.toEqual(wish.stampOver)
})
it('raises what the gateway refused', async () => {
  answer = () => Response.json({ code: 'deliver.not_final', detail: '' }, { status: 409 })
  await expect(relayCall('', config, wishFor(dataMarketWithdraw, [payee], { payee }))).rejects.toMatchObject({
    code: 'deliver.not_final',
  })
})
it('raises why a call was given up later', async () => {
  answer = () =>
    Response.json({ callId: '0x01', state: 'rejected', problem: { code: 'deal.too_late', detail: '' } })
  await expect(followRelayed('', '0x01')).rejects.toMatchObject({ code: 'deal.too_late' })
})
