/** Short age for a post: "now", "5 min", "3 h", "2 d", then the date. */
export function formatAge(time: string, now: number): string {
  const age = now - Date.parse(time)
  if (Number.isNaN(age)) return ''
  if (age < 60_000) return 'now'
  if (age < 3_600_000) return `${Math.floor(age / 60_000)} min`
  if (age < 86_400_000) return `${Math.floor(age / 3_600_000)} h`
  if (age < 7 * 86_400_000) return `${Math.floor(age / 86_400_000)} d`
  return formatDate(time)
}

export function formatDate(time: string | number): string {
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

/** Date and time to the second, for the places where a proof is read. */
export function formatMoment(time: string | number): string {
  return new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
}

const hour = 3_600_000

/**
 * The time a reader should see: the author's clock, unless it differs from the chain's by over an hour.
 */
export function shownTime(createdAt: string, anchoredAt: string): string {
  return Math.abs(Date.parse(createdAt) - Date.parse(anchoredAt)) > hour ? anchoredAt : createdAt
}
