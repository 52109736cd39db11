import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { openKeyFile, sealKeyFile, type KeyFile } from './keyFile.ts'
import { commitmentOf } from './keys.ts'
import { buildManifest, verifySeal, type SealedManifest } from './manifest.ts'
import { refuse } from './refuse.ts'
import type { Wrap } from './wraps.ts'

/** What is in a vault, as long as it is open. */
export interface VaultState {
  readonly keyFile: KeyFile
  readonly wraps: readonly Wrap[]
}
/** A state, encrypted: the manifest's bytes and the blob of the key file. */
export interface Snapshot {
  readonly manifest: Uint8Array
  readonly keyFileCid: string
  readonly keyFileBlob: Uint8Array
}

/** The state sealed for one sequence; raises `vault.full`, `vault.value`. */
export async function buildSnapshot(
  vaultKey: Uint8Array,
  place: { profile: string; sequence: number; updatedAt: number },
  { keyFile, wraps }: VaultState,
): Promise<Snapshot> {
  const { profile, sequence, updatedAt } = place
  const keyFileBlob = await sealKeyFile(vaultKey, profile, sequence, keyFile)
  const keyFileCid = fileCid(keyFileBlob)
  const blobs = [...new Set([keyFileCid, ...keyFile.records.map(({ cid }) => cid)])].sort()
  const commitment = hexOfBytes(commitmentOf(vaultKey))
  const manifest = { profile, sequence, commitment, wraps, keyFile: keyFileCid, blobs, updatedAt }
  return { manifest: buildManifest(vaultKey, manifest), keyFileCid, keyFileBlob }
}

/** The state behind a manifest; raises `vault.seal`, `vault.other_profile`, `vault.key_file` and as `readBlob`. */
export async function openSnapshot(
  vaultKey: Uint8Array,
  profile: string,
  manifest: SealedManifest,
  readBlob: (cid: string) => Promise<Uint8Array>,
): Promise<VaultState> {
  requireProfile(manifest, profile)
  verifySeal(vaultKey, manifest)
  const blob = await readBlob(manifest.keyFile)
  const keyFile = await openKeyFile(vaultKey, profile, manifest.sequence, blob)
  const named = new Set<string>(manifest.blobs)
  if (!keyFile.records.every(({ cid }) => named.has(cid))) {
    throw refuse('key_file', 'The vault’s key file and its description do not fit; open an exported file.')
  }
  return { keyFile, wraps: manifest.wraps }
}

/** Raises `vault.other_profile` unless the manifest is this profile's. */
export function requireProfile(manifest: SealedManifest, profile: string): void {
  if (manifest.profile === profile) return
  throw refuse('other_profile', 'This vault belongs to another profile; switch to that profile to open it.')
}

/** Whether two byte strings are the same. */
export function isSame(one: Uint8Array | null, two: Uint8Array | null): boolean {
  if (one === null || two === null) return one === two
  return one.length === two.length && one.every((byte, at) => byte === two[at])
}
