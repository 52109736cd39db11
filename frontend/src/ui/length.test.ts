import { expect, it } from 'vitest'
import { formatLength } from './length.ts'

it.each([
  [0, 'no time'],
  [-4, 'no time'],
  [1, '1 second'],
  [3_600, '1 hour'],
  [86_400, '1 day'],
  [90_000, '25 hours'],
  [30 * 86_400, '30 days'],
  [730 * 86_400, '730 days'],
  [86_400 + 61, '1 day'],
  [3 * 86_400 + 7_200 + 5, '3 days and 2 hours'],
  [5_400, '1 hour and 30 minutes'],
])('%s seconds', (seconds, words) => expect(formatLength(seconds)).toBe(words))
