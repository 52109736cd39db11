import type { Hex } from '../domain/hex.ts'
import { wirePoint } from './points.ts'
import type { CurvePoint } from './curve.ts'

/** A golden table: one list for each member. */
export type Table<Row> = { [Name in keyof Row]: Row[Name][] }

/** The rows of a golden table. */
export function rowsOf<Row extends object>(table: Table<Row>): Row[] {
  // Safety: a table holds exactly the members of its rows, each a list of the same length.
  const columns = Object.entries(table) as [keyof Row, Row[keyof Row][]][]
  const length = columns[0]?.[1].length ?? 0
  return Array.from({ length }, (_, at) => {
    // Safety: every column has a value at this place.
    return Object.fromEntries(columns.map(([name, values]) => [name, values[at]])) as Row
  })
}

/** The point that a row spells as x and parity. */
export function sentPoint(x: Hex, parity: number): CurvePoint {
  return wirePoint(BigInt(x), parity)
}
