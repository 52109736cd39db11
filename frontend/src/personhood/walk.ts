import { massBits, restartShift, restartSteps, walkSteps } from './definition.ts'
import type { VouchGraph } from './graph.ts'

const halfBits = 30
const half = 2 ** halfBits

/**
 * How much mass every account has: high × 2^30 + low. Two halves, because a number of this language is exact up to
 * 2^53 and a mass goes to 2^60: a row adds up 256 × 9 shares of less than 2^30, and a division leaves less than 2^12.
 */
export interface Mass {
  high: Float64Array
  low: Float64Array
}

export function emptyMass(accounts: number): Mass {
  return { high: new Float64Array(accounts), low: new Float64Array(accounts) }
}

/** 2^60 div `count` on each of these accounts. */
export function spreadMass(accounts: number, holders: Iterable<number>, count: number): Mass {
  const mass = emptyMass(accounts)
  if (count === 0) return mass
  const each = (1n << BigInt(massBits)) / BigInt(count)
  for (const holder of holders) {
    mass.high[holder] = Number(each >> BigInt(halfBits))
    mass.low[holder] = Number(each % BigInt(half))
  }
  return mass
}

export function massAt({ high, low }: Mass, account: number): bigint {
  return BigInt(high[account] ?? 0) * BigInt(half) + BigInt(low[account] ?? 0)
}

/** Every account hands its mass to its partners by weight; remainders are lost. */
export function step(graph: VouchGraph, mass: Mass): Mass {
  const rate = rateOf(graph, mass)
  const moved = emptyMass(graph.accounts)
  graph.partners.forEach((row, account) => {
    const weights = graph.weights[account] ?? []
    let [high, low] = [0, 0]
    for (let at = 0; at < row.length; at += 1) {
      const [partner, weight] = [row[at] ?? 0, weights[at] ?? 0]
      high += weight * (rate.high[partner] ?? 0)
      low += weight * (rate.low[partner] ?? 0)
    }
    const carried = Math.floor(low / half)
    moved.high[account] = high + carried
    moved.low[account] = low - carried * half
  })
  return moved
}

/** Mass div D, account by account; 0 where D is 0. */
function rateOf({ accounts, totals }: VouchGraph, { high, low }: Mass): Mass {
  const rate = emptyMass(accounts)
  for (let account = 0; account < accounts; account += 1) {
    const total = totals[account] ?? 0
    if (total === 0) continue
    const above = high[account] ?? 0
    const whole = Math.floor(above / total)
    rate.high[account] = whole
    rate.low[account] = Math.floor(((above - whole * total) * half + (low[account] ?? 0)) / total)
  }
  return rate
}

/** The mean of the last two of L steps: a farm of one parity gains nothing. */
export function walk(graph: VouchGraph, start: Mass): Mass {
  let [before, mass] = [start, start]
  for (let count = walkSteps(graph.accounts); count > 0; count -= 1)
    [before, mass] = [mass, step(graph, mass)]
  const mean = emptyMass(graph.accounts)
  const [one, other] = [shiftRight(before, 1), shiftRight(mass, 1)]
  for (let account = 0; account < graph.accounts; account += 1) add(mean, account, one, other)
  return mean
}

/** 48 steps, a sixteenth going back to the start in each. */
export function restart(graph: VouchGraph, start: Mass): Mass {
  const given = shiftRight(start, restartShift)
  let mass = start
  for (let count = 0; count < restartSteps; count += 1) {
    const moved = step(graph, mass)
    const taken = shiftRight(moved, restartShift)
    for (let account = 0; account < graph.accounts; account += 1) {
      const low = (moved.low[account] ?? 0) - (taken.low[account] ?? 0)
      moved.low[account] = low < 0 ? low + half : low
      moved.high[account] = (moved.high[account] ?? 0) - (taken.high[account] ?? 0) - (low < 0 ? 1 : 0)
      add(moved, account, moved, given)
    }
    mass = moved
  }
  return mass
}

/** `into` = one + other at this account. */
function add(into: Mass, account: number, one: Mass, other: Mass): void {
  const low = (one.low[account] ?? 0) + (other.low[account] ?? 0)
  const carried = low >= half ? 1 : 0
  into.high[account] = (one.high[account] ?? 0) + (other.high[account] ?? 0) + carried
  into.low[account] = low - carried * half
}

function shiftRight({ high, low }: Mass, bits: number): Mass {
  const below = 2 ** bits
  return {
    high: high.map((value) => Math.floor(value / below)),
    low: low.map((value, at) => ((high[at] ?? 0) % below) * (half / below) + Math.floor(value / below)),
  }
}
