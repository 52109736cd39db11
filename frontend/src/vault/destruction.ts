import { sha256 } from '@noble/hashes/sha2'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { TypedDomain } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { vaultSigning, type VaultSigning } from './forms.ts'
import type { DestroyedRecord } from './keyFile.ts'

/** What a person keeps as proof that a record's key was dropped; the signature is over `Destruction`. */
export interface Destruction {
  readonly type: 'destruction'
  readonly version: 1
  readonly chainId: string
  readonly registry: Hex
  readonly profile: string
  readonly recordId: Hex
  /** sha-256 of the record id's bytes. */
  readonly record: Hex
  readonly category: string
  readonly destroyedAt: number
  readonly signature: Hex
  readonly words: string
}

const words =
  'The key of this record was dropped. Whoever bought the record still has it, and an older copy of the key file together with a way into the vault still opens it.'

/** The form that is signed when a record is destroyed; `destroyedAt` in milliseconds. */
export function destructionSigning(
  profile: string,
  recordId: Hex,
  destroyedAt: number,
  registry: TypedDomain,
): VaultSigning {
  return vaultSigning('Destruction', { profile, record: digestOf(recordId), destroyedAt }, registry)
}

/** The receipt of a destroyed record, to be downloaded as JSON. */
export function buildDestruction(profile: string, gone: DestroyedRecord, registry: TypedDomain): Destruction {
  return {
    type: 'destruction',
    version: 1,
    chainId: String(registry.chainId),
    registry: registry.contract,
    profile,
    recordId: gone.recordId,
    record: digestOf(gone.recordId),
    category: gone.category,
    destroyedAt: gone.destroyedAt,
    signature: gone.receipt,
    words,
  }
}

function digestOf(recordId: Hex): Hex {
  return hexOfBytes(sha256(bytesOfHex(recordId, 16)))
}
