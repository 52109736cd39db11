import type { ProfileId } from '../domain/brands.ts'
import { DomainError } from '../domain/domainError.ts'
import { parseProfileId } from '../domain/parseProfileId.ts'
import type { Json } from '../domain/strictJson.ts'
import { isEmail, isHost, isHttps, isLine } from './spelling.ts'
import { termsLimits, type Address } from './terms.ts'

/** The values that a terms document is made of, read one by one; each refusal has the code `terms.<rule>`. */
export type Members = ReadonlyMap<string, Json>

const profilePattern = /^[1-9][0-9]{0,18}$/
const countryPattern = /^[A-Z]{2}$/

/** The error with code `terms.<rule>`. */
export function broken(rule: string, sentence: string): DomainError {
  return new DomainError(`terms.${rule}`, sentence)
}
const spoken = (rule: string) => rule.replaceAll('_', ' ')

/**
 * An object with these members and no other: nothing is signed that is not shown.
 * Raises `terms.<rule>`, or `terms.unknown_member`.
 */
export function readObject(
  value: Json | undefined,
  rule: string,
  names: readonly string[],
  optional: readonly string[] = [],
): Members {
  if (!(value instanceof Map) || names.some((name) => !value.has(name))) {
    throw broken(rule, `The ${spoken(rule)} is an object with ${names.join(', ')}.`)
  }
  const members: Members = value
  const unknown = [...members.keys()].filter((name) => !names.includes(name) && !optional.includes(name))
  if (unknown.length > 0) {
    const shown = unknown.sort()[0] ?? ''
    throw broken('unknown_member', `The terms say '${shown}', which nobody is shown: leave it out.`)
  }
  return members
}

/** One line of text: 1 to `most` characters, no space at its ends, nothing that breaks or turns it. */
export function readLine(value: Json | undefined, rule: string, most: number): string {
  const length = typeof value === 'string' ? [...value].length : 0
  if (typeof value !== 'string' || length < 1 || length > most) {
    throw broken(rule, `The ${spoken(rule)} is a text of 1 to ${most} characters.`)
  }
  if (!isLine(value, most)) {
    throw broken(
      rule,
      `The ${spoken(rule)} is one line: no line breaks, invisible characters or spaces at its ends.`,
    )
  }
  return value
}

/** An integer from `least` to `most`. */
export function readInteger(value: Json | undefined, rule: string, least: number, most: number): number {
  if (typeof value !== 'number' || value < least || value > most) {
    const [low, high] = [least, most].map((bound) => bound.toLocaleString('en'))
    throw broken(rule, `The ${spoken(rule)} is a whole number from ${low} to ${high}.`)
  }
  return value
}

/** A list of `least` to `most` entries, each once. */
export function readItems<Item>(
  value: Json | undefined,
  rule: string,
  least: number,
  most: number,
  read: (entry: Json) => Item,
): Item[] {
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    throw broken(rule, `The ${spoken(rule)} is a list of ${least} to ${most} entries.`)
  }
  const entries = value as readonly Json[] // Safety: Array.isArray widens to any[]; a parsed list holds Json.
  const items = entries.map(read)
  const spelled = items.map((item) =>
    JSON.stringify(item, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member)),
  )
  if (new Set(spelled).size < spelled.length) {
    throw broken(rule, `The ${spoken(rule)} names an entry twice; keep one.`)
  }
  return items
}

/** A text of the pattern; `what` says what it is. */
export function readWord(value: Json | undefined, rule: string, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) {
    throw broken(rule, `The ${spoken(rule)} is ${what}.`)
  }
  return value
}

/** A profile id, written in decimal digits. */
export function readProfile(value: Json | undefined): ProfileId {
  const text = readWord(value, 'profile', profilePattern, 'a profile id as a decimal string')
  try {
    return parseProfileId(text)
  } catch {
    throw broken('profile', 'The profile is a profile id as a decimal string.')
  }
}

/** A host name in lower-case ASCII. */
export function readHost(value: Json | undefined): string {
  if (typeof value !== 'string' || !isHost(value)) {
    throw broken('domain', 'The domain is a host name such as shop.example in lower-case ASCII.')
  }
  return value
}

/** An e-mail address. */
export function readEmail(value: Json | undefined): string {
  if (typeof value !== 'string' || !isEmail(value)) {
    throw broken('contact', 'The contact is an e-mail address such as privacy@shop.example.')
  }
  return value
}

/** An https address in plain ASCII. */
export function readUrl(value: Json | undefined, rule: string): string {
  if (typeof value !== 'string' || !isHttps(value, termsLimits.urlCharacters)) {
    throw broken(rule, `The ${spoken(rule)} page's address starts with https:// and is plain ASCII.`)
  }
  return value
}

/** A country's two letters; whether there is such a country is for `categories` to say. */
export function readCountry(value: Json | undefined, rule: string): string {
  return readWord(value, rule, countryPattern, 'two capital letters of ISO 3166-1, such as DE')
}

/** A postal address. */
export function readAddress(value: Json | undefined): Address {
  const members = readObject(value, 'address', ['street', 'city', 'postcode', 'country'])
  const line = (name: string) => readLine(members.get(name), 'address', termsLimits.lineCharacters)
  const [street, city, postcode] = [line('street'), line('city'), line('postcode')]
  return { street, city, postcode, country: readCountry(members.get('country'), 'address') }
}
