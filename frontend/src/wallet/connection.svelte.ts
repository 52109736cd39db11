import { Failure } from '../api/failure.ts'
import type { Config, Hex } from '../api/model.ts'
import { deployment } from '../state/deployment.svelte.ts'
import { readPreference, writePreference } from '../state/preferences.ts'
import { discoverWallets } from './discoverWallets.ts'
import { ensureChain } from './ensureChain.ts'
import type { AnnouncedWallet } from './provider.ts'
import { walletFailure } from './walletFailure.ts'

/** The wallets of this browser and the one in use. The page never sees a key of theirs. */
class WalletConnection {
  wallets = $state.raw<AnnouncedWallet[]>([])
  wallet = $state.raw<AnnouncedWallet | null>(null)
  account = $state<Hex | null>(null)
  chainId = $state<number | null>(null)
  #discovering = false

  /** Asks the browser's wallets to announce themselves; one used before is taken up again without a prompt. */
  discover(): void {
    if (this.#discovering) {
      window.dispatchEvent(new Event('eip6963:requestProvider'))
      return
    }
    this.#discovering = true
    discoverWallets(window, (wallets) => {
      this.wallets = wallets
      const remembered = readPreference('wallet')
      const known = wallets.find(({ info }) => info.rdns === remembered)
      if (known && !this.wallet) void this.#take(known, 'eth_accounts').catch(() => undefined)
    })
  }

  /** Opens the wallet's own prompt. Raises `wallet.*`. */
  async connect(wallet: AnnouncedWallet): Promise<Hex> {
    const account = await this.#take(wallet, 'eth_requestAccounts')
    if (!account) throw new Failure('wallet.unauthorised')
    writePreference('wallet', wallet.info.rdns)
    return account
  }

  disconnect(): void {
    this.#unlisten()
    this.wallet = null
    this.account = null
    this.chainId = null
    writePreference('wallet', null)
  }

  /** The wallet is on the network of `config`, by its own switch or add prompt. Raises `wallet.chain_refused`. */
  async useNetwork(config: Config): Promise<void> {
    if (!this.wallet) throw new Failure('wallet.disconnected')
    await ensureChain(this.wallet.provider, config, () => deployment.noteNode(config))
    this.chainId = config.network.chainId
  }

  async request(method: string, params: unknown[] = []): Promise<unknown> {
    if (!this.wallet) throw new Failure('wallet.disconnected')
    try {
      return await this.wallet.provider.request({ method, params })
    } catch (cause) {
      throw walletFailure(cause)
    }
  }

  async #take(wallet: AnnouncedWallet, method: 'eth_accounts' | 'eth_requestAccounts'): Promise<Hex | null> {
    try {
      const account = firstAddress(await wallet.provider.request({ method }))
      if (!account) return null
      const chainId = Number(await wallet.provider.request({ method: 'eth_chainId' }))
      this.#unlisten()
      this.wallet = wallet
      this.account = account
      this.chainId = chainId
      this.#listen()
      return account
    } catch (cause) {
      throw walletFailure(cause)
    }
  }

  readonly #onAccounts = (accounts: unknown) => {
    const account = firstAddress(accounts)
    if (account) this.account = account
    else this.disconnect()
  }
  readonly #onChain = (chainId: unknown) => (this.chainId = Number(chainId))
  readonly #onDisconnect = () => {
    this.account = null
    this.wallet = null
  }

  #listen(): void {
    this.wallet?.provider.on?.('accountsChanged', this.#onAccounts)
    this.wallet?.provider.on?.('chainChanged', this.#onChain)
    this.wallet?.provider.on?.('disconnect', this.#onDisconnect)
  }
  #unlisten(): void {
    this.wallet?.provider.removeListener?.('accountsChanged', this.#onAccounts)
    this.wallet?.provider.removeListener?.('chainChanged', this.#onChain)
    this.wallet?.provider.removeListener?.('disconnect', this.#onDisconnect)
  }
}

function firstAddress(accounts: unknown): Hex | null {
  const first: unknown = Array.isArray(accounts) ? accounts[0] : null
  // Safety: the pattern is the type.
  return typeof first === 'string' && /^0x[0-9a-fA-F]{40}$/.test(first) ? (first.toLowerCase() as Hex) : null
}

export const connection = new WalletConnection()
