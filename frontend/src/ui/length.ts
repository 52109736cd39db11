const units: readonly [seconds: number, one: string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** A length of time in its largest unit that divides it, or in two: "30 days", "36 hours", "1 day and 2 hours". */
export function formatLength(seconds: number): string {
  if (seconds <= 0) return 'no time'
  const whole = units.find(([length]) => seconds % length === 0 && seconds / length < 48)
  if (whole) return spell(seconds / whole[0], whole[1])
  const at = units.findIndex(([length]) => seconds >= length)
  const [length, one] = units[at] ?? [1, 'second']
  const next = units[at + 1]
  const rest = next ? Math.floor((seconds % length) / next[0]) : 0
  const first = spell(Math.floor(seconds / length), one)
  return next && rest > 0 ? `${first} and ${spell(rest, next[1])}` : first
}

const spell = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`
