import type { Hex } from '../api/model.ts'
import type { Provider } from '../wallet/provider.ts'
import { postRegistryPublish, postRegistryPublishInline } from './abi.gen.ts'
import { encodeCall } from './encodeCall.ts'

export interface DirectIntent {
  head: Hex
  subject: Hex
  /** The document's bytes; null for an intent without one. */
  document: Hex | null
}

/**
 * Sends the intent straight to the contract from the wallet's account, document included, so that no
 * gateway and no host is needed. Returns the transaction's hash; the account pays.
 */
export async function publishInline(
  provider: Provider,
  account: Hex,
  postRegistry: Hex,
  { head, subject, document }: DirectIntent,
): Promise<Hex> {
  const data =
    document === null
      ? encodeCall(postRegistryPublish, [head, subject, `0x${'00'.repeat(32)}`])
      : encodeCall(postRegistryPublishInline, [head, subject, document])
  const hash = await provider.request({
    method: 'eth_sendTransaction',
    params: [{ from: account, to: postRegistry, data }],
  })
  return String(hash) as Hex // Safety: EIP-1474 says a 32-byte hash; it is only shown.
}
