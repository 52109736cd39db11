/** Six bits, left column then middle: the patterns with enough cells to tell apart, and not all of them. */
const faces = Array.from({ length: 64 }, (_, bits) => bits).filter((bits) => {
  const count = [...bits.toString(2)].filter((bit) => bit === '1').length
  return count >= 3 && count <= 5
})

/** Nine cells, mirrored left to right: the face of a profile without a picture. Never empty, never full. */
export function avatarCells(profileId: string): boolean[] {
  let hash = 0x9e3779b9
  for (const character of profileId) hash = Math.imul(hash ^ character.charCodeAt(0), 0x85ebca6b)
  hash ^= hash >>> 15
  const bits = faces[(hash >>> 0) % faces.length] ?? 21
  const left = [bits & 1, bits & 2, bits & 4].map(Boolean)
  const middle = [bits & 8, bits & 16, bits & 32].map(Boolean)
  return [0, 1, 2].flatMap((row) => [left[row] ?? false, middle[row] ?? false, left[row] ?? false])
}
