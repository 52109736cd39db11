import { uintOfBytes } from './uintOfBytes.ts'

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

/**
 * True iff the 65 bytes are r ‖ s ‖ v with 0 < r < n, 0 < s ≤ n/2 and v 27 or 28: every signature has one
 * encoding that passes. Source: EIP-2.
 */
export function isWellFormedSignature(signature: Uint8Array): boolean {
  if (signature.length !== 65) return false
  const r = uintOfBytes(signature.subarray(0, 32))
  const s = uintOfBytes(signature.subarray(32, 64))
  const v = signature[64]
  return r > 0n && r < curveOrder && s > 0n && s <= curveOrder >> 1n && (v === 27 || v === 28)
}
