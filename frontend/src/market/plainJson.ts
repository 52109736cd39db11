import type { Json } from '../domain/strictJson.ts'

/** JSON as JavaScript holds it; integers only where a format of ours reads it. */
export type PlainJson =
  { readonly [member: string]: PlainJson } | readonly PlainJson[] | string | number | boolean | null

/** A strictly parsed value as plain objects; no member name can reach a prototype. */
export function plainOf(value: Json): PlainJson {
  if (value instanceof Map) {
    const members: ReadonlyMap<string, Json> = value
    return Object.fromEntries([...members].map(([name, member]) => [name, plainOf(member)]))
  }
  // Safety: Array.isArray widens to any[]; a parsed list holds Json.
  if (Array.isArray(value)) return (value as readonly Json[]).map(plainOf)
  return value as string | number | boolean | null // Safety: the rest of Json.
}

/** The value as an object, null when it is none. */
export function objectOf(value: unknown): Readonly<Record<string, PlainJson>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  return value as Readonly<Record<string, PlainJson>> // Safety: parsed JSON holds nothing else.
}

/** The value as a list, null when it is none. */
export function listOf(value: unknown): readonly PlainJson[] | null {
  return Array.isArray(value) ? (value as readonly PlainJson[]) : null // Safety: as above.
}

/** The member of an object's own, undefined when it has none of that name. */
export function memberOf(object: Readonly<Record<string, PlainJson>>, name: string): PlainJson | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** True iff the object has exactly these members. */
export function hasOnly(object: object, names: readonly string[]): boolean {
  const keys = Object.keys(object)
  return keys.length === names.length && names.every((name) => Object.hasOwn(object, name))
}

/** True iff two values are the same JSON, whatever the order of their members. */
export function equalJson(a: PlainJson, b: PlainJson): boolean {
  return spellSorted(a) === spellSorted(b)
}

function spellSorted(value: PlainJson): string {
  const list = listOf(value)
  if (list) return `[${list.map(spellSorted).join(',')}]`
  const object = objectOf(value)
  if (!object) return JSON.stringify(value)
  const members = Object.entries(object).map(
    ([name, member]) => `${JSON.stringify(name)}:${spellSorted(member)}`,
  )
  return `{${members.sort().join(',')}}`
}
