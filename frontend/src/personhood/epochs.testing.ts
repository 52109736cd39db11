import type { Hex } from '../domain/hex.ts'
import type { Header } from './commitment.ts'

/** One epoch of tests/vectors/people_commit.json; only tests import this. */
export interface CommitCase {
  name: string
  epoch: number
  seats: number
  left: number[]
  right: number[]
  vetted: number[]
  fakes: number[]
  header: Hex
  root: Hex
  leaves: Hex[]
}

/** The header that abi.encode gave. */
export function decodeHeader(encoded: Hex): Header {
  const words = encoded.slice(66).match(/.{64}/g) ?? []
  const number = (at: number): number => Number(`0x${words[at] ?? '0'}`)
  const columnsAt = number(6) / 32
  const drawsAt = number(7) / 32
  return {
    epoch: number(0),
    seats: number(1),
    accounts: number(2),
    vetted: number(3),
    fakes: number(4),
    covered: number(5),
    columns: words.slice(columnsAt + 1, columnsAt + 1 + number(columnsAt)).map((word): Hex => `0x${word}`),
    draws: Array.from({ length: number(drawsAt) }, (_, draw) => {
      const at = drawsAt + 1 + 3 * draw
      return {
        seat: number(at),
        edgeSeat: number(at + 1),
        edgeCover: String(BigInt(`0x${words[at + 2] ?? '0'}`)),
      }
    }),
  }
}
