import { Failure } from '../api/failure.ts'
import type { Config } from '../api/model.ts'
import type { Provider } from './provider.ts'
import { walletFailure } from './walletFailure.ts'

/** What wallets answer when they do not know a chain: 4902, or -32603 around it. */
const unknownChain = (cause: unknown): boolean =>
  /"?code"?:\s*4902|4902|unrecognized chain|not been added/i.test(describe(cause))

/**
 * The wallet serves the network's chain: switched (EIP-3326), or added first (EIP-3085).
 * `onAdded` hears that the wallet now asks a node of the gateway's choice.
 * Raises `wallet.chain_refused` when it stays elsewhere, `wallet.rejected` when the person declines.
 */
export async function ensureChain(
  provider: Provider,
  config: Pick<Config, 'network'>,
  onAdded: () => void = () => undefined,
): Promise<void> {
  const { network } = config
  const chainId = `0x${network.chainId.toString(16)}`
  const current = async () => Number(await provider.request({ method: 'eth_chainId' }))
  try {
    if ((await current()) === network.chainId) return
    try {
      await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId }] })
    } catch (cause) {
      if (!unknownChain(cause) || !network.rpcUrl) throw cause
      await provider.request({
        method: 'wallet_addEthereumChain',
        params: [
          {
            chainId,
            chainName: network.name,
            nativeCurrency: network.currency,
            rpcUrls: [network.rpcUrl],
            ...(network.explorerUrl ? { blockExplorerUrls: [network.explorerUrl] } : {}),
          },
        ],
      })
      onAdded()
      if ((await current()) !== network.chainId) {
        await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId }] })
      }
    }
    if ((await current()) !== network.chainId) throw new Failure('wallet.chain_refused')
  } catch (cause) {
    throw walletFailure(cause)
  }
}

function describe(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null) return String(cause)
  const message = cause instanceof Error ? cause.message : ''
  try {
    return message + JSON.stringify(cause)
  } catch {
    return message
  }
}
