import { Failure } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import type { WalletTypedData } from '../domain/eip712.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { gateway } from './gateway.svelte.ts'
import { keyStateOf } from './keyState.ts'
import { session, type LocalProfile } from './session.svelte.ts'

/** A form about the vault that the wallet must sign: shown first, then asked. */
export interface Asking {
  typed: WalletTypedData
  sign(): Promise<void>
  decline(): void
}
const postKind = 1

/**
 * Signs what is said about a vault in public: which manifest is the latest, that a record was destroyed. The
 * session key of this browser does it unasked, as it does for posts; without one, and for what destroys or replaces,
 * the wallet is asked, after the page has shown what.
 */
class VaultSigner {
  asking = $state.raw<Asking | null>(null)
  #watchers = 0

  /** Some page shows `asking` from now on; the returned function ends it. */
  watch(): () => void {
    this.#watchers += 1
    return () => {
      this.#watchers -= 1
      if (this.#watchers === 0) this.asking?.decline()
    }
  }

  /** The signature over a form; raises `session.*` or `wallet.*`. */
  async sign(typed: WalletTypedData, digest: Uint8Array, byCustody: boolean): Promise<Hex> {
    const { scope } = gateway
    const profile = session.active
    if (!profile || !scope) throw new Failure('session.none')
    if (byCustody || !maySign(profile)) return this.#ask(typed, digest, profile.custody)
    const { signWithSessionKey } = await import('../wallet/sessionKeys.ts')
    return hexOfBytes(await signWithSessionKey(scope, profile.key.address, digest))
  }

  #ask(typed: WalletTypedData, digest: Uint8Array, signer: Hex): Promise<Hex> {
    if (this.#watchers === 0) throw new Failure('session.expired')
    return new Promise((resolve, reject) => {
      this.asking = {
        typed,
        sign: async () => {
          const { signTypedData } = await import('../wallet/signTypedData.ts')
          if (!gateway.config) throw new Failure('gateway.unreachable')
          resolve(await signTypedData({ typed, digest, signer }, gateway.config))
          this.asking = null
        },
        decline: () => {
          this.asking = null
          reject(new Failure('wallet.rejected'))
        },
      }
    })
  }
}
export const vaultSigner = new VaultSigner()

type Signing = LocalProfile & { key: NonNullable<LocalProfile['key']> }

/** A session key that may post and has an hour left at least. */
function maySign(profile: LocalProfile): profile is Signing {
  const { key } = profile
  return key !== null && keyStateOf(key, Date.now() / 1000) !== 'ended' && (key.kinds & (1 << postKind)) !== 0
}
