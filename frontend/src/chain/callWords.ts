import type { AbiFunction, AbiParametersToPrimitiveTypes } from 'abitype'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { encodeCall } from './encodeCall.ts'
import { wordsOf } from './words.ts'

/**
 * The first `count` words of what a view function answers at the latest block, as numbers: a struct of static
 * members has one for each. Raises the provider's error, or `chain.unreachable` on a bad answer.
 */
export async function callWords<const Entry extends AbiFunction>(
  provider: Provider,
  to: Hex,
  entry: Entry,
  args: AbiParametersToPrimitiveTypes<Entry['inputs'], 'inputs'>,
  count: number,
): Promise<bigint[]> {
  const answer = await provider.request({
    method: 'eth_call',
    params: [{ to, data: encodeCall(entry, args) }, 'latest'],
  })
  return wordsOf(String(answer), count).map(BigInt)
}
