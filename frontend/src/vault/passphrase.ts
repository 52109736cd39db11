import { scryptAsync } from '@noble/hashes/scrypt'
import { utf8 } from '../domain/utf8.ts'
import { refuse } from './refuse.ts'

/** How a passphrase is stretched: 128 MiB and about a second for every guess. */
export const scryptParameters = { n: 131_072, r: 8, p: 1 } as const
const [least, most, leastDistinct] = [12, 1024, 5]

/**
 * The passphrase in its one spelling (NFKC). Raises `vault.passphrase_weak` when it is short, or so regular
 * that it is as short in truth.
 */
export function requirePassphrase(text: string): string {
  const spelled = text.normalize('NFKC')
  const signs = [...spelled]
  if (signs.length < least || signs.length > most) {
    throw refuse(
      'passphrase_weak',
      'A passphrase has at least 12 characters: four or five words that you draw by lot.',
    )
  }
  if (new Set(signs).size < leastDistinct || isRepetition(signs) || isRun(signs)) {
    throw refuse(
      'passphrase_weak',
      'This passphrase repeats or counts: take four or five words that you draw by lot.',
    )
  }
  return spelled
}

/** The 32 bytes that a passphrase is stretched to; the page goes on working meanwhile. */
export async function stretchPassphrase(
  text: string,
  salt: Uint8Array,
  onProgress?: (share: number) => void,
): Promise<Uint8Array> {
  const { n, r, p } = scryptParameters
  const plain = utf8(text.normalize('NFKC'))
  const stretched = await scryptAsync(plain, salt, {
    N: n,
    r,
    p,
    dkLen: 32,
    asyncTick: 10,
    ...(onProgress ? { onProgress } : {}),
  })
  plain.fill(0)
  return stretched
}

/** Whether the whole is a shorter text again and again. */
function isRepetition(signs: readonly string[]): boolean {
  const lengths = Array.from({ length: Math.floor(signs.length / 2) }, (_, at) => at + 1)
  return lengths.some((length) => signs.every((sign, at) => sign === signs[at % length]))
}

/** Whether most neighbours are equal or one apart, as in 123456 and zyxwvu. */
function isRun(signs: readonly string[]): boolean {
  const codes = signs.map((sign) => sign.codePointAt(0) ?? 0)
  const steps = codes.slice(1).filter((code, at) => Math.abs(code - (codes[at] ?? 0)) <= 1).length
  return steps * 4 >= (signs.length - 1) * 3
}
