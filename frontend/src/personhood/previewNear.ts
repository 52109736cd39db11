import { levelOf, mostCommon, restartShift, trustOf, weightOf } from './definition.ts'
import { nothing, type Change, type Changes, type Numbers, type Side } from './preview.ts'

type Flow = Pick<Numbers, 'share' | 'bound'>

interface Partner {
  seat: number
  numbers: Flow
  weight: number
}

interface Known {
  seat: number
  numbers: Numbers
  row: readonly number[]
  partners: Partner[]
}

/** A restart walk hands on fifteen sixteenths of what arrives. */
const handedOn = 1 - 2 ** -restartShift

/** An estimate for the two alone; everybody else keeps the numbers of the epoch. */
export function previewNear(me: Side, other: Side, isAdded: boolean): Changes {
  const [mine, theirs] = [knowSide(me), knowSide(other)]
  const [myFlow, theirFlow] = [estimateFlow(mine, theirs, isAdded), estimateFlow(theirs, mine, isAdded)]
  const change = (side: Known, flow: Flow, vouched: Flow): Change => {
    const moved = trustOf(vouched.share)
    const support = Math.max(0, side.numbers.support + (isAdded ? moved : -moved))
    return { before: side.numbers, after: { ...flow, support, level: levelOf({ ...flow, support }) } }
  }
  return {
    mine: change(mine, myFlow, isAdded ? theirFlow : theirs.numbers),
    theirs: change(theirs, theirFlow, isAdded ? myFlow : mine.numbers),
  }
}

function knowSide({ profileId, around }: Side): Known {
  const nodes = new Map(around.nodes.map((node) => [node.seat, node]))
  const own = around.nodes.find((node) => node.profileId === profileId)
  const row = own?.row ?? []
  const partners = row.flatMap((seat): Partner[] => {
    const node = nodes.get(seat)
    return node ? [{ seat, numbers: node, weight: weightOf(countBoth(row, node.row ?? [])) }] : []
  })
  return { seat: own?.seat ?? -1, numbers: own ?? nothing, row, partners }
}

const countBoth = (row: readonly number[], other: readonly number[]): number =>
  other.filter((seat) => row.includes(seat)).length

/**
 * Trust comes in as the mean of the partners' shares, by weight; what somebody has beside that, a check of their own
 * say, stays as it is.
 */
function estimateFlow(mine: Known, other: Known, isAdded: boolean): Flow {
  const after = changePartners(mine, other, isAdded)
  const shift = (number: keyof Flow, kept: number): number =>
    Math.round(mine.numbers[number] + kept * (meanOf(after, number) - meanOf(mine.partners, number)))
  return { share: shift('share', 1), bound: shift('bound', handedOn) }
}

/** The partners after the change: those that both have weigh one more, or one less. */
function changePartners(mine: Known, other: Known, isAdded: boolean): Partner[] {
  const step = isAdded ? 1 : -1
  const rest = mine.partners
    .filter(({ seat }) => seat !== other.seat)
    .map((partner) =>
      other.row.includes(partner.seat)
        ? { ...partner, weight: Math.max(1, Math.min(partner.weight + step, mostCommon + 1)) }
        : partner,
    )
  const between = {
    seat: other.seat,
    numbers: other.numbers,
    weight: weightOf(countBoth(mine.row, other.row)),
  }
  return isAdded ? [...rest, between] : rest
}

function meanOf(partners: readonly Partner[], number: keyof Flow): number {
  const total = partners.reduce((sum, { weight }) => sum + weight, 0)
  if (total === 0) return 0
  return partners.reduce((sum, { numbers, weight }) => sum + weight * numbers[number], 0) / total
}
