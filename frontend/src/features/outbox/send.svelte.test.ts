// @vitest-environment node
import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Failure } from '../../api/failure.ts'
import { listValues } from '../../state/database.ts'
import { outbox, type OutboxItem } from '../../state/outbox.svelte.ts'
import { dropIntent, keepIntent, sendIntent } from './send.svelte.ts'

let scope = ''
let count = 0
beforeEach(() => {
  scope = `outbox-${count++}`
  outbox.items = []
})
const item = (): OutboxItem => ({
  intentId: '0x01',
  profileId: '7',
  kind: 1,
  record: '0x00',
  signature: '0x00',
  content: null,
  subject: '0x00',
  createdAt: 1,
  state: 'sending',
  failure: null,
  attempts: 0,
  about: {},
  post: null,
})
type Api = Parameters<typeof sendIntent>[1]
const run = (api: Api): Promise<void> => sendIntent(scope, api, '0x01', () => Promise.resolve())
const unknown = { problem: null, txHash: null, blockNumber: null }
const accepted = () =>
  Promise.resolve({ items: [{ intentId: '0x01', state: 'pending' as const, problem: null }] })
const status = (state: 'pending' | 'anchored' | 'final') =>
  Promise.resolve({ ...unknown, intentId: '0x01', state })
const kept = () => listValues<OutboxItem>(scope, 'intents')

describe('an intent that the gateway does not take', () => {
  it('keeps the refusal’s own code and stays in this browser', async () => {
    await keepIntent(scope, item())
    const problem = { code: 'intent.unauthorised', detail: 'no', retryable: false }
    await run({
      submitIntents: () => Promise.resolve({ items: [{ intentId: '0x01', state: 'rejected', problem }] }),
      getIntent: vi.fn(),
    })
    expect(outbox.items[0]).toMatchObject({ state: 'failed', failure: problem })
    expect(await kept()).toMatchObject([{ state: 'failed' }])
  })
  it('is tried some times while the gateway is away, then waits for the person', async () => {
    await keepIntent(scope, item())
    const submitIntents = vi.fn(() => Promise.reject(new Failure('gateway.unreachable', '', true)))
    await run({ submitIntents, getIntent: vi.fn() })
    expect(submitIntents).toHaveBeenCalledTimes(4)
    expect(outbox.items[0]).toMatchObject({ state: 'failed', failure: { code: 'gateway.unreachable' } })
    expect(await kept()).toHaveLength(1)
  })
  it('is not hammered when trying again cannot help', async () => {
    await keepIntent(scope, item())
    const submitIntents = vi.fn(() => Promise.reject(new Failure('content.invalid')))
    await run({ submitIntents, getIntent: vi.fn() })
    expect(submitIntents).toHaveBeenCalledTimes(1)
  })
  it('can be refused after it was pending', async () => {
    await keepIntent(scope, item())
    const problem = { code: 'intent.too_old', detail: '', retryable: false }
    await run({
      submitIntents: accepted,
      getIntent: () => Promise.resolve({ ...unknown, intentId: '0x01', state: 'rejected', problem }),
    })
    expect(outbox.items[0]?.failure?.code).toBe('intent.too_old')
  })
})

describe('an intent on its way', () => {
  it('is on disk before it leaves this browser', async () => {
    await keepIntent(scope, item())
    let onDisk = 0
    await run({
      submitIntents: async () => {
        onDisk = (await kept()).length
        return accepted()
      },
      getIntent: () => status('final'),
    })
    expect(onDisk).toBe(1)
  })
  it('goes through pending and anchored to final, and is then the chain’s alone', async () => {
    await keepIntent(scope, item())
    const getIntent = vi
      .fn()
      .mockReturnValueOnce(status('pending'))
      .mockReturnValueOnce(status('anchored'))
      .mockReturnValue(status('final'))
    await run({ submitIntents: accepted, getIntent })
    expect([outbox.items[0]?.state, await kept()]).toEqual(['final', []])
  })
  it('outlives a gateway that goes away while it is pending', async () => {
    await keepIntent(scope, item())
    const getIntent = vi
      .fn()
      .mockRejectedValueOnce(new Failure('gateway.unreachable'))
      .mockReturnValue(status('final'))
    await run({ submitIntents: accepted, getIntent })
    expect(outbox.items[0]?.state).toBe('final')
  })
  it('is sent once even when asked twice', async () => {
    await keepIntent(scope, item())
    const submitIntents = vi.fn(accepted)
    const api: Api = { submitIntents, getIntent: () => status('final') }
    await Promise.all([run(api), run(api)])
    expect(submitIntents).toHaveBeenCalledTimes(1)
  })
  it('can be dropped, and then is nowhere', async () => {
    await keepIntent(scope, item())
    await dropIntent(scope, '0x01')
    expect([outbox.items, await kept()]).toEqual([[], []])
  })
})
