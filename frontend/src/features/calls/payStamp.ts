import type { Stamp } from '../../api/model.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { solveStampInChunks } from '../../domain/solveStampInChunks.ts'

/** The proof of work that replaces a fee, worked out in slices so that the page stays responsive. */
export async function payStamp(digest: Uint8Array, bits: number): Promise<Stamp> {
  const { nonce, timeSeconds } = await solveStampInChunks(digest, bits, Math.floor(Date.now() / 1000))
  return { nonce: hexOfBytes(nonce), bits, time: timeSeconds }
}
