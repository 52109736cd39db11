import { attemptStamp, type Stamp } from './stamp.ts'

const chunk = 2_000

/**
 * The stamp with the smallest nonce, solved a few milliseconds at a time so that the page stays alive where
 * there is no worker. Rejects with the signal's reason when it is aborted.
 */
export async function solveStampInChunks(
  digest: Uint8Array,
  bits: number,
  timeSeconds: number,
  signal?: AbortSignal,
): Promise<Stamp> {
  for (let from = 0; ; from += chunk) {
    signal?.throwIfAborted()
    const stamp = attemptStamp(digest, bits, timeSeconds, from, chunk)
    if (stamp) return stamp
    await new Promise((resume) => setTimeout(resume, 0))
  }
}
