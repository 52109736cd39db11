import { compareCodePoints } from './codePoints.ts'
import type { PlainJson } from './plainJson.ts'
import { parseValue, refuseRecord, type RecordValue } from './recordValues.ts'
import { isDate, maxCount } from './values.ts'

/** What counts of a post as the API has it; the time is RFC 3339 in UTC with milliseconds. */
export interface PublicPost {
  readonly postId: string
  readonly kind: string
  readonly createdAt: string
  readonly tags: readonly string[]
  readonly retracted: boolean
}
const maxTags = 20
const counters: Readonly<Record<string, string>> = {
  post: 'posts',
  reply: 'replies',
  quote: 'quotes',
  repost: 'reposts',
}
const timePattern = /^([0-9-]{10})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$/

/**
 * A person's own public history in numbers, the record of category activity: anybody can count the same from
 * the same posts. A post seen twice counts once, a retracted one not at all.
 * Raises `record.activity` for a post of an unknown kind or time, and what `parseValue` raises.
 */
export function deriveActivity(posts: Iterable<PublicPost>): RecordValue {
  const counted = new Map<string, PublicPost>()
  for (const post of posts) if (!post.retracted) counted.set(post.postId, post)
  const counts = new Map(Object.values(counters).map((name) => [name, 0]))
  const tags = new Map<string, number>()
  const hours = new Array<number>(24).fill(0)
  const weekdays = new Array<number>(7).fill(0)
  const days: string[] = []
  for (const post of counted.values()) {
    const { day, hour, counter } = placeOf(post)
    raise(counts, counter)
    for (const tag of new Set(post.tags)) raise(tags, tag)
    hours[hour] = (hours[hour] ?? 0) + 1
    const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
    weekdays[weekday] = (weekdays[weekday] ?? 0) + 1
    days.push(day)
  }
  days.sort()
  const mostUsed = [...tags].sort(([a, m], [b, n]) => n - m || compareCodePoints(a, b)).slice(0, maxTags)
  const fields: Record<string, PlainJson> = {
    ...Object.fromEntries([...counts].map(([name, count]) => [name, capped(count)])),
    ...(mostUsed.length > 0 ? { tags: mostUsed.map(([tag, count]) => ({ tag, count: capped(count) })) } : {}),
    hours: hours.map(capped),
    weekdays: weekdays.map(capped),
    ...(days.length > 0 ? { first: days[0] ?? '', last: days.at(-1) ?? '' } : {}),
  }
  return parseValue('activity', { fields })
}

const capped = (count: number) => Math.min(count, maxCount)

function raise(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function placeOf({ postId, kind, createdAt }: PublicPost): { day: string; hour: number; counter: string } {
  const [, day = '', hour = ''] = timePattern.exec(createdAt) ?? []
  if (!isDate(day)) {
    throw refuseRecord('activity', `Post ${postId} has no time in UTC: load the posts again.`)
  }
  const counter = Object.hasOwn(counters, kind) ? counters[kind] : undefined
  if (counter === undefined) {
    throw refuseRecord('activity', `Post ${postId} is a ${kind}, which this program does not count.`)
  }
  return { day, hour: Number(hour), counter }
}
