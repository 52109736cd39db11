import type { Deal, Payee } from '../../api/marketModel.ts'
import type { Point } from '../../ui/charts/scale.ts'
import { tagNumber } from '../../ui/amount.ts'

/** What a vesting deal has earned of its rest by a moment, rounded down as the contract does. */
export function vestedOf({ vesting }: Pick<Deal, 'vesting'>, nowSeconds: number): bigint {
  if (!vesting) return 0n
  const { from, until } = vesting
  const rest = BigInt(vesting.rest)
  if (nowSeconds >= until) return rest
  const elapsed = BigInt(Math.max(Math.floor(nowSeconds) - from, 0))
  return (rest * elapsed) / BigInt(until - from)
}

/** What `claim` would credit at a moment: vested, less what was credited of the rest before. */
export function claimableOf(deal: Deal, nowSeconds: number): bigint {
  if (deal.state !== 'vesting' || !deal.vesting || deal.price === null) return 0n
  const upfront = BigInt(deal.price) - BigInt(deal.vesting.rest)
  const due = vestedOf(deal, nowSeconds) - (BigInt(deal.credited) - upfront)
  return due > 0n ? due : 0n
}

/** What may still come if consent stands: the part of the price that has neither been credited nor gone back. */
export function expectedOf(deal: Deal, epochs: number): bigint {
  if (deal.price === null) return 0n
  const price = BigInt(deal.price)
  switch (deal.state) {
    case 'accepted':
    case 'delivered':
      return deal.withdrawn ? 0n : price
    case 'vesting':
      return price - BigInt(deal.credited)
    case 'subscribed': {
      const left = price * BigInt(epochs) - BigInt(deal.credited) - BigInt(deal.returned)
      return left > 0n ? left : 0n
    }
    default:
      return 0n
  }
}

export interface EarningsLines {
  credited: Point[]
  withdrawn: Point[]
}

/**
 * What was credited and paid out so far, before the first and after each movement. The gateway tells the latest
 * 500: what lies before them is where the lines start.
 */
export function earningsLines(payee: Pick<Payee, 'credited' | 'withdrawn' | 'history'>): EarningsLines {
  const movements = [...payee.history].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const lineOf = (type: 'credited' | 'withdrawn', total: string): Point[] => {
    const own = movements.filter((movement) => movement.type === type)
    let sum = BigInt(total) - own.reduce((before, { amount }) => before + BigInt(amount), 0n)
    const start = own[0] ? [{ time: Date.parse(own[0].at) - 1, value: tagNumber(sum) }] : []
    const points = own.map(({ at, amount }) => {
      sum += BigInt(amount)
      return { time: Date.parse(at), value: tagNumber(sum) }
    })
    return [...start, ...points]
  }
  return { credited: lineOf('credited', payee.credited), withdrawn: lineOf('withdrawn', payee.withdrawn) }
}

/** What the vesting deals will have added by the end of each, if consent stands: from now on, on top of a sum. */
export function vestingLine(deals: readonly Deal[], credited: bigint, nowSeconds: number): Point[] {
  const vesting = deals.filter((deal) => deal.state === 'vesting' && deal.vesting)
  if (vesting.length === 0) return []
  const ends = vesting.flatMap((deal) => (deal.vesting ? [Math.max(deal.vesting.until, nowSeconds)] : []))
  const moments = [...new Set([nowSeconds, ...ends])].sort((a, b) => a - b)
  return moments.map((seconds) => ({
    time: seconds * 1000,
    value: tagNumber(vesting.reduce((sum, deal) => sum + claimableOf(deal, seconds), credited)),
  }))
}
