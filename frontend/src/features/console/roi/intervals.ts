/**
 * Intervals of 95 %: the twin of `backend/hashtagspace/market/intervals.py`, where what each computes and who it comes
 * from is said. No random number; both are held by `tests/vectors/report.json`.
 */
const tail = 0.025
const z = 1.959963984540054
const points = 2039
const generator = 1487
const cells = 2048
const reach = 8
const rareEnds = [0, 0.05129329438755053, 0.35536151069866195, 0.8176914471639534]

export interface Interval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}
/** [hits, total] */
export type Counts = readonly [hits: number, total: number]

/** What two uniform samples say of a filter: fakes of those judged on each side, and how many each side has. */
export interface Filter {
  readonly fakesTaken: Counts
  readonly fakesLeft: Counts
  readonly taken: number
  readonly left: number
}

export const scaled = ({ estimate, low, high }: Interval, factor: number): Interval => ({
  estimate: estimate * factor,
  low: low * factor,
  high: high * factor,
})
export const crossesZero = ({ low, high }: Interval): boolean => low <= 0 && 0 <= high

export function wilson(hits: number, total: number): Interval {
  const share = hits / total
  const middle = (share + (z * z) / (2 * total)) / (1 + (z * z) / total)
  const half =
    (z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))) / (1 + (z * z) / total)
  return {
    estimate: share,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === total ? 1 : Math.min(1, middle + half),
  }
}

/** Wilson's interval with its ends for rare events moved outwards. */
export function shareOf(hits: number, total: number): Interval {
  const { estimate, low, high } = wilson(hits, total)
  const rare = total <= 50 ? 2 : 3
  const endOf = (count: number) => (count >= 1 && count <= rare ? (rareEnds[count] ?? 0) / total : 1)
  return { estimate, low: Math.min(low, endOf(hits)), high: Math.max(high, 1 - endOf(total - hits)) }
}

/** The first less the second. */
export function newcombe(one: Interval, other: Interval): Interval {
  const estimate = one.estimate - other.estimate
  return {
    estimate,
    low: estimate - Math.hypot(one.estimate - one.low, other.high - other.estimate),
    high: estimate + Math.hypot(one.high - one.estimate, other.estimate - other.low),
  }
}

/** How many of `others`, drawn from where `hits` of `total` were found: whole people. */
export function predict(hits: number, total: number, others: number): Interval {
  if (others === 0) return { estimate: 0, low: 0, high: 0 }
  const [a, b] = [hits + 0.5, total - hits + 0.5]
  const logs = [0]
  for (let k = 0, log = 0; k < others; k++) {
    log += Math.log(((others - k) * (k + a)) / ((k + 1) * (others - k - 1 + b)))
    logs.push(log)
  }
  const top = logs.reduce((most, log) => Math.max(most, log))
  const sums = addUp(logs.map((log) => Math.exp(log - top)))
  const whole = sums.at(-1) ?? 0
  return {
    estimate: (others * hits) / total,
    low: sums.findIndex((sum) => sum >= tail * whole),
    high: sums.findIndex((sum) => sum >= (1 - tail) * whole),
  }
}

/** Where `compute` of several shares lies in 95 % of cases; null when it has no answer in too many. */
export function propagate(
  compute: (...shares: number[]) => number | null,
  ...counts: Counts[]
): [low: number, high: number] | null {
  const columns = counts.map(([hits, total]) => quantiles(hits, total))
  const steps = columns.map((_, at) => Array<number>(at).fill(generator).reduce(multiply, 1))
  const values: number[] = []
  for (let point = 0; point < points; point++) {
    const shares = columns.map((column, at) => column[multiply(point, steps[at] ?? 0)] ?? 0)
    const value = compute(...shares)
    if (value !== null) values.push(value)
  }
  if (values.length < (1 - tail) * points) return null
  values.sort((one, other) => one - other)
  const cut = Math.floor(tail * values.length)
  return [values[cut] ?? 0, values[values.length - 1 - cut] ?? 0]
}

/** The share of fakes among `people`, of whom the filter leaves out `left`; null if the samples do not tell. */
export function roganGladen(filter: Filter, left: number, people: number): Interval | null {
  const findShare = (takenFakes: number, leftFakes: number, raw: number) => {
    const alarms = alarmsOf(filter, takenFakes, leftFakes)
    const caught = caughtOf(filter, takenFakes, leftFakes)
    if (alarms === null || caught === null || caught <= alarms) return null
    return Math.min(1, Math.max(0, (raw - alarms) / (caught - alarms)))
  }
  const { fakesTaken, fakesLeft } = filter
  const estimate = findShare(ratio(fakesTaken), ratio(fakesLeft), left / people)
  const ends = propagate(
    (taken = 0, other = 0, raw = 0) => findShare(taken, other, raw),
    fakesTaken,
    fakesLeft,
    [left, people],
  )
  return estimate === null || !ends ? null : { estimate, low: ends[0], high: ends[1] }
}

/** The share of the network's real people whom the filter leaves out; null if nobody real was found. */
export function falseAlarms(filter: Filter): Interval | null {
  const { fakesTaken, fakesLeft } = filter
  const estimate = alarmsOf(filter, ratio(fakesTaken), ratio(fakesLeft))
  const ends = propagate((taken = 0, left = 0) => alarmsOf(filter, taken, left), fakesTaken, fakesLeft)
  return estimate === null || !ends ? null : { estimate, low: ends[0], high: ends[1] }
}

function caughtOf({ taken, left }: Filter, takenFakes: number, leftFakes: number): number | null {
  const caught = left * leftFakes
  const fakes = taken * takenFakes + caught
  return fakes > 0 ? caught / fakes : null
}

function alarmsOf({ taken, left }: Filter, takenFakes: number, leftFakes: number): number | null {
  const alarms = left * (1 - leftFakes)
  const real = taken * (1 - takenFakes) + alarms
  return real > 0 ? alarms / real : null
}

const tables = new Map<string, readonly number[]>()

/** The posterior's quantiles at (k + 1/2) / points, tabled in t = arcsin √share, where it is smooth. */
function quantiles(hits: number, total: number): readonly number[] {
  const key = `${hits}/${total}`
  const known = tables.get(key)
  if (known) return known
  const middle = total ? Math.asin(Math.sqrt(hits / total)) : Math.PI / 4
  const half = reach / (2 * Math.sqrt(total + 1))
  const [start, end] = [Math.max(0, middle - half), Math.min(Math.PI / 2, middle + half)]
  const cell = (end - start) / cells
  const logs = Array.from({ length: cells }, (_, at) => {
    const t = start + (at + 0.5) * cell
    return 2 * (hits * Math.log(Math.sin(t)) + (total - hits) * Math.log(Math.cos(t)))
  })
  const top = logs.reduce((most, log) => Math.max(most, log))
  const masses = logs.map((log) => Math.exp(log - top))
  const sums = addUp(masses)
  const whole = sums.at(-1) ?? 0
  let at = 0
  const found = Array.from({ length: points }, (_, point) => {
    const wanted = ((point + 0.5) / points) * whole
    while ((sums[at] ?? Infinity) < wanted) at += 1
    const within = 1 - ((sums[at] ?? 0) - wanted) / (masses[at] ?? 1)
    return Math.sin(start + (at + within) * cell) ** 2
  })
  tables.set(key, found)
  return found
}

function addUp(values: readonly number[]): number[] {
  let sum = 0
  return values.map((value) => (sum += value))
}

const ratio = ([hits, total]: Counts): number => hits / total
const multiply = (one: number, other: number): number => (one * other) % points
