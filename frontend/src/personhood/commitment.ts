import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { keccak256 } from '../domain/keccak256.ts'
import { utf8 } from '../domain/utf8.ts'
import { restartSteps, walkSteps } from './definition.ts'
import type { Standing } from './seedShare.ts'

/** What an epoch's root is made of: totals, the root of each column, the drawn checks. */
export interface Header {
  epoch: number
  seats: number
  accounts: number
  vetted: number
  fakes: number
  covered: number
  columns: readonly Hex[]
  draws: readonly { seat: number; edgeSeat: number; edgeCover: string }[]
}

/** What a standing's word says. */
export type ProvenStanding = Omit<Standing, 'score'>

const emptyLeaf = new Uint8Array(32)
const word = (value: bigint | number): Uint8Array => bytesOfUint(BigInt(value), 32)
const wordOf = (hex: Hex): Uint8Array => bytesOfHex(hex, 32)
const signed = (value: number): bigint => BigInt.asUintN(32, BigInt(value))

/** The leaf of a cell: keccak-256 of its column's label and its words. */
function leafOf(name: 'row' | 'roll' | 'standing', content: Uint8Array): Uint8Array {
  return keccak256(joinBytes(keccak256(utf8(`hashtagspace/people/${name}/v1`)), content))
}

export const standingLeaf = (standing: bigint): Uint8Array => leafOf('standing', word(standing))

/** `partners` are seats, ascending. */
export function rowLeaf(partners: readonly number[]): Uint8Array {
  return leafOf('row', keccak256(joinBytes(...partners.map((seat) => bytesOfUint(BigInt(seat), 4)))))
}

/** Whether a seat is member, vetted, fake, and how many of each there are up to and with it. */
export function rollLeaf(flags: readonly boolean[], counts: readonly number[]): Uint8Array {
  const bits = flags.reduce((sum, flag, at) => sum | (flag ? 1n << BigInt(at) : 0n), 0n)
  return leafOf(
    'roll',
    word(counts.reduce((sum, count, at) => sum | (BigInt(count) << BigInt(8 + 32 * at)), bits)),
  )
}

/** The word of the standing column. */
export function packStanding({ share, bound, support, level }: ProvenStanding): bigint {
  return signed(share) | (signed(bound) << 32n) | (BigInt(support) << 64n) | (BigInt(level) << 96n)
}

export function parseStanding(standing: bigint): ProvenStanding {
  const at = (place: bigint): bigint => standing >> place
  return {
    share: Number(BigInt.asIntN(32, at(0n))),
    bound: Number(BigInt.asIntN(32, at(32n))),
    support: Number(BigInt.asUintN(32, at(64n))),
    level: Number(at(96n)),
  }
}

/** The number of the standing column in an epoch of so many accounts. */
export function standingColumn(accounts: number): number {
  return 3 + walkSteps(accounts) + restartSteps + 2
}

/** keccak-256 of abi.encode(header). Raises `hex.malformed`, `intent.range`. */
export function headerRoot(header: Header): Hex {
  const { epoch, seats, accounts, vetted, fakes, covered, columns, draws } = header
  const totals = [epoch, seats, accounts, vetted, fakes, covered]
  const drawn = draws.flatMap((draw) => [draw.seat, draw.edgeSeat, BigInt(draw.edgeCover)])
  const places = [256, 256 + 32 * (1 + columns.length)]
  return hexOfBytes(
    keccak256(
      joinBytes(
        ...[32, ...totals, ...places, columns.length].map(word),
        ...columns.map(wordOf),
        ...[draws.length, ...drawn].map(word),
      ),
    ),
  )
}

/** The root of a column: a perfect tree over the seats, the rest of it empty leaves. */
export function columnRoot(leaves: readonly Uint8Array[]): Hex {
  let level = [...leaves]
  const width = leaves.length > 1 ? 2 ** (leaves.length - 1).toString(2).length : 1
  while (level.length < width) level.push(emptyLeaf)
  while (level.length > 1) {
    level = level
      .filter((_, at) => at % 2 === 0)
      .map((left, at) => keccak256(joinBytes(left, level[2 * at + 1] ?? emptyLeaf)))
  }
  return hexOfBytes(level[0] ?? emptyLeaf)
}

/** The root that siblings, from the leaf up, lead to from this place. */
export function rootOfPath(leaf: Uint8Array, seat: number, path: readonly Hex[]): Hex {
  const top = path.reduce((node, hex, height) => {
    const sibling = wordOf(hex)
    const isRight = Math.floor(seat / 2 ** height) % 2 === 1
    return keccak256(isRight ? joinBytes(sibling, node) : joinBytes(node, sibling))
  }, leaf)
  return hexOfBytes(top)
}
