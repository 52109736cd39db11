import { decodeAbiParameters } from 'viem/utils'
import type { AbiFunction, AbiParametersToPrimitiveTypes } from 'abitype'
import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { encodeCall } from './encodeCall.ts'

/**
 * What a view function answers at the latest block, with its ABI entry's types. Only viem's two codecs are
 * used: `readContract` brings five times as much code. Raises the provider's error, or viem's on a bad answer.
 */
export async function callContract<const Entry extends AbiFunction>(
  provider: Provider,
  to: Hex,
  entry: Entry,
  args: AbiParametersToPrimitiveTypes<Entry['inputs'], 'inputs'>,
): Promise<AbiParametersToPrimitiveTypes<Entry['outputs'], 'outputs'>> {
  const answer = await provider.request({
    method: 'eth_call',
    params: [{ to, data: encodeCall(entry, args) }, 'latest'],
  })
  // Safety: viem raises on what does not decode to the entry's outputs.
  return decodeAbiParameters(entry.outputs, answer as Hex) as AbiParametersToPrimitiveTypes<
    Entry['outputs'],
    'outputs'
  >
}
