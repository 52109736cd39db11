import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import { formatTag } from '../ui/amount.ts'
import { selectorOf } from './selector.ts'
import {
  tagTokenERC20InsufficientAllowanceError,
  tagTokenERC20InsufficientBalanceError,
} from './tokenAbi.gen.ts'
import { wordsOf } from './words.ts'

interface NamedError {
  name: string
  inputs: readonly { type: string }[]
}

type Values = readonly bigint[]
/** An error of a contract, what it means and what to do next; its code is its name unless told. */
export type Meaning = readonly [
  error: NamedError,
  sentence: (values: Values) => string,
  code?: (values: Values) => string,
]

const known = new Map<Hex, Meaning>()

/** From now on these errors are told in their sentences: each part of the app brings those of its contracts. */
export function knowErrors(meanings: readonly Meaning[]): void {
  for (const meaning of meanings) known.set(selectorOf(meaning[0]), meaning)
}

knowErrors([
  [
    tagTokenERC20InsufficientBalanceError,
    ([, has = 0n, needs = 0n]) =>
      `This account has ${formatTag(has)} and needs ${formatTag(needs)}. Get more TAG, or put in less.`,
  ],
  [
    tagTokenERC20InsufficientAllowanceError,
    () =>
      'The contract was not allowed to take this amount: the permit is too old or was signed for another amount. Sign again.',
  ],
])

/**
 * The refusal of a contract of ours as a Failure with its own sentence (`revert.<Error>`, for an item of the market
 * `revert.Fault<n>`), or null when the error is none of theirs.
 */
export function revertFailure(cause: unknown): Failure | null {
  const data = revertDataOf(cause)
  // Safety: a prefix of hex.
  const meaning = data && known.get(data.slice(0, 10) as Hex)
  if (!data || !meaning) return null
  try {
    const [error, sentence, code] = meaning
    const values = wordsOf(`0x${data.slice(10)}`, error.inputs.length).map(BigInt)
    return new Failure(`revert.${code?.(values) ?? error.name}`, sentence(values))
  } catch {
    return null
  }
}

const hidingPlaces = ['data', 'error', 'cause', 'originalError', 'info', 'body'] as const

/** What a contract answered with when it refused, wherever the wallet or node put it; null if it is nowhere. */
export function revertDataOf(cause: unknown): Hex | null {
  const queue: unknown[] = [cause]
  for (let looked = 0; queue.length > 0 && looked < 32; looked += 1) {
    const at = queue.shift()
    if (typeof at === 'string') {
      const found = /^(?:Reverted )?(0x(?:[0-9a-fA-F]{2}){4,})$/.exec(at)?.[1]
      // Safety: the pattern is the type.
      if (found) return found.toLowerCase() as Hex
    } else if (typeof at === 'object' && at !== null) {
      for (const place of hidingPlaces) if (place in at) queue.push(Reflect.get(at, place))
    }
  }
  return null
}
