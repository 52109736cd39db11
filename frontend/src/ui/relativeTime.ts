const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** "in 3 days", "2 hours ago". */
export function formatRelative(time: number, now: number): string {
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  for (const [unit, length] of units) {
    if (Math.abs(time - now) >= length) return format.format(Math.trunc((time - now) / length), unit)
  }
  return time >= now ? 'in under a minute' : 'just now'
}
