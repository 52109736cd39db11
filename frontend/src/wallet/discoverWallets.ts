import type { AnnouncedWallet, Provider, WalletInfo } from './provider.ts'

/**
 * Listens for EIP-6963 announcements and asks for them; `onChange` gets the whole list each time.
 * A legacy `window.ethereum` comes last, and only if no announced wallet is the same object.
 */
export function discoverWallets(window: Window, onChange: (wallets: AnnouncedWallet[]) => void): () => void {
  const announced = new Map<string, AnnouncedWallet>()
  const tell = () => onChange([...announced.values(), ...legacyWallet(window, announced)])
  const listen = (event: Event) => {
    const wallet = event instanceof CustomEvent ? parseAnnouncement(event.detail) : null
    if (!wallet || announced.has(wallet.info.uuid)) return
    announced.set(wallet.info.uuid, wallet)
    tell()
  }
  window.addEventListener('eip6963:announceProvider', listen)
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  tell()
  return () => window.removeEventListener('eip6963:announceProvider', listen)
}

function parseAnnouncement(detail: unknown): AnnouncedWallet | null {
  if (!isObject(detail) || !isObject(detail['info']) || !isProvider(detail['provider'])) return null
  const { uuid, name, icon, rdns } = detail['info']
  if (typeof uuid !== 'string' || typeof name !== 'string' || typeof rdns !== 'string') return null
  const safeIcon =
    typeof icon === 'string' && /^data:image\/(png|svg\+xml|webp|jpeg|gif)[;,]/.test(icon) ? icon : null
  const info: WalletInfo = { uuid, name: name.slice(0, 60), icon: safeIcon, rdns }
  return { info, provider: detail['provider'], legacy: false }
}

function legacyWallet(window: Window, announced: ReadonlyMap<string, AnnouncedWallet>): AnnouncedWallet[] {
  const provider: unknown = Reflect.get(window, 'ethereum')
  if (!isProvider(provider) || [...announced.values()].some((wallet) => wallet.provider === provider))
    return []
  return [
    {
      info: { uuid: 'legacy', name: 'Other wallet in this browser', icon: null, rdns: 'legacy' },
      provider,
      legacy: true,
    },
  ]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isProvider(value: unknown): value is Provider {
  return isObject(value) && typeof value['request'] === 'function'
}
