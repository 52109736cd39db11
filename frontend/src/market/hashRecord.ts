import { Failure } from '../api/failure.ts'
import { ownScript } from '../state/trustedScript.ts'
import { doRecordWork, splitLeaves, type RecordWork } from './recordWork.ts'
import type { RecordAnswer } from './recordWorker.ts'
import workerUrl from './recordWorker.ts?worker&url'

/** Above this size the page would stand still for a sixth of a second and more: a worker does the hashing. */
const largeBytes = 256 * 1024
const idleMilliseconds = 20_000

let worker: Worker | null = null
let idle: ReturnType<typeof setTimeout> | undefined
let nextId = 1
const waiting = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (cause: Failure) => void }>()

/** The leaves of a whole ciphertext; raises `market.words`. */
export async function hashCipher(ciphertext: Uint8Array): Promise<Uint8Array[]> {
  return splitLeaves(await run({ work: 'cipherLeaves', bytes: ciphertext }))
}

/** The leaves of a whole padded plaintext; raises `market.words`. */
export async function hashPlain(record: Uint8Array): Promise<Uint8Array[]> {
  return splitLeaves(await run({ work: 'plainLeaves', bytes: record }))
}

/** `mask` from the record's first word; the page goes on meanwhile. Raises `market.words`. */
export function maskRecord(bytes: Uint8Array, key: Uint8Array): Promise<Uint8Array> {
  return run({ work: 'mask', bytes, key })
}

function run(task: RecordWork): Promise<Uint8Array> {
  const small = task.bytes.length <= largeBytes || typeof Worker === 'undefined'
  if (small) return Promise.resolve().then(() => doRecordWork(task))
  return new Promise((resolve, reject) => {
    const id = nextId++
    waiting.set(id, { resolve, reject })
    clearTimeout(idle)
    worker ??= startWorker()
    worker.postMessage({ id, task })
  })
}

function startWorker(): Worker {
  const started = new Worker(ownScript(workerUrl), { type: 'module' })
  started.addEventListener('message', ({ data }: MessageEvent<RecordAnswer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('bytes' in data) asked?.resolve(data.bytes)
    else asked?.reject(new Failure(data.code, data.detail))
    if (waiting.size === 0) idle = setTimeout(stopWorker, idleMilliseconds)
  })
  started.addEventListener('error', () => {
    const asked = [...waiting.values()]
    stopWorker()
    asked.forEach(({ reject }) =>
      reject(
        new Failure(
          'page.worker',
          'This browser ran out of memory for the record. Close other tabs and try again.',
        ),
      ),
    )
  })
  return started
}

/** Plaintext and keys in the worker's memory go with it. */
function stopWorker(): void {
  clearTimeout(idle)
  worker?.terminate()
  worker = null
  waiting.clear()
}
