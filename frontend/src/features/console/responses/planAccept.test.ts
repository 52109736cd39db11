import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Hex } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { signatureHash } from '../../../chain/selector.ts'
import {
  dataMarketAcceptMany,
  dataMarketConsentGivenEvent,
  dataMarketItemSkippedEvent,
} from '../../../chain/marketAbi.gen.ts'
import { config, makeAnswer, type Answered } from '../answers.testing.ts'
import type { CheckedResponse } from './checkResponse.ts'
import { batchesOf, costOf, planAccept, readOutcome } from './planAccept.ts'

let answered: Answered
beforeAll(async () => {
  answered = await makeAnswer()
})
const good = (change: Partial<CheckedResponse> = {}): CheckedResponse => ({
  dealId: answered.response.dealId,
  profileId: '77',
  receivedAt: '2026-11-20T10:00:00.000Z',
  signature: answered.response.signature,
  envelope: answered.response.envelope,
  consent: answered.sale.consent,
  selection: null,
  checks: [],
  verdict: 'good',
  ...change,
})

describe('accepting', () => {
  it('is done in transactions of at most forty', () => {
    const chosen = Array.from({ length: 95 }, () => good())
    expect(batchesOf(chosen).map(({ length }) => length)).toEqual([40, 40, 15])
    expect(batchesOf([])).toEqual([])
  })
  it('leaves out what is not good, whoever chose it', () =>
    expect(
      batchesOf([good({ verdict: 'bad' }), good({ verdict: 'unknown' }), good({ consent: null })]),
    ).toEqual([]))
  it('locks the price once, in a subscription for every epoch', () => {
    const { price } = answered.sale.consent
    expect(costOf(answered.own, [good(), good()])).toBe(2n * price)
    const subscription = { ...answered.own, onChain: { ...answered.own.onChain, epochs: 12 } }
    expect(costOf(subscription, [good()])).toBe(12n * price)
  })
  it('sends the consents with their signatures, in one order', async () => {
    const plan = planAccept(answered.own, [good()], config)
    const { data, to, from } = await plan.build({ request: vi.fn() }, vi.fn())
    expect([to, from]).toEqual([config.contracts.DataMarket, answered.own.buyer])
    const { signature } = answered.response
    expect(data).toBe(encodeCall(dataMarketAcceptMany, [[answered.sale.consent], [signature]]))
  })
})

describe('a level that fell meanwhile', () => {
  const demanding = () => ({ ...answered.own, onChain: { ...answered.own.onChain, minLevel: 2 } })
  const nodeWith = (level: number) => ({
    request: vi.fn(({ method }: { method: string }) =>
      Promise.resolve(
        method === 'eth_call' ? `0x${level.toString(16).padStart(64, '0')}` : config.network.chainId,
      ),
    ),
  })
  it('is said in words before the wallet is asked', () =>
    expect(planAccept(demanding(), [good()], config).build(nodeWith(1), vi.fn())).rejects.toMatchObject({
      code: 'consent.level',
      detail: expect.stringContaining('asks for level 2, and by now profile 77 has level 1') as string,
    }))
  it('one that still stands goes on', () =>
    expect(planAccept(demanding(), [good()], config).build(nodeWith(2), vi.fn())).resolves.toMatchObject({
      from: answered.own.buyer,
    }))
})

describe('what a batch did', () => {
  const market = config.contracts.DataMarket as Hex
  const event = (
    abi: typeof dataMarketConsentGivenEvent | typeof dataMarketItemSkippedEvent,
    dealId: Hex,
    fault = 0,
  ) => ({
    address: market,
    topics: [signatureHash(abi), dealId],
    data: `0x${String(fault).padStart(64, '0')}`,
    logIndex: 0,
  })
  it('names each answer that was left out, with the contract’s reason', () => {
    const other: Hex = `0x${'02'.repeat(32)}`
    const lost: Hex = `0x${'03'.repeat(32)}`
    const batch = [good(), good({ dealId: other, profileId: '78' }), good({ dealId: lost, profileId: '79' })]
    const logs = [
      event(dataMarketConsentGivenEvent, good().dealId),
      event(dataMarketItemSkippedEvent, other, 7),
    ]
    const receipt = { blockHash: other, blockNumber: 1, succeeded: true, logs }
    expect(readOutcome(receipt, batch, config)).toEqual({
      accepted: 1,
      skipped: [
        { profileId: '78', sentence: 'This profile was accepted before, or has withdrawn in advance.' },
        { profileId: '79', sentence: expect.stringContaining('nothing about it') as string },
      ],
    })
  })
})
