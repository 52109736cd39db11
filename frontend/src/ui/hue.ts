/** The class that gives a tag or profile its colour: the same everywhere, from its name alone. */
export function hueClass(name: string): string {
  let hash = 2166136261
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619)
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x7feb352d)
  hash ^= hash >>> 15
  return `hue-${(hash >>> 0) % 12}`
}
