import { bytesOfUint } from '../domain/bytesOfUint.ts'
import { DomainError } from '../domain/domainError.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { wipe } from './wipe.ts'

const wordBytes = 32
/** The bytes of a chunk: a random salt word, and 224 bytes of the stream (length, data, zeros). */
export const chunkBytes = 256
/** The words of a chunk. */
export const chunkWords = 8
const carriedBytes = chunkBytes - wordBytes
const prefixBytes = 4
const maxChunks = 2 ** 20

/** How many chunks hold `length` bytes (1, 4, 16, 32, 64 …); raises `market.length` above 2^20. */
export function chunkCount(length: number): number {
  const needed = Math.ceil((length + prefixBytes) / carriedBytes)
  let count = [1, 4, 16].find((size) => needed <= size) ?? 32
  while (count < needed) count *= 2
  if (count > maxChunks) {
    throw new DomainError('market.length', 'A record holds at most 234,881,020 bytes; split it.')
  }
  return count
}

/** True iff a record can have this many chunks. */
export function isChunkCount(count: number): boolean {
  return (
    count === 1 || count === 4 || (count >= 16 && count <= maxChunks && Number.isInteger(Math.log2(count)))
  )
}

/**
 * The padded plaintext; raises `market.length`. `wipe` it after use. The salts are 32 fresh bytes for each
 * chunk, which keep anyone from guessing a leaf; only vectors give them.
 */
export function encodeRecord(data: Uint8Array, salts?: Uint8Array): Uint8Array {
  const count = chunkCount(data.length)
  const salt = salts ?? freshBytes(wordBytes * count)
  if (salt.length !== wordBytes * count) {
    throw new DomainError('market.words', 'Every chunk takes one salt of 32 bytes.')
  }
  const stream = new Uint8Array(carriedBytes * count)
  stream.set(bytesOfUint(BigInt(data.length), prefixBytes))
  stream.set(data, prefixBytes)
  const plain = new Uint8Array(chunkBytes * count)
  for (let j = 0; j < count; j++) {
    plain.set(salt.subarray(wordBytes * j, wordBytes * (j + 1)), chunkBytes * j)
    plain.set(stream.subarray(carriedBytes * j, carriedBytes * (j + 1)), chunkBytes * j + wordBytes)
  }
  wipe(stream)
  return plain
}

/** The data of a padded plaintext; raises `market.words`, `market.length` or `market.padding`. */
export function decodeRecord(plain: Uint8Array): Uint8Array {
  const count = requireChunks(plain)
  const stream = new Uint8Array(carriedBytes * count)
  for (let j = 0; j < count; j++) {
    stream.set(plain.subarray(chunkBytes * j + wordBytes, chunkBytes * (j + 1)), carriedBytes * j)
  }
  const length = Number(uintOfBytes(stream.subarray(0, prefixBytes)))
  if (chunkCount(length) !== count) {
    throw new DomainError('market.length', 'The record’s length does not fit its size.')
  }
  if (stream.subarray(prefixBytes + length).some((byte) => byte !== 0)) {
    throw new DomainError('market.padding', 'The record’s padding is not zero.')
  }
  const data = stream.slice(prefixBytes, prefixBytes + length)
  wipe(stream)
  return data
}

/** How many chunks the bytes are; raises `market.words` unless a record can have so many. */
export function requireChunks(bytes: Uint8Array): number {
  const count = bytes.length / chunkBytes
  if (!isChunkCount(count)) {
    throw new DomainError('market.words', 'A record has 1, 4, 16, 32, 64 … chunks of 256 bytes.')
  }
  return count
}

function freshBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const most = 65_536
  for (let at = 0; at < length; at += most) crypto.getRandomValues(bytes.subarray(at, at + most))
  return bytes
}
