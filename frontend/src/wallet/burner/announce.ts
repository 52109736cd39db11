import { privateKeyToAccount } from 'viem/accounts'
import { generatePrivateKey } from 'viem/accounts'
import { httpProvider } from '../../chain/httpProvider.ts'
import type { Hex } from '../../api/model.ts'
import { readPreference, writePreference } from '../../state/preferences.ts'
import { createBurner } from './createBurner.ts'

const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 36 36"><rect width="36" height="36" rx="9" fill="#16171a"/><path d="M18 6c5 6 8 9 8 14a8 8 0 0 1-16 0c0-3 2-5 4-7 0 3 1 4 2 5 2-3 2-7 2-12Z" fill="#d2f34c"/></svg>',
  )

/** A wallet for trying everything without an extension. Development bundles only: the key lies in the open. */
export function announceBurner(rpcUrl: string, chainId: number): void {
  const name = `burner:${chainId}`
  const kept = readPreference(name)
  const secret = kept && /^0x[0-9a-f]{64}$/.test(kept) ? (kept as Hex) : generatePrivateKey() // Safety: the pattern is the type.
  writePreference(name, secret)
  const provider = createBurner(privateKeyToAccount(secret), httpProvider(rpcUrl), chainId)
  const detail = Object.freeze({
    info: {
      uuid: 'hashtagspace-burner-wallet',
      name: 'Burner wallet (development)',
      icon,
      rdns: 'space.hashtag.burner',
    },
    provider,
  })
  const announce = () => window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
}
