import type { TypedDomain, WalletTypedData } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'

/** The latest head as a gateway has it: not to be believed before manifest and seal are checked. */
export interface GatewayHead {
  readonly manifest: Uint8Array
  readonly sequence: number
  readonly signedAt: number
  readonly forget: boolean
  readonly signature: Hex
}
/** The routes of a gateway that a vault needs; each raises Failure, retryable when it is only away. */
export interface VaultGateway {
  /** Null when the gateway has no vault of this profile. */
  findHead(profile: string): Promise<GatewayHead | null>
  /** Raises `vault.stale` when it has a head of this sequence or a later one. */
  putHead(profile: string, head: GatewayHead): Promise<void>
  putBlob(bytes: Uint8Array): Promise<void>
  /** The file of this CID, checked against it; raises `vault.blob_missing`. */
  getBlob(cid: string): Promise<Uint8Array>
}

/** The copy of a vault in this browser: as encrypted as everywhere. */
export interface VaultCopy {
  readonly profile: string
  readonly commitment: Hex
  /** The latest manifest written here. */
  readonly manifest: Uint8Array
  /** The latest manifest that a gateway was seen to have; null before the first. */
  readonly base: Uint8Array | null
}
/** Where copies lie; raises `page.storage`. */
export interface VaultCopies {
  /** Every copy of a profile's vaults, the latest written first. */
  list(profile: string): Promise<readonly VaultCopy[]>
  /**
   * Keeps copy and blobs together and drops blobs that it names no more. False, and nothing kept, when the
   * manifest kept now is not `replaces`: another tab wrote.
   */
  write(
    copy: VaultCopy,
    blobs: ReadonlyMap<string, Uint8Array>,
    replaces: Uint8Array | null,
  ): Promise<boolean>
  findBlob(cid: string): Promise<Uint8Array | null>
  keepBlob(cid: string, bytes: Uint8Array): Promise<void>
}

/** What a vault needs from the page around it. */
export interface VaultPorts {
  readonly profile: string
  /** ProfileRegistry's domain: head, destruction and unlocking are signed in it. */
  readonly registry: TypedDomain
  readonly gateway: VaultGateway
  readonly copies: VaultCopies
  /** Whose signature may replace the profile's vault by another one. */
  readonly custody: Hex
  /** A session key that may post, or the custody wallet; `byCustody`: the wallet alone. */
  signForm(typed: WalletTypedData, digest: Uint8Array, byCustody: boolean): Promise<Hex>
  /** Unix milliseconds. */
  now(): number
}

/** Something the person should know about an open vault, though nothing is lost. */
export interface VaultNotice {
  readonly code: string
  readonly sentence: string
}
