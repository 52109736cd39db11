import { expect, it } from 'vitest'
import type { Hex } from './hex.ts'
import { parseProfileId } from './parseProfileId.ts'
import { profileIdOf } from './profileIdOf.ts'
import { codeOf, vectors } from './vectors.testing.ts'

const golden = vectors<{ custody: Hex[]; index: string[]; profile: string[] }>('profile_id')

it('is the first 63 bits of what the contract hashes', () => {
  golden.custody.forEach((custody, at) => {
    const id = profileIdOf(custody, BigInt(golden.index[at] ?? 0))
    expect(id).toBe(golden.profile[at])
    expect(parseProfileId(id)).toBe(id)
  })
})

it.each(['', '0', '01', '-1', '1.0', '1e3', ' 1', '1\n', '٣', String(2n ** 63n), '9'.repeat(30)])(
  'refuses %j as an id',
  (text) => {
    expect(codeOf(() => parseProfileId(text))).toBe('profile.id')
  },
)

it('takes the largest id, also as a number', () => {
  expect(parseProfileId(2n ** 63n - 1n)).toBe('9223372036854775807')
})
