/** Times and spans of time in words that Python and TypeScript write alike. */
const lastSecond = 253_402_300_799n // 9999-12-31 23:59:59
const units: readonly [size: number, word: string][] = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
]

/** The span in the largest unit that fits without rest: "3 days", "36 hours". */
export function spellSpan(seconds: number): string {
  const [size, word] = units.find(([unit]) => seconds % unit === 0) ?? [1, 'second']
  return spellCount(seconds / size, word)
}

/** The count with its word: "1 day", "2 days". */
export function spellCount(count: number, word: string): string {
  return count === 1 ? `${count} ${word}` : `${count} ${word}s`
}

/** A moment in UTC, to the second. */
export function spellTime(seconds: bigint): string {
  if (seconds > lastSecond) return `second ${seconds} of Unix time`
  return `${moment(seconds).replace('T', ' ')} UTC`
}

/** A moment as RFC 3339 in UTC; the last second of the year 9999 for any later one. */
export function isoTime(seconds: bigint): string {
  return `${moment(seconds > lastSecond ? lastSecond : seconds)}Z`
}

function moment(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 19)
}
