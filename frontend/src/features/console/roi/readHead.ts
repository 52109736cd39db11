import { Failure } from '../../../api/failure.ts'
import type { Hex } from '../../../domain/hex.ts'
import type { Provider } from '../../../wallet/provider.ts'
import type { Place } from './buildFile.ts'

/** The latest block as this node has it. Raises `chain.answer`. */
export async function readHead(provider: Provider): Promise<Place['block']> {
  const block = await provider.request({ method: 'eth_getBlockByNumber', params: ['latest', false] })
  const { number, hash, timestamp } = (block ?? {}) as Record<string, unknown> // Safety: each is checked below.
  if (typeof number !== 'string' || typeof timestamp !== 'string' || !isHash(hash))
    throw new Failure('chain.answer', 'The chain node answered something else than a block.')
  return { number: Number(number), hash, time: Number(timestamp) }
}

const isHash = (value: unknown): value is Hex => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value)
