import { afterEach, describe, expect, it, vi } from 'vitest'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { hashCipher, hashPlain, maskRecord } from './hashRecord.ts'
import { mask } from './keystream.ts'
import { encodeRecord } from './record.ts'
import { doRecordWork, type RecordWork } from './recordWork.ts'
import { listCipherLeaves, listPlainLeaves } from './roots.ts'

const key = new Uint8Array(32).fill(7)
const small = encodeRecord(new Uint8Array(900).fill(1))
const large = encodeRecord(new Uint8Array(300_000).fill(2))
let started = 0
const digestOf = (bytes: Uint8Array) => hexOfBytes(keccak256(bytes))

/** Does what recordWorker.ts does, as a browser would carry it: as a copy. */
class InlineWorker extends EventTarget {
  constructor() {
    super()
    started += 1
  }
  postMessage({ id, task }: { id: number; task: RecordWork }) {
    const copy = { ...task, bytes: task.bytes.slice() }
    setTimeout(() => {
      const data =
        copy.bytes.length % 256
          ? { id, code: 'market.words', detail: 'x' }
          : { id, bytes: doRecordWork(copy) }
      this.dispatchEvent(new MessageEvent('message', { data }))
    })
  }
  terminate() {}
}
class BrokenWorker extends EventTarget {
  postMessage() {
    setTimeout(() => this.dispatchEvent(new Event('error')))
  }
  terminate() {}
}
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('hashing a record', () => {
  it('is done in the page for a small one', async () => {
    vi.stubGlobal('Worker', InlineWorker)
    started = 0
    expect(await hashCipher(small)).toEqual(listCipherLeaves(small))
    expect(await hashPlain(small)).toEqual(listPlainLeaves(small))
    expect(await maskRecord(small, key)).toEqual(mask(small, key))
    expect(started).toBe(0)
  })
  it('says why a worker failed, and starts another next time', async () => {
    vi.stubGlobal('Worker', BrokenWorker)
    await expect(maskRecord(large, key)).rejects.toMatchObject({ code: 'page.worker' })
    vi.stubGlobal('Worker', InlineWorker)
    started = 0
    expect(digestOf(await maskRecord(large, key))).toBe(digestOf(mask(large, key)))
    expect(started).toBe(1)
  })
  it('is done by one worker for large ones, with the page’s refusals', async () => {
    vi.stubGlobal('Worker', InlineWorker)
    const [leaves, masked] = await Promise.all([hashPlain(large), maskRecord(large, key)])
    expect(digestOf(joinBytes(...leaves))).toBe(digestOf(joinBytes(...listPlainLeaves(large))))
    expect(digestOf(masked)).toBe(digestOf(mask(large, key)))
    await expect(hashCipher(large.subarray(1))).rejects.toMatchObject({ code: 'market.words' })
  })
})
