import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { recoverAddress } from '../wallet/sessionKeys.ts'
import { vaultSigning } from './forms.ts'
import type { Written } from './load.ts'
import { manifestDigest } from './manifest.ts'
import type { VaultPorts } from './ports.ts'

/** Whether the custody wallet itself signed the head: a session key may save a vault, but not replace it. */
export function isByCustody({ bytes, head }: Written, { custody, profile, registry }: VaultPorts): boolean {
  if (!head) return false
  const { sequence, forget, signedAt, signature } = head
  const message = { profile, manifest: manifestDigest(bytes), sequence, forget, signedAt }
  const { digest } = vaultSigning('VaultHead', message, registry)
  return recoverAddress(digest, bytesOfHex(signature)) === custody.toLowerCase()
}
