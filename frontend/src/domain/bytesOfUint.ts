import { DomainError } from './domainError.ts'

/** A number as `length` big-endian bytes; raises `intent.range` when it does not fit. */
export function bytesOfUint(value: bigint, length: number): Uint8Array {
  if (value < 0n || value >> BigInt(8 * length) !== 0n) {
    throw new DomainError('intent.range', `A number does not fit its field of ${length} bytes.`)
  }
  const bytes = new Uint8Array(length)
  for (let at = length - 1, rest = value; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 255n)
  return bytes
}
