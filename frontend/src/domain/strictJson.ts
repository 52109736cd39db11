import { DomainError } from './domainError.ts'

/** A parsed value; objects are maps, so that no member name can touch a prototype. */
export type Json = ReadonlyMap<string, Json> | readonly Json[] | string | number | boolean | null

const maxDepth = 16
const space = /[ \t\n\r]*/y
/** All but the quote, the backslash and the control characters. */
const plain = /[ !#-[\]-\uffff]*/y
const number = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
const notANumber = /NaN|-?Infinity/y
const hex4 = /[0-9a-fA-F]{4}/y
const noncharacters = Array.from({ length: 17 }, (_, plane) =>
  ['fffe', 'ffff'].map((low) => `\\u{${plane.toString(16)}${low}}`).join(''),
).join('')
const forbidden = new RegExp(`[\\u{0}\\ud800-\\udfff\\ufdd0-\\ufdef${noncharacters}]`, 'u')
const literals: Readonly<Record<string, readonly [string, boolean | null]>> = {
  t: ['true', true],
  f: ['false', false],
  n: ['null', null],
}
const escapes: ReadonlyMap<string, string> = new Map(
  Object.entries({ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }),
)

/** The error with code `content.<code>`. */
export function refuse(code: string, sentence: string): DomainError {
  return new DomainError(`content.${code}`, sentence)
}

function decodeUtf8(data: Uint8Array): string {
  if (data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf) {
    throw refuse('bom', 'The document starts with a byte order mark; leave it out.')
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data)
  } catch {
    throw refuse('utf8', 'The document is not UTF-8.')
  }
}

/**
 * The value the bytes stand for, by the rules of the Python twin `strict_json.py`.
 * Raises `content.bom`, `.utf8`, `.json`, `.depth`, `.duplicate_key`, `.not_integer`, `.integer_range`,
 * `.surrogate`, `.noncharacter` or `.nul`.
 */
export function parseJson(data: Uint8Array): Json {
  return new Parser(decodeUtf8(data)).parse()
}

/** Reads one document from left to right; the first fault met is the one reported. */
class Parser {
  private at = 0

  constructor(private readonly text: string) {}

  parse(): Json {
    const value = this.value(0)
    if (this.peek() !== '') throw this.syntax('something follows the end of the document')
    return value
  }

  private match(pattern: RegExp, at = this.at): RegExpExecArray | null {
    pattern.lastIndex = at
    return pattern.exec(this.text)
  }

  /** The next character that is not space, "" at the end. */
  private peek(): string {
    this.at += this.match(space)?.[0].length ?? 0
    return this.text.charAt(this.at)
  }

  private syntax(what: string): DomainError {
    return refuse('json', `The document is not JSON: ${what} (character ${this.at}).`)
  }

  private value(depth: number): Json {
    const first = this.peek()
    switch (first) {
      case '{':
        return this.object(depth + 1)
      case '[':
        return this.array(depth + 1)
      case '"':
        return this.string()
      case 't':
      case 'f':
      case 'n':
        return this.literal(first)
      default:
        return this.number()
    }
  }

  private enter(depth: number): void {
    if (depth > maxDepth) throw refuse('depth', `The document nests deeper than ${maxDepth} levels.`)
    this.at += 1
  }

  private object(depth: number): ReadonlyMap<string, Json> {
    this.enter(depth)
    const members = new Map<string, Json>()
    if (this.peek() === '}') {
      this.at += 1
      return members
    }
    for (;;) {
      if (this.peek() !== '"') throw this.syntax('a member name is expected')
      const name = this.string()
      if (members.has(name)) {
        throw refuse('duplicate_key', 'A member name occurs twice in one object; keep one.')
      }
      if (this.peek() !== ':') throw this.syntax('a colon is expected')
      this.at += 1
      members.set(name, this.value(depth))
      if (this.ends('}')) return members
    }
  }

  private array(depth: number): readonly Json[] {
    this.enter(depth)
    const items: Json[] = []
    if (this.peek() === ']') {
      this.at += 1
      return items
    }
    for (;;) {
      items.push(this.value(depth))
      if (this.ends(']')) return items
    }
  }

  private ends(closing: string): boolean {
    const following = this.peek()
    if (following !== ',' && following !== closing) throw this.syntax(`a comma or ${closing} is expected`)
    this.at += 1
    return following === closing
  }

  private literal(first: string): boolean | null {
    const [word, value] = literals[first] ?? ['', null]
    if (!this.text.startsWith(word, this.at)) throw this.syntax('a value is expected')
    this.at += word.length
    return value
  }

  private number(): number {
    const found = this.match(number)
    if (!found) {
      if (this.match(notANumber))
        throw refuse('not_integer', 'NaN and Infinity are not numbers of a document.')
      throw this.syntax('a value is expected')
    }
    if (found[1] !== undefined || found[2] !== undefined) {
      throw refuse('not_integer', 'Numbers are integers, written without point and exponent.')
    }
    this.at += found[0].length
    const value = Number(found[0])
    if (!Number.isSafeInteger(value)) {
      throw refuse('integer_range', 'An integer lies outside ±(2^53−1); write it as a string.')
    }
    return value + 0 // −0 becomes 0
  }

  private string(): string {
    let text = ''
    this.at += 1
    for (;;) {
      const run = this.match(plain)?.[0] ?? ''
      text += run
      this.at += run.length
      switch (this.text.charAt(this.at)) {
        case '"':
          this.at += 1
          return checked(text)
        case '\\':
          text += this.escape()
          break
        case '':
          throw this.syntax('a string does not end')
        default:
          throw this.syntax('a control character stands in a string unescaped')
      }
    }
  }

  private escape(): string {
    const kind = this.text.charAt(this.at + 1)
    const simple = escapes.get(kind)
    if (simple !== undefined) {
      this.at += 2
      return simple
    }
    const digits = kind === 'u' ? this.match(hex4, this.at + 2) : null
    if (!digits) throw this.syntax('an unknown escape stands in a string')
    this.at += 6
    return String.fromCharCode(Number.parseInt(digits[0], 16))
  }
}

/** `text`, unless it holds a code point that I-JSON or a database cannot carry. */
function checked(text: string): string {
  const code = forbidden.exec(text)?.[0].codePointAt(0)
  if (code === undefined) return text
  if (code === 0) throw refuse('nul', 'A string holds the character U+0000; leave it out.')
  if (code >= 0xd800 && code < 0xe000) {
    throw refuse('surrogate', 'A string holds half of a surrogate pair; leave it out.')
  }
  throw refuse(
    'noncharacter',
    `A string holds U+${code.toString(16).toUpperCase()}, which is not a character.`,
  )
}
