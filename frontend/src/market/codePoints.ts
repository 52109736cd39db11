/** Order by code points, which is the order of the UTF-8 bytes; JavaScript's own is by UTF-16. */
export function compareCodePoints(a: string, b: string): number {
  const [one, other] = [[...a], [...b]]
  for (const [index, character] of one.entries()) {
    const counterpart = other[index]
    if (counterpart === undefined) return 1
    if (character !== counterpart) return (character.codePointAt(0) ?? 0) - (counterpart.codePointAt(0) ?? 0)
  }
  return one.length - other.length
}
