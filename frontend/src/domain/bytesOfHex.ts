import { DomainError } from './domainError.ts'

const pattern = /^0x(?:[0-9a-fA-F]{2})*$/

/**
 * The bytes that `0x…` spells; `length` bytes when it is given.
 * Raises `hex.malformed`.
 */
export function bytesOfHex(hex: string, length?: number): Uint8Array {
  if (!pattern.test(hex) || (length !== undefined && hex.length !== 2 + 2 * length)) {
    const wanted = length === undefined ? 'pairs of hexadecimal digits' : `${2 * length} hexadecimal digits`
    throw new DomainError('hex.malformed', `Bytes are written as 0x and ${wanted}.`)
  }
  return Uint8Array.from({ length: hex.length / 2 - 1 }, (_, at) =>
    Number.parseInt(hex.slice(2 + 2 * at, 4 + 2 * at), 16),
  )
}
