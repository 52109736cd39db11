import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { TypedDomain } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { vectors } from '../domain/vectors.testing.ts'
import type { Table } from '../market/market.testing.ts'
import type { DestroyedRecord } from './keyFile.ts'
import type { Method, Wrap } from './wraps.ts'

interface Refused {
  name: string
  text: string
  code: string
}
interface Golden {
  chainId: string
  registry: Hex
  profile: string
  vaultKey: Hex
  commitment: Hex
  passphrase: string
  keys: Table<{ vaultKey: Hex; commitment: Hex; fileKey: Hex; sealKey: Hex; marketKey: Hex }>
  codes: { accepted: Table<{ text: string; secret: Hex }>; refused: Table<{ text: string; code: string }> }
  passphrases: {
    accepted: Table<{ text: string; spelled: string }>
    weak: Table<{ text: string; code: string }>
  }
  walletSecrets: {
    digest: Hex
    custody: Hex
    accepted: Table<{ signature: Hex; secret: Hex }>
    refused: Table<{ signature: Hex; custody: Hex; code: string }>
  }
  forms: { form: string; values: (string | boolean)[]; digest: Hex; wallet: unknown }[]
  wraps: {
    method: Method
    secret: Hex
    salt: Hex
    iv: Hex
    custody: Hex | null
    createdAt: number
    ciphertext: Hex
  }[]
  manifests: { accepted: Table<{ text: string; digest: Hex }>; foreign: string[]; refused: Table<Refused> }
  keyFiles: {
    sealed: Table<{ sequence: number; iv: Hex; plain: string; blob: Hex }>
    refused: Table<{ name: string; plain: string; code: string }>
  }
  values: {
    sealed: { value: Record<string, unknown>; recordId: Hex; key: Hex; iv: Hex; blob: Hex }[]
    refused: Table<{ name: string; plain: Hex; code: string }>
  }
  exports: { accepted: string; cids: string[]; refused: Table<Refused> }
  merges: {
    keyFiles: Table<{ one: string; two: string; merged: string }>
    wraps: Table<{ base: number[]; own: number[]; other: number[]; merged: number[] }>
  }
  destruction: DestroyedRecord & { digest: Hex; document: unknown }
  sizes: Table<{ length: number; value: number | null; keyFile: number | null }>
}

/** The golden vault that the Python twin wrote; only tests import this. */
export const golden = vectors<Golden>('market_vault')
export const registry: TypedDomain = { chainId: BigInt(golden.chainId), contract: golden.registry }
export const vaultKey = bytesOfHex(golden.vaultKey)
export const commitment = bytesOfHex(golden.commitment)
export const wraps: readonly Wrap[] = golden.wraps.map(({ secret: _, ...wrap }) => wrap)

/** The bytes with one bit changed. */
export function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = bytes.slice()
  const at = Math.floor(bit / 8) % bytes.length
  changed[at] = (changed[at] ?? 0) ^ (1 << (bit % 8))
  return changed
}
