import { ownScript } from '../../state/trustedScript.ts'
import workerUrl from './stampWorker.ts?worker&url'
import type { Stamp } from '../../api/model.ts'
import { Failure } from '../../api/failure.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'

/** The proof of work that replaces a fee, solved beside the page so that it stays responsive. */
export async function solveInWorker(digest: Uint8Array, bits: number): Promise<Stamp> {
  const timeSeconds = Math.floor(Date.now() / 1000)
  const worker = new Worker(ownScript(workerUrl), { type: 'module' })
  try {
    const solved = await new Promise<{ nonce: Uint8Array }>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<{ nonce: Uint8Array }>) => resolve(data)
      worker.onerror = (event) => reject(new Failure('page.old_browser', event.message))
      worker.postMessage({ digest, bits, timeSeconds })
    })
    return { nonce: hexOfBytes(solved.nonce), bits, time: timeSeconds }
  } finally {
    worker.terminate()
  }
}
