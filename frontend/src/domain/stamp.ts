import { sha256 } from '@noble/hashes/sha2'
import { bytesOfUint } from './bytesOfUint.ts'
import { joinBytes } from './joinBytes.ts'
import { utf8 } from './utf8.ts'

/** Work paid for one call; `nonce` is 8 bytes, `timeSeconds` Unix seconds. */
export interface Stamp {
  nonce: Uint8Array
  bits: number
  timeSeconds: number
}

/** How many bits are zero before the first one. */
export function leadingZeroBits(digest: Uint8Array): number {
  const at = digest.findIndex((byte) => byte !== 0)
  return at < 0 ? digest.length * 8 : at * 8 + Math.clz32(digest[at] ?? 0) - 24
}

function headOf(digest: Uint8Array, timeSeconds: number): Uint8Array {
  return joinBytes(utf8('hashtagspace/stamp/v1'), digest, bytesOfUint(BigInt(timeSeconds), 8))
}

/** sha2-256 of prefix ‖ digest ‖ time (8 bytes) ‖ nonce (8 bytes). */
export function stampHash(digest: Uint8Array, timeSeconds: number, nonce: Uint8Array): Uint8Array {
  return sha256(joinBytes(headOf(digest, timeSeconds), nonce))
}

/** Tries `count` nonces from `from` on; the stamp with the smallest one that fits, or null. */
export function attemptStamp(
  digest: Uint8Array,
  bits: number,
  timeSeconds: number,
  from: number,
  count: number,
): Stamp | null {
  const message = joinBytes(headOf(digest, timeSeconds), new Uint8Array(8))
  const view = new DataView(message.buffer, message.length - 8)
  for (let nonce = from; nonce < from + count; nonce++) {
    view.setUint32(0, Math.floor(nonce / 2 ** 32))
    view.setUint32(4, nonce % 2 ** 32)
    if (leadingZeroBits(sha256(message)) >= bits) return { nonce: message.slice(-8), bits, timeSeconds }
  }
  return null
}

/** The stamp with the smallest nonce, about 2^bits hashes in one go: for a worker. */
export function solveStamp(digest: Uint8Array, bits: number, timeSeconds: number): Stamp {
  for (let from = 0; ; from += 65_536) {
    const stamp = attemptStamp(digest, bits, timeSeconds, from, 65_536)
    if (stamp) return stamp
  }
}
