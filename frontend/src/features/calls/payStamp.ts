import { Failure } from '../../api/failure.ts'
import type { Stamp } from '../../api/model.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { solveStampInChunks } from '../../domain/solveStampInChunks.ts'

const mostBits = 24

/**
 * The proof of work that replaces a fee, worked out in slices so that the page stays responsive. Raises
 * `stamp.too_much` where a gateway asks for more than a minute of it.
 */
export async function payStamp(digest: Uint8Array, bits: number): Promise<Stamp> {
  if (bits > mostBits) throw new Failure('stamp.too_much')
  const { nonce, timeSeconds } = await solveStampInChunks(digest, bits, Math.floor(Date.now() / 1000))
  return { nonce: hexOfBytes(nonce), bits, time: timeSeconds }
}
