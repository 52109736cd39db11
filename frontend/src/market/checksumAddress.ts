import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { utf8 } from '../domain/utf8.ts'

/** The address with the capitals that let a slip be noticed. Source: EIP-55. */
export function checksumAddress(address: Hex): string {
  const plain = address.slice(2).toLowerCase()
  const hash = hexOfBytes(keccak256(utf8(plain))).slice(2)
  const digits = Array.from(plain, (digit, at) =>
    Number.parseInt(hash.charAt(at), 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return `0x${digits.join('')}`
}
