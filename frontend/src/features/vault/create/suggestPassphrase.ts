const consonants = 'bdfghjklmnprstvz'
const vowels = 'aeiou'

/** Four made-up words that can be said aloud: about 75 random bits. */
export function suggestPassphrase(
  draw: (count: number) => Uint32Array = (count) => crypto.getRandomValues(new Uint32Array(count)),
): string {
  const syllables = Array.from(draw(12), (number) => {
    // 80 syllables: 2^32 is so far above that the last ones are favoured by less than one in 50 million.
    const index = number % (consonants.length * vowels.length)
    return consonants.charAt(Math.floor(index / vowels.length)) + vowels.charAt(index % vowels.length)
  })
  return [0, 3, 6, 9].map((start) => syllables.slice(start, start + 3).join('')).join(' ')
}
