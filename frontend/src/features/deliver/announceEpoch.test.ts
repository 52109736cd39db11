import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Config } from '../../api/model.ts'
import { fileCid } from '../../ipfs/fileCid.ts'
import { writeValue } from '../../state/database.ts'
import { session } from '../../state/session.svelte.ts'
import { createSessionKey } from '../../wallet/sessionKeys.ts'
import { makeSecret } from '../consents/fixtures.ts'
import { announceEpoch } from './deliverEpochCall.ts'

const scope = 'test:announce'
const bytes = Uint8Array.of(1, 2, 3)
const secret = makeSecret({ epochs: 3 })
// Safety: announcing reads these members only.
const config = {
  network: { chainId: 31337 },
  contracts: { DataMarket: `0x${'55'.repeat(20)}` },
  limits: { blobBytes: 1000 },
} as unknown as Config
let asked: string[]

beforeEach(async () => {
  asked = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url.replace(/0x[0-9a-f]{64}/, 'ID'))
    return Promise.resolve(Response.json({ cid: fileCid(bytes), size: 3, dealId: '0x', epoch: 1 }))
  })
  const address = await createSessionKey(scope, '77')
  session.put({
    ...{ profileId: '77', handle: 'ada', name: null, custody: `0x${'11'.repeat(20)}`, state: 'ready' },
    ...{ callId: null, key: { address, untilSeconds: 4e9, kinds: 2 }, lastCreatedAt: 0 },
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  session.profiles = []
  session.activeId = null
})

describe('the envelope of an epoch', () => {
  it('is uploaded each time: another gateway never had it, one that waited may have dropped it', async () => {
    await writeValue(scope, 'deliveries', `${secret.dealId}:${secret.nonce}:1`, {
      ...{ call: 'deliverEpoch', arguments: {}, data: '0x01', envelope: bytes },
    })
    await announceEpoch(config, scope, secret, 1)
    await announceEpoch(config, scope, secret, 1)
    expect(asked).toEqual(['/v1/blobs', '/v1/deals/ID/epochs', '/v1/blobs', '/v1/deals/ID/epochs'])
  })
  it('is not announced before it was made', () =>
    expect(announceEpoch(config, scope, secret, 2)).rejects.toMatchObject({ code: 'epoch.envelope' }))
  it('needs a session key that has not ended', async () => {
    await writeValue(scope, 'deliveries', `${secret.dealId}:${secret.nonce}:0`, { envelope: bytes })
    session.change('77', { key: { address: `0x${'2'.repeat(40)}`, untilSeconds: 1, kinds: 2 } })
    await expect(announceEpoch(config, scope, secret, 0)).rejects.toMatchObject({ code: 'session.expired' })
    expect(asked).toEqual([])
  })
})
