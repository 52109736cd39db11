import type { ProfileId } from './brands.ts'
import { bytesOfHex } from './bytesOfHex.ts'
import { bytesOfUint } from './bytesOfUint.ts'
import type { Hex } from './hex.ts'
import { joinBytes } from './joinBytes.ts'
import { keccak256 } from './keccak256.ts'
import { uintOfBytes } from './uintOfBytes.ts'

/** The id that the `index`-th registration (from 0) of `custody` gets: `ProfileRegistry.profileIdOf`. */
export function profileIdOf(custody: Hex, index: bigint): ProfileId {
  const word = keccak256(joinBytes(new Uint8Array(12), bytesOfHex(custody, 20), bytesOfUint(index, 32)))
  return String(uintOfBytes(word.subarray(0, 8)) >> 1n) as ProfileId // Safety: 63 bits, made by the definition.
}
