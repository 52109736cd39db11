/** Nine cells, mirrored left to right: the face of a profile without a picture. Never empty, never full. */
export function avatarCells(profileId: string): boolean[] {
  let hash = 0x9e3779b9
  for (const character of profileId) hash = Math.imul(hash ^ character.charCodeAt(0), 0x85ebca6b)
  hash ^= hash >>> 15
  const bits = ((hash >>> 0) % 61) + 2
  const left = [bits & 1, bits & 2, bits & 4].map(Boolean)
  const middle = [bits & 8, bits & 16, bits & 32].map(Boolean)
  return [0, 1, 2].flatMap((row) => [left[row] ?? false, middle[row] ?? false, left[row] ?? false])
}
