/** A wallet as EIP-1193 describes it: nothing but `request` and events. */
export interface Provider {
  request(request: { method: string; params?: unknown }): Promise<unknown>
  on?(event: string, listener: (value: never) => void): void
  removeListener?(event: string, listener: (value: never) => void): void
}

export interface WalletInfo {
  uuid: string
  name: string
  /** A data: image; anything else is dropped, so that no wallet list calls out to a server. */
  icon: string | null
  rdns: string
}

export interface AnnouncedWallet {
  info: WalletInfo
  provider: Provider
  /** Found as `window.ethereum` without an announcement: listed below the others. */
  legacy: boolean
}
