import { DomainError } from './domainError.ts'

const maxAgeSeconds = 7n * 24n * 3600n
const maxAheadSeconds = 600n

/**
 * Why the date does not fit its block, or null: `intent.too_old`, `intent.future`.
 * Valid: anchor − 7 days ≤ createdAt ≤ anchor + 10 minutes, both ends included.
 */
export function judgeWindow(createdAt: bigint, anchoredAtSeconds: bigint): DomainError | null {
  if (createdAt < (anchoredAtSeconds - maxAgeSeconds) * 1000n) {
    return new DomainError('intent.too_old', 'The intent is dated over 7 days before its block.')
  }
  if (createdAt > (anchoredAtSeconds + maxAheadSeconds) * 1000n) {
    return new DomainError('intent.future', 'The intent is dated over 10 minutes after its block.')
  }
  return null
}
