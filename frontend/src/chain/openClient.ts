import { createClient, custom, type Client } from 'viem'
import type { Provider } from '../wallet/provider.ts'

/** A chain client over anything that answers JSON-RPC: a wallet, or `httpProvider`. No retries, no batching. */
export function openClient(provider: Provider): Client {
  return createClient({ transport: custom({ request: (request) => provider.request(request) }, { retryCount: 0 }) })
}
