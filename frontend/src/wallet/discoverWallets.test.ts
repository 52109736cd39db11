import { afterEach, describe, expect, it, vi } from 'vitest'
import { discoverWallets } from './discoverWallets.ts'
import type { AnnouncedWallet } from './provider.ts'

const provider = () => ({ request: vi.fn(() => Promise.resolve(null)) })
const announce = (detail: unknown) =>
  window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
let stop: () => void = () => undefined
afterEach(() => {
  stop()
  Reflect.deleteProperty(window, 'ethereum')
})

function discover() {
  let wallets: AnnouncedWallet[] = []
  stop = discoverWallets(window, (found) => (wallets = found))
  return () => wallets
}
const info = (uuid: string, icon = 'data:image/png;base64,AA==') => ({
  uuid,
  name: `Wallet ${uuid}`,
  icon,
  rdns: `org.${uuid}`,
})

describe('discoverWallets', () => {
  it.each([
    null,
    {},
    { info: info('a') },
    { info: { uuid: 1 }, provider: provider() },
    { info: info('a'), provider: {} },
  ])('ignores the malformed announcement %j', (detail) => {
    const found = discover()
    announce(detail)
    expect(found()).toEqual([])
  })
  it('drops an icon that would call a server', () => {
    const found = discover()
    announce({ info: info('a', 'https://tracker.example/i.png'), provider: provider() })
    expect(found()[0]?.info.icon).toBeNull()
  })
  it('lists each announced wallet once', () => {
    const found = discover()
    const detail = { info: info('a'), provider: provider() }
    announce(detail)
    announce(detail)
    announce({ info: info('b'), provider: provider() })
    expect(found().map((wallet) => wallet.info.uuid)).toEqual(['a', 'b'])
  })
  it('puts a legacy wallet last, and not twice when it also announces itself', () => {
    const same = provider()
    Reflect.set(window, 'ethereum', same)
    const found = discover()
    expect(found().map((wallet) => wallet.legacy)).toEqual([true])
    announce({ info: info('b'), provider: provider() })
    expect(found().map((wallet) => wallet.legacy)).toEqual([false, true])
    announce({ info: info('a'), provider: same })
    expect(found().map((wallet) => wallet.legacy)).toEqual([false, false])
  })
})
