import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'

/** The 32-byte words of ABI-encoded data. Raises `chain.unreachable` on anything that is no such data. */
export function wordsOf(data: string, atLeast: number): Hex[] {
  const words = /^0x(?:[0-9a-f]{64})*$/i.test(data) ? (data.slice(2).match(/.{64}/g) ?? []) : []
  if (words.length < atLeast) throw new Failure('chain.unreachable', 'the answer is no ABI data', true)
  return words.map((word): Hex => `0x${word.toLowerCase()}`)
}

export function addressOfWord(word: Hex): Hex {
  return `0x${word.slice(26)}`
}

/** The byte string whose place the `index`-th word names. Raises `chain.unreachable` when it is cut off. */
export function bytesAt(data: string, index: number): Hex {
  const words = wordsOf(data, index + 1)
  const start = Number(BigInt(words[index] ?? 0)) / 32
  const length = Number(BigInt(words[start] ?? -1))
  const text = words
    .slice(start + 1)
    .map((word) => word.slice(2))
    .join('')
  if (!Number.isInteger(start) || length < 0 || text.length < 2 * length)
    throw new Failure('chain.unreachable', 'cut-off bytes', true)
  return `0x${text.slice(0, 2 * length)}`
}
