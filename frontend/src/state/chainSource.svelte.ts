import { Failure } from '../api/failure.ts'
import { parseGatewayAddress } from './parseGatewayAddress.ts'
import { readPreference, writePreference } from './preferences.ts'

export type ChainSourceChoice = 'wallet' | 'rpc' | 'gateway'

/** Whom the badge asks about the chain. The wallet by default: without one, only the gateway's word is left. */
class ChainSourceState {
  choice = $state<ChainSourceChoice>(parseChoice(readPreference('chainSource')))
  url = $state(readPreference('rpcUrl') ?? '')

  choose(choice: ChainSourceChoice): void {
    this.choice = choice
    writePreference('chainSource', choice)
  }

  /** Keeps a node's address once it has answered with the right chain id. Raises `rpc.*`, `chain.unreachable`. */
  async useNode(address: string, chainId: number): Promise<void> {
    let url: string
    try {
      url = parseGatewayAddress(address)
      if (!url) throw new Failure('rpc.address')
    } catch {
      throw new Failure('rpc.address', address)
    }
    const { httpProvider } = await import('../chain/httpProvider.ts')
    const answered = Number(await httpProvider(url).request({ method: 'eth_chainId' }))
    if (answered !== chainId) throw new Failure('rpc.wrong_chain', String(answered))
    this.url = url
    writePreference('rpcUrl', url)
    this.choose('rpc')
  }

  /** The source in words, as the badge names it. */
  describe(walletName: string | null, gatewayName: string): string {
    if (this.choice === 'rpc' && this.url) return `your node at ${new URL(this.url).host}`
    if (this.choice === 'wallet' && walletName) return `your wallet (${walletName})`
    return `the word of ${gatewayName}`
  }
}

function parseChoice(text: string | null): ChainSourceChoice {
  return text === 'rpc' || text === 'gateway' ? text : 'wallet'
}
export const chainSource = new ChainSourceState()
