import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { bytesOfUint } from '../domain/bytesOfUint.ts'
import type { TypedDomain, WalletTypedData } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { joinBytes } from '../domain/joinBytes.ts'
import { uintOfBytes } from '../domain/uintOfBytes.ts'
import { curveOrder } from '../market/curve.ts'
import { recoverAddress } from '../wallet/sessionKeys.ts'
import { unlockStatement, vaultSigning } from './forms.ts'
import { refuse } from './refuse.ts'

/** The custody wallet as a way in; `code` is what the chain has at its address (`eth_getCode`). */
export interface WalletUnlock {
  readonly method: 'wallet'
  readonly custody: Hex
  readonly code: Hex
  sign(typed: WalletTypedData, digest: Uint8Array): Promise<Hex>
}

const delegation = /^0xef0100[0-9a-f]{40}$/i

/**
 * The 64 secret bytes r ‖ s of the wallet's signature over one salt. `twice` asks two times: a wallet that
 * does not sign alike each time could never open again. Raises `vault.wallet_contract`, `.wallet_other`,
 * `.wallet_unsteady`, and what the wallet raises.
 */
export async function walletSecret(
  unlock: WalletUnlock,
  profile: string,
  salt: Hex,
  registry: TypedDomain,
  twice: boolean,
): Promise<Uint8Array> {
  if (unlock.code !== '0x' && !delegation.test(unlock.code)) throw isContract()
  const { typed, digest } = vaultSigning(
    'VaultUnlock',
    { profile, salt, statement: unlockStatement },
    registry,
  )
  const ask = async () => secretOf(bytesOfHex(await unlock.sign(typed, digest)), digest, unlock.custody)
  const secret = await ask()
  if (twice) {
    const again = await ask()
    const isSteady = again.every((byte, at) => byte === secret[at])
    again.fill(0)
    if (!isSteady) {
      throw refuse(
        'wallet_unsteady',
        'This wallet signs the same text differently each time, so it cannot open a vault. Take a recovery code and a passphrase.',
      )
    }
  }
  return secret
}

/** r ‖ s with low s, whoever's spelling it was; raises `vault.wallet_contract` or `vault.wallet_other`. */
export function secretOf(signature: Uint8Array, digest: Uint8Array, custody: Hex): Uint8Array {
  if (signature.length !== 65) throw isContract()
  const high = uintOfBytes(signature.subarray(32, 64))
  const flips = high > curveOrder / 2n && high < curveOrder
  const s = flips ? bytesOfUint(curveOrder - high, 32) : signature.subarray(32, 64)
  const given = signature[64] ?? 0
  const parity = (given < 27 ? given : given - 27) ^ (flips ? 1 : 0)
  const secret = joinBytes(signature.subarray(0, 32), s)
  const signer = recoverAddress(digest, joinBytes(secret, Uint8Array.of(27 + parity)))
  if (signer !== custody.toLowerCase()) {
    throw refuse(
      'wallet_other',
      'The signature is not the profile’s wallet’s; choose the account that controls the profile and sign again.',
    )
  }
  return secret
}

function isContract() {
  return refuse(
    'wallet_contract',
    'A contract account signs differently each time, so it cannot open a vault. Take a recovery code and a passphrase.',
  )
}
