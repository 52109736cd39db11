import type { AbiFunction, AbiParametersToPrimitiveTypes } from 'abitype'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { encodeCall } from './encodeCall.ts'
import { wordsOf } from './words.ts'

/**
 * One word of what a view function answers at the latest block, as a number; the first unless told. viem's `readContract` would
 * bring ten times as much code for it. Raises the provider's error, or `chain.unreachable` on a bad answer.
 */
export async function callContract<const Entry extends AbiFunction>(
  provider: Provider,
  to: Hex,
  entry: Entry,
  args: AbiParametersToPrimitiveTypes<Entry['inputs'], 'inputs'>,
  place = 0,
): Promise<bigint> {
  const answer = await provider.request({
    method: 'eth_call',
    params: [{ to, data: encodeCall(entry, args) }, 'latest'],
  })
  return BigInt(wordsOf(String(answer), place + 1)[place] ?? 0)
}
