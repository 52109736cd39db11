import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { readReceipt, type Receipt } from './readReceipt.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const mostPauseMilliseconds = 6_000

interface FollowOptions {
  pauseMilliseconds?: number
  signal?: AbortSignal
}

/**
 * The receipt, once the transaction is in a block. A node that is away is asked again.
 * Raises `transaction.reverted` when the contract refused it there, `page.cancelled` on the signal.
 */
export async function followTransaction(
  provider: Provider,
  hash: Hex,
  { pauseMilliseconds = 700, signal }: FollowOptions = {},
): Promise<Receipt> {
  for (let attempt = 0; ; attempt += 1) {
    if (signal?.aborted) throw new Failure('page.cancelled')
    const receipt = await readReceipt(provider, hash).catch(() => null)
    if (receipt?.succeeded) return receipt
    if (receipt) throw reverted()
    await pause(Math.min(pauseMilliseconds * (1 + attempt / 4), mostPauseMilliseconds))
  }
}

/**
 * The receipt in a block that the chain calls final: nothing undoes it. A transaction that a reorganisation took
 * out is waited for again. Raises as `followTransaction`.
 */
export async function followToFinal(
  provider: Provider,
  hash: Hex,
  options: FollowOptions = {},
): Promise<Receipt> {
  const { pauseMilliseconds = 1_500 } = options
  for (;;) {
    const finalNumber = await readFinalNumber(provider).catch(() => -1)
    const receipt = await followTransaction(provider, hash, options)
    if (receipt.blockNumber <= finalNumber) return receipt
    await pause(pauseMilliseconds)
  }
}

async function readFinalNumber(provider: Provider): Promise<number> {
  const block: unknown = await provider.request({
    method: 'eth_getBlockByNumber',
    params: ['finalized', false],
  })
  const number: unknown = typeof block === 'object' && block !== null ? Reflect.get(block, 'number') : null
  return typeof number === 'string' ? Number(number) : -1
}

const reverted = () =>
  new Failure(
    'transaction.reverted',
    'The transaction is in a block, but the contract refused it there. Only its fee was spent; reload and try again.',
  )
