/** A place on the page for a value: straight from `domain` to `range`; a domain of one value maps to its start. */
export function linear(
  [from, until]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  const span = until - from
  return (value) => (span === 0 ? start : start + ((value - from) / span) * (end - start))
}

/** Round values from 0 up to the first one at or above `most`, about `count` of them; [0, 1] for nothing. */
export function roundTicks(most: number, count = 4): number[] {
  if (!Number.isFinite(most) || most <= 0) return [0, 1]
  const rough = most / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power
  const steps = Math.ceil(most / step - 1e-9)
  return Array.from({ length: steps + 1 }, (_, at) => Number((at * step).toPrecision(12)))
}

/** At most `count` times at equal distances, both ends among them. */
export function timeTicks(from: number, until: number, count = 3): number[] {
  if (until <= from || count < 2) return [from]
  return Array.from({ length: count }, (_, at) => from + ((until - from) * at) / (count - 1))
}

export interface Point {
  /** Milliseconds since 1970. */
  time: number
  value: number
}

/**
 * The path of a line through places of the page. `step` holds each value until the next point, as a balance does;
 * without it values change evenly in between.
 */
export function pathOf(places: readonly (readonly [x: number, y: number])[], step: boolean): string {
  return places
    .map(([x, y], at) => {
      if (at === 0) return `M${place(x)} ${place(y)}`
      return step ? `H${place(x)}V${place(y)}` : `L${place(x)} ${place(y)}`
    })
    .join('')
}

/** The value at a time, or null before the first point. */
export function valueAt(points: readonly Point[], time: number, step: boolean): number | null {
  const after = points.findIndex((point) => point.time > time)
  const before = points[after < 0 ? points.length - 1 : after - 1]
  if (!before) return null
  const next = after < 0 ? undefined : points[after]
  if (step || !next) return before.value
  return linear([before.time, next.time], [before.value, next.value])(time)
}

const place = (value: number): string => String(Math.round(value * 10) / 10)
