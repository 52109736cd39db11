import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Failure } from '../../api/failure.ts'
import type { CallStatus, Hex } from '../../api/model.ts'
import type { ChainDeal } from '../../chain/readDeal.ts'
import { makeSecret } from '../consents/fixtures.ts'
import { needsPerson } from './deliveryWords.ts'
import { DealDelivery, type DeliveryCall, type DeliveryPorts } from './dealDelivery.ts'

const digest: Hex = `0x${'cd'.repeat(32)}`
const untilSeconds = 1_795_000_000
let now: number
let latest: ChainDeal
let final: ChainDeal
let calls: Record<string, Partial<CallStatus>>
let ports: DeliveryPorts
const relayed: DeliveryCall[] = []
const accepted: ChainDeal = {
  price: 5n,
  timeSeconds: untilSeconds,
  state: 'accepted',
  withdrawn: false,
  epochs: 0,
  next: 0,
  left: 0,
  word: digest,
}
const closed = vi.fn()
const build = vi.fn()

beforeEach(() => {
  now = (untilSeconds - 50_000) * 1000
  latest = final = accepted
  calls = {}
  relayed.length = 0
  closed.mockReset()
  build
    .mockReset()
    .mockImplementation((_secret: unknown, _consent: unknown, epoch: number) =>
      Promise.resolve({ call: 'deliver', arguments: { epoch }, stampOver: new Uint8Array(), data: '0x01' }),
    )
  ports = {
    digestOf: () => digest,
    readFacts: (own) =>
      Promise.resolve({
        digest: own.digest,
        latest,
        final,
        deliverSeconds: 86_400,
        headSeconds: Math.floor(now / 1000),
        clockSeconds: Math.floor(now / 1000),
      }),
    build,
    announce: () => Promise.resolve(),
    relay: (call) => {
      relayed.push(call)
      return Promise.resolve({ callId: `0x0${relayed.length}`, state: 'pending' } as CallStatus)
    },
    getCall: (callId) => Promise.resolve({ callId, state: 'pending', ...calls[callId] } as CallStatus),
    close: (secret) => Promise.resolve(closed(secret.dealId)),
    nowMilliseconds: () => now,
  }
})

describe('a key on its way', () => {
  it('is sent once, and then watched on the chain', async () => {
    const delivery = new DealDelivery(makeSecret())
    expect(await delivery.step(ports)).toMatchObject({ is: 'sent', lastSafeSecond: untilSeconds - 8_640 })
    now += 15_000
    expect(await delivery.step(ports)).toMatchObject({ is: 'sent' })
    expect(relayed).toHaveLength(1)
    latest = { ...accepted, state: 'settled' }
    expect(await delivery.step(ports)).toEqual({ is: 'delivered' })
    expect(closed).not.toHaveBeenCalled()
    final = latest
    await delivery.step(ports)
    expect(closed).toHaveBeenCalledTimes(1)
    await delivery.step(ports)
    expect(closed).toHaveBeenCalledTimes(1)
  })
  it('is closed in the vault when its consent ran out and nobody had accepted it', async () => {
    const secret = makeSecret()
    const none: ChainDeal = { ...accepted, state: 'none', timeSeconds: 0, word: `0x${'00'.repeat(32)}` }
    latest = final = none
    now = Number(secret.consent['validUntil']) * 1000
    const delivery = new DealDelivery(secret)
    expect(await delivery.step(ports)).toMatchObject({ is: 'waiting', why: 'not_accepted' })
    expect(closed).not.toHaveBeenCalled()
    now += 1_000
    expect(await delivery.step(ports)).toEqual({ is: 'stopped', code: 'deliver.unaccepted' })
    expect(closed).toHaveBeenCalledExactlyOnceWith(secret.dealId)
    expect(relayed).toEqual([])
  })
  it('is sent again, the same bytes, when the gateway said yes and nothing came of it', async () => {
    const delivery = new DealDelivery(makeSecret())
    await delivery.step(ports)
    now += 91_000
    await delivery.step(ports)
    expect(relayed).toHaveLength(2)
    expect(relayed[1]).toBe(relayed[0])
    expect(build).toHaveBeenCalledTimes(1)
  })
  it('is the person’s to send when a gateway swallows it: they are told after the first silence, until the end', async () => {
    const delivery = new DealDelivery(makeSecret())
    await delivery.step(ports)
    const told = []
    for (let turn = 0; turn < 30; turn += 1) {
      now += 40_000
      told.push(await delivery.step(ports))
    }
    for (const state of told.slice(3)) {
      expect(state).toMatchObject({ is: 'failed', failure: { code: 'relay.silent' }, call: { data: '0x01' } })
      expect(needsPerson(state)).toBe(true)
    }
    latest = { ...accepted, state: 'settled' }
    expect(await delivery.step(ports)).toEqual({ is: 'delivered' })
  })
  it('of an epoch can be sent by the wallet when the gateway refuses its envelope', async () => {
    ports.announce = () => Promise.reject(new Failure('epoch.envelope'))
    expect(await new DealDelivery(makeSecret()).step(ports)).toMatchObject({
      is: 'failed',
      failure: { code: 'epoch.envelope' },
      call: { data: '0x01' },
    })
    expect(relayed).toEqual([])
  })
  it('is sent again after a reorganisation took its block out', async () => {
    const delivery = new DealDelivery(makeSecret())
    await delivery.step(ports)
    latest = { ...accepted, state: 'settled' }
    await delivery.step(ports)
    latest = accepted
    now += 91_000
    await delivery.step(ports)
    expect(relayed).toHaveLength(2)
  })
  it('names the gateway’s reason for giving up, keeps the call for the wallet, and tries later', async () => {
    const delivery = new DealDelivery(makeSecret())
    await delivery.step(ports)
    calls['0x01'] = { state: 'rejected', problem: { code: 'relay.closed', detail: '', retryable: true } }
    expect(await delivery.step(ports)).toMatchObject({
      is: 'failed',
      failure: { code: 'relay.closed' },
      call: { data: '0x01' },
    })
    now += 5_000
    await delivery.step(ports)
    expect(relayed).toHaveLength(1)
    now += 10_000
    await delivery.step(ports)
    expect(relayed).toHaveLength(2)
  })
  it('waits longer after each failure', async () => {
    ports.relay = () => Promise.reject(new Failure('gateway.unreachable', '', true))
    const delivery = new DealDelivery(makeSecret())
    let attempts = 0
    const relay = ports.relay
    ports.relay = (call) => {
      attempts += 1
      return relay(call)
    }
    for (let second = 0; second < 600; second += 5) {
      await delivery.step(ports)
      now += 5_000
    }
    expect(attempts).toBeGreaterThan(4)
    expect(attempts).toBeLessThan(9)
    expect(delivery.state).toMatchObject({ is: 'failed', failure: { code: 'gateway.unreachable' } })
  })
})

describe('nothing is sent', () => {
  it('when making it took so long that the last tenth began', async () => {
    build.mockImplementation(() => {
      now = (untilSeconds - 8_639) * 1000
      return Promise.resolve({ call: 'deliver', arguments: {}, stampOver: new Uint8Array(), data: '0x01' })
    })
    expect(await new DealDelivery(makeSecret()).step(ports)).toEqual({
      is: 'stopped',
      code: 'deliver.too_late',
    })
    expect(relayed).toEqual([])
  })
  it('when nobody can be asked about the chain', async () => {
    ports.readFacts = () => Promise.reject(new Failure('deliver.needs_source'))
    expect(await new DealDelivery(makeSecret()).step(ports)).toMatchObject({
      is: 'failed',
      failure: { code: 'deliver.needs_source' },
    })
    expect(relayed).toEqual([])
  })
  it('for another consent, and the deal stays open: another answer of this person may be meant', async () => {
    for (const state of ['accepted', 'subscribed'] as const) {
      latest = final = { ...accepted, state, epochs: 2, word: `0x${'11'.repeat(32)}` }
      expect(await new DealDelivery(makeSecret()).step(ports)).toEqual({
        is: 'stopped',
        code: 'deliver.other_consent',
      })
    }
    expect(closed).not.toHaveBeenCalled()
  })
  it('before it is final', async () => {
    final = { ...accepted, state: 'none' }
    expect(await new DealDelivery(makeSecret()).step(ports)).toMatchObject({
      is: 'waiting',
      why: 'not_final',
    })
    expect(build).not.toHaveBeenCalled()
  })
})

it('a withdrawal closes the deal once it is final', async () => {
  const delivery = new DealDelivery(makeSecret())
  latest = { ...accepted, state: 'revoked' }
  await delivery.step(ports)
  expect(closed).not.toHaveBeenCalled()
  final = latest
  expect(await delivery.step(ports)).toEqual({ is: 'stopped', code: 'deliver.withdrawn' })
  expect(closed).toHaveBeenCalledTimes(1)
})

it('each epoch is made and sent on its own, until the last', async () => {
  const start = Math.floor(now / 1000)
  const subscribed: ChainDeal = { ...accepted, state: 'subscribed', timeSeconds: start, epochs: 2, left: 2 }
  latest = final = subscribed
  const delivery = new DealDelivery(makeSecret({ epochs: 2 }))
  expect(await delivery.step(ports)).toMatchObject({ is: 'sent' })
  latest = final = { ...subscribed, next: 1, left: 1 }
  expect(await delivery.step(ports)).toMatchObject({ is: 'waiting', fromSeconds: start + 86_400 })
  now += 86_400_000
  expect(await delivery.step(ports)).toMatchObject({ is: 'sent' })
  expect(relayed.map((call) => call.arguments)).toEqual([{ epoch: 0 }, { epoch: 1 }])
  latest = final = { ...subscribed, state: 'settled', next: 2, left: 0 }
  expect(await delivery.step(ports)).toEqual({ is: 'delivered' })
  expect(closed).toHaveBeenCalledTimes(1)
})
