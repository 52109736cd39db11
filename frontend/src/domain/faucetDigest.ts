import { bytesOfHex } from './bytesOfHex.ts'
import { bytesOfUint } from './bytesOfUint.ts'
import type { Hex } from './hex.ts'
import { joinBytes } from './joinBytes.ts'
import { keccak256 } from './keccak256.ts'

/** What a faucet stamp is paid on: keccak256(address ‖ time), time as uint64. */
export function faucetDigest(address: Hex, timeSeconds: number): Uint8Array {
  return keccak256(joinBytes(bytesOfHex(address, 20), bytesOfUint(BigInt(timeSeconds), 8)))
}
