import { encodeAbiParameters, encodeEventTopics } from 'viem/utils'
import { describe, expect, it, vi } from 'vitest'
import type { Config, Hex } from '../api/model.ts'
import { encodeCall } from './encodeCall.ts'
import {
  dataMarketConsentGivenEvent,
  dataMarketDeliver,
  dataMarketDeliverEpoch,
  dataMarketDeliverMany,
  dataMarketIsSigned,
  dataMarketItemSkippedEvent,
  dataMarketPersonhood,
  noLevelsLevelOf,
} from './marketAbi.gen.ts'
import { readAccepted, readOpened } from './marketLogs.ts'
import { readDelivery } from './readDelivery.ts'
import { readMarket } from './readMarket.ts'
import type { Receipt } from './readReceipt.ts'
import { selectorOf } from './selector.ts'

const bytes = (byte: string): Hex => `0x${byte.repeat(32)}`
const address = (byte: string): Hex => `0x${byte.repeat(20)}`
const market = address('aa')
// Safety: only the addresses are read.
const contracts = { DataMarket: market, TagToken: address('bb'), Faucet: null } as Config['contracts']
const proof = { c: 1n, s: 2n, ux: 3n, uy: 4n, vx: 5n, vy: 6n, inv: 7n }
const read = { c: 1n, s: 2n, ux: 3n, uy: 4n, vx: 5n, vy: 6n, inverse: 7n }
const consentOf = (profile: bigint, offer = bytes('01')) => ({
  offer,
  profile,
  payee: address('02'),
  price: 5n,
  validUntil: 6n,
  terms: bytes('03'),
  receipt: bytes('04'),
  qx: 7n,
  qParity: 1,
  xx: 8n,
  xParity: 0,
  ctRoot: bytes('05'),
  ptRoot: bytes('06'),
  salt: bytes('07'),
})
const nodeWith = (input: unknown) => ({ request: () => Promise.resolve(input === null ? null : { input }) })
const deal = { offer: bytes('01'), profile: 77n }

describe('the delivery in a transaction', () => {
  it('is read from deliver', async () => {
    const data = encodeCall(dataMarketDeliver, [consentOf(77n), { dx: 9n, dParity: 1, proof }])
    expect(await readDelivery(nodeWith(data), bytes('ff'), deal)).toEqual({
      epoch: null,
      dx: 9n,
      dParity: 1,
      proof: read,
    })
  })
  it('is read from its place in deliverMany', async () => {
    const deliveries = [11n, 12n, 13n].map((dx) => ({ dx, dParity: 0, proof }))
    const data = encodeCall(dataMarketDeliverMany, [[75n, 77n, 78n].map((id) => consentOf(id)), deliveries])
    expect((await readDelivery(nodeWith(data), bytes('ff'), deal))?.dx).toBe(12n)
  })
  it('is read from deliverEpoch, for the epoch asked for', async () => {
    const delivery = { epoch: 3, xx: 1n, xParity: 1, path: [bytes('08')], ctRoot: bytes('09') }
    const data = encodeCall(dataMarketDeliverEpoch, [
      consentOf(77n),
      { ...delivery, dx: 14n, dParity: 1, proof },
    ])
    const node = nodeWith(data)
    expect(await readDelivery(node, bytes('ff'), { ...deal, epoch: 3 })).toMatchObject({
      epoch: { number: 3, xx: 1n, xParity: 1, ctRoot: BigInt(bytes('09')), path: [BigInt(bytes('08'))] },
      dx: 14n,
    })
    expect(await readDelivery(node, bytes('ff'), { ...deal, epoch: 2 })).toBeNull()
  })
  it.each<[string, unknown]>([
    ['an unknown transaction', null],
    ['another call', '0xdeadbeef'],
    ['something that is no call data', 'deliver!'],
    [
      'another profile’s delivery',
      encodeCall(dataMarketDeliver, [consentOf(78n), { dx: 9n, dParity: 1, proof }]),
    ],
    [
      'another offer’s delivery',
      encodeCall(dataMarketDeliver, [consentOf(77n, bytes('99')), { dx: 9n, dParity: 1, proof }]),
    ],
    [
      'a delivery that is cut off',
      encodeCall(dataMarketDeliver, [consentOf(77n), { dx: 9n, dParity: 1, proof }]).slice(0, 10 + 64 * 20),
    ],
  ])('is not made up from %s', async (_, input) =>
    expect(await readDelivery(nodeWith(input), bytes('ff'), deal)).toBeNull(),
  )
})

describe('the events of a transaction', () => {
  const logOf = (name: 'given' | 'skipped', dealId: Hex, at = market) => {
    const [abi, data] =
      name === 'given'
        ? [dataMarketConsentGivenEvent, '0x']
        : [dataMarketItemSkippedEvent, encodeAbiParameters([{ type: 'uint8' }], [4])]
    const [topic = ''] = encodeEventTopics({ abi: [abi] })
    return { address: at, topics: [topic, dealId, bytes('01')], data, logIndex: 0 }
  }
  const receiptOf = (logs: Receipt['logs']): Receipt => ({
    blockHash: bytes('0b'),
    blockNumber: 1,
    succeeded: true,
    logs,
  })
  it('say who was accepted and who was left out, and why', () =>
    expect(
      readAccepted(receiptOf([logOf('given', bytes('01')), logOf('skipped', bytes('02'))]), market),
    ).toEqual({
      accepted: [bytes('01')],
      skipped: [{ dealId: bytes('02'), fault: 4 }],
    }))
  it('count only from the market itself', () => {
    const receipt = receiptOf([logOf('given', bytes('01'), address('ee'))])
    expect(readAccepted(receipt, market)).toEqual({ accepted: [], skipped: [] })
    expect(readOpened(receipt, market)).toBeNull()
  })
})

describe('readMarket', () => {
  const answering = (answers: Record<string, Hex>) =>
    readMarket(
      {
        request: vi.fn(({ params }: { params?: unknown }) => {
          const [call] = params as [{ data: string } | string] // Safety: every read passes a list.
          return Promise.resolve(typeof call === 'string' ? answers[call] : answers[call.data.slice(0, 10)])
        }),
      },
      contracts,
    )
  const word = (value: bigint | number): Hex => `0x${BigInt(value).toString(16).padStart(64, '0')}`

  it('asks the market’s own personhood for a level', async () =>
    expect(
      await answering({
        [selectorOf(dataMarketPersonhood)]: word(BigInt(address('cc'))),
        [selectorOf(noLevelsLevelOf)]: word(2),
      }).level(77n),
    ).toBe(2))
  it.each([
    ['0x', false],
    ['0x6080', true],
    [`0xef0100${'11'.repeat(20)}`, false],
  ] as const)('code %s is a contract account: %s', async (code, contract) =>
    expect(await answering({ [address('dd')]: code }).isContract(address('dd'))).toBe(contract),
  )
  it('takes no signature that the market does not', async () =>
    expect(
      await answering({ [selectorOf(dataMarketIsSigned)]: word(0) }).isSigned(
        address('dd'),
        bytes('01'),
        '0x01',
      ),
    ).toBe(false))
  it('never drips where there is no faucet', async () =>
    expect(await answering({}).canDrip(address('dd'))).toBe(false))
  it('says that a network has no market', () =>
    expect(() => readMarket({ request: vi.fn() }, { ...contracts, DataMarket: '' })).toThrow(
      expect.objectContaining({ code: 'market.none' }),
    ))
})
