import { parseCid } from '../domain/parseCid.ts'
import type { Hex } from '../domain/hex.ts'
import type { Json } from '../domain/strictJson.ts'

/** A JSON value as the language has it, for members that nobody here looks into. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain }
export type PlainObject = { readonly [name: string]: Plain }

const hex = /^0x(?:[0-9a-f]{2})*$/
const profileId = /^[1-9][0-9]{0,18}$/

/** Members of one object, taken one by one: a wrong one throws, and so does `end` when one is left over. */
export class Members {
  readonly #left: Map<string, Json>

  constructor(value: Json) {
    if (!(value instanceof Map)) throw new TypeError('an object is expected')
    this.#left = new Map<string, Json>(value)
  }

  take(name: string): Json {
    const found = this.#left.get(name)
    if (found === undefined) throw new TypeError(`${name} is missing`)
    this.#left.delete(name)
    return found
  }

  constant(name: string, wanted: string | number): void {
    if (this.take(name) !== wanted) throw new TypeError(`${name} is not ${wanted}`)
  }

  /** Text of `least` to `most` code points. */
  text(name: string, most: number, least = 0): string {
    const found = this.take(name)
    const length = typeof found === 'string' ? [...found].length : -1
    if (typeof found !== 'string' || length < least || length > most) {
      throw new TypeError(`${name} is no text of ${least} to ${most} characters`)
    }
    return found
  }

  choice<const Choice extends string>(name: string, choices: readonly Choice[]): Choice {
    const found = this.take(name)
    const chosen = choices.find((choice) => choice === found)
    if (chosen === undefined) throw new TypeError(`${name} is none of ${choices.join(', ')}`)
    return chosen
  }

  integer(name: string, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const found = this.take(name)
    if (typeof found !== 'number' || found < least || found > most) {
      throw new TypeError(`${name} is no number from ${least} to ${most}`)
    }
    return found
  }

  /** 0x and lower-case digits of so many bytes, of any number up to `most` when two are given. */
  hex(name: string, length: number, most = length): Hex {
    const found = this.take(name)
    const bytes = typeof found === 'string' && hex.test(found) ? found.length / 2 - 1 : -1
    if (bytes < length || bytes > most) throw new TypeError(`${name} is not 0x and ${2 * length} digits`)
    return found as Hex // Safety: the pattern matched.
  }

  cid(name: string): string {
    return parseCid(this.text(name, 64)).cid
  }

  profile(name: string): string {
    const found = this.take(name)
    if (typeof found !== 'string' || !profileId.test(found) || BigInt(found) >> 63n !== 0n) {
      throw new TypeError(`${name} is no profile id`)
    }
    return found
  }

  items<Item>(name: string, most: number, read: (item: Json) => Item): readonly Item[] {
    const found = this.take(name)
    if (!Array.isArray(found) || found.length > most)
      throw new TypeError(`${name} is no list of at most ${most}`)
    return found.map((item: Json) => read(item))
  }

  /** An object that nobody here looks into. */
  plain(name: string): PlainObject {
    return plainObject(this.take(name))
  }

  /** Null, or what `read` makes of the member. */
  optional<Value>(name: string, read: (members: Members) => Value): Value | null {
    if (this.#left.get(name) !== null) return read(this)
    this.#left.delete(name)
    return null
  }

  end(): void {
    const [name] = this.#left.keys()
    if (name !== undefined) throw new TypeError(`${name} is not known`)
  }
}

function plainObject(value: Json): PlainObject {
  if (!(value instanceof Map)) throw new TypeError('an object is expected')
  const entries = [...(value as ReadonlyMap<string, Json>)] // Safety: the only maps in JSON are its objects.
  return Object.fromEntries(entries.map(([name, member]) => [name, plainOf(member)]))
}

function plainOf(value: Json): Plain {
  if (value instanceof Map) return plainObject(value)
  return Array.isArray(value) ? value.map(plainOf) : (value as string | number | boolean | null) // Safety: no map, no list.
}
