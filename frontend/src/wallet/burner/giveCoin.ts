import type { Hex } from '../../api/model.ts'
import type { Provider } from '../provider.ts'

const enough = 10n ** 18n
const gift = `0x${(100n * enough).toString(16)}`

/**
 * The account can pay for transactions on the development chain, which gives coin to whoever asks. Elsewhere nothing
 * happens: the node does not know the method. Development bundles only.
 */
export async function giveCoin(chain: Provider, account: Hex): Promise<void> {
  try {
    const balance = await chain.request({ method: 'eth_getBalance', params: [account, 'latest'] })
    if (BigInt(String(balance)) < enough)
      await chain.request({ method: 'anvil_setBalance', params: [account, gift] })
  } catch {
    // Another chain than anvil: the account stays as it is, and the page says so when coin is missing.
  }
}
