/** How well a passphrase would stand against guessing, in words a person can act on. */
export interface Strength {
  /** 0 to 4. */
  level: number
  words: string
}
const leastCharacters = 12

/**
 * A rough judgement that errs on the strict side: characters count for what their variety is worth, repeated
 * and neighbouring ones for little. It decides nothing; what is refused is for the vault to say.
 */
export function strengthOf(passphrase: string): Strength {
  const signs = [...passphrase.normalize('NFKC')]
  if (signs.length === 0) return { level: 0, words: '' }
  if (signs.length < leastCharacters) {
    const missing = leastCharacters - signs.length
    return { level: 0, words: `Too short: ${missing} more ${missing === 1 ? 'character' : 'characters'}.` }
  }
  const bits = estimateBits(signs)
  if (bits < 45)
    return {
      level: 1,
      words: 'Weak: a computer could guess it. Add words that have nothing to do with each other.',
    }
  if (bits < 60) return { level: 2, words: 'Fair. Another word makes it good.' }
  if (bits < 80) return { level: 3, words: 'Good.' }
  return { level: 4, words: 'Very good.' }
}

function estimateBits(signs: readonly string[]): number {
  const perSign = Math.log2(poolOf(signs))
  let bits = 0
  const seen = new Map<string, number>()
  for (const [at, sign] of signs.entries()) {
    const step = (sign.codePointAt(0) ?? 0) - (signs[at - 1]?.codePointAt(0) ?? -99)
    const count = seen.get(sign) ?? 0
    seen.set(sign, count + 1)
    const worth = Math.abs(step) <= 1 ? 0.25 : 1 / (1 + count / 3)
    bits += perSign * worth * 0.8
  }
  return bits
}

function poolOf(signs: readonly string[]): number {
  const text = signs.join('')
  let pool = 0
  if (/[a-z]/.test(text)) pool += 20
  if (/[A-Z]/.test(text)) pool += 20
  if (/\d/.test(text)) pool += 10
  if (/[ -/:-@[-`{-~]/.test(text)) pool += 10
  if (/[^ -~]/.test(text)) pool += 40
  return Math.max(pool, 2)
}
