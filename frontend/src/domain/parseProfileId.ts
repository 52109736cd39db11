import type { ProfileId } from './brands.ts'
import { DomainError } from './domainError.ts'

const pattern = /^[1-9][0-9]{0,18}$/

/** A profile id from its decimal text or number; raises `profile.id`. */
export function parseProfileId(value: string | bigint): ProfileId {
  const text = String(value)
  if (!pattern.test(text) || BigInt(text) >= 1n << 63n) {
    throw new DomainError('profile.id', 'A profile id is a number from 1 to 2^63−1.')
  }
  return text as ProfileId // Safety: the pattern and the border are the definition.
}
