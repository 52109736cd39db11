import { keccak_256 } from '@noble/hashes/sha3'

/** Keccak-256, 32 bytes (Ethereum's padding, not FIPS 202's). */
export function keccak256(data: Uint8Array): Uint8Array {
  return keccak_256(data)
}
