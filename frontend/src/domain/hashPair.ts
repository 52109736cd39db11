import type { Hex } from './hex.ts'
import { bytesOfHex } from './bytesOfHex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { joinBytes } from './joinBytes.ts'
import { keccak256 } from './keccak256.ts'

/** Keccak-256 of two nodes in lower-case hex, the smaller first (OpenZeppelin's commutative hash). */
export function hashPair(a: Hex, b: Hex): Hex {
  const [low, high] = a < b ? [a, b] : [b, a]
  return hexOfBytes(keccak256(joinBytes(bytesOfHex(low, 32), bytesOfHex(high, 32))))
}
