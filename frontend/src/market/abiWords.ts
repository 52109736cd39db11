import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { utf8 } from '../domain/utf8.ts'

/** A static value: a number, a 20-byte address or 32 bytes. */
export type Word = bigint | number | Uint8Array

/** Each value as 32 bytes, as Solidity's `abi.encode` lays them out; raises `intent.range` or `hex.malformed`. */
export function words(...values: readonly Word[]): Uint8Array {
  return joinBytes(...values.map(word))
}

/** Keccak-256 of `words`. */
export function hashWords(...values: readonly Word[]): Uint8Array {
  return keccak256(words(...values))
}

/** The word that keeps the hashes of one purpose apart from all others. */
export function label(name: string): Uint8Array {
  return keccak256(utf8(`hashtagspace/market/${name}`))
}

function word(value: Word): Uint8Array {
  if (typeof value === 'bigint' || typeof value === 'number') return bytesOfUint(BigInt(value), 32)
  if (value.length === 32) return value
  if (value.length === 20) return joinBytes(new Uint8Array(12), value)
  throw new DomainError('hex.malformed', 'A word holds 32 bytes or an address.')
}
