import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { DomainError } from '../domain/domainError.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { wipe } from '../market/derivation.ts'
import { parseExport } from './exportFile.ts'
import { emptyKeyFile } from './keyFile.ts'
import { commitmentOf, createVaultKey } from './keys.ts'
import { isByCustody } from './isByCustody.ts'
import { findVault, isAway, written, type Found, type Written } from './load.ts'
import { mostWraps, type SealedManifest } from './manifest.ts'
import { mergeKeyFiles } from './mergeKeyFiles.ts'
import type { VaultPorts } from './ports.ts'
import { refuse } from './refuse.ts'
import { openSnapshot, requireProfile, type VaultState } from './snapshot.ts'
import { VaultStorage } from './storage.ts'
import { createWrap, unwrapWith, type Opening, type Unlock, type Wrap } from './wraps.ts'

/** A new, empty vault, saved; raises as `Vault.create` says. */
export async function createVault(
  ports: VaultPorts,
  unlocks: readonly Unlock[],
  replace: boolean,
): Promise<VaultStorage> {
  requireTwoMethods(unlocks)
  const found = await findVault(ports)
  if (found && !replace) throw exists()
  const key = createVaultKey()
  const wraps: Wrap[] = []
  for (const unlock of unlocks) wraps.push(await createWrap(key, unlock, ports, ports.now()))
  const floor = Math.max(found?.remote?.manifest.sequence ?? 0, found?.copy?.written.manifest.sequence ?? 0)
  const storage = new VaultStorage(
    ports,
    key,
    hexOfBytes(commitmentOf(key)),
    { keyFile: emptyKeyFile, wraps },
    floor,
  )
  await storage.save((state) => state)
  return storage
}

/** The vault, opened: the browser's copy and the gateway's head put together. Raises as `Vault.open` says. */
export async function openVault(ports: VaultPorts, unlock: Opening): Promise<VaultStorage> {
  const found = await findVault(ports)
  if (!found) throw refuse('none', 'This profile has no vault yet; make one, or import an exported file.')
  const key = await unlockKey(found, unlock, ports)
  try {
    const storage = await openFound(ports, found, key)
    storage.notices = [...found.notices, ...storage.notices]
    return storage
  } catch (cause) {
    wipe(key)
    throw cause
  }
}

/** The vault in a file together with what there is; raises as `Vault.import` says. */
export async function importVault(
  ports: VaultPorts,
  file: Uint8Array,
  unlock: Unlock,
  replace: boolean,
): Promise<VaultStorage> {
  const { manifest: bytes, blobs } = parseExport(file)
  const { manifest } = written(bytes)
  requireProfile(manifest, ports.profile)
  const commitment = bytesOfHex(manifest.commitment)
  const key = await unwrapWith(unlock, manifest.wraps, ports, commitment)
  try {
    const state = await openSnapshot(key, ports.profile, manifest, (cid) => readPart(blobs, cid))
    const storage = await besideFile(ports, key, state, replace)
    await storage.save((now) => now, blobs)
    return storage
  } catch (cause) {
    wipe(key)
    throw cause
  }
}

/** What a file holds, merged with the vault of the same key that browser and gateway have, if any. */
async function besideFile(
  ports: VaultPorts,
  key: Uint8Array,
  state: VaultState,
  replace: boolean,
): Promise<VaultStorage> {
  const commitment = hexOfBytes(commitmentOf(key))
  const found = await findVault(ports).catch((cause: unknown) => {
    if (!isAway(cause)) throw cause
    return null
  })
  const remote = found?.remote?.manifest
  const isKnown = found?.copy?.commitment === commitment
  if (remote && remote.commitment !== commitment && !isKnown && !replace) throw exists()
  if (!found || ![remote, found.copy].some((there) => there?.commitment === commitment)) {
    return new VaultStorage(ports, key, commitment, state, remote?.sequence ?? 0)
  }
  const storage = await openFound(ports, found, key)
  storage.state = { ...storage.state, keyFile: mergeKeyFiles(storage.state.keyFile, state.keyFile) }
  return storage
}

async function openFound(ports: VaultPorts, found: Found, key: Uint8Array): Promise<VaultStorage> {
  const commitment = hexOfBytes(commitmentOf(key))
  const storage = new VaultStorage(ports, key, commitment, { keyFile: emptyKeyFile, wraps: [] })
  const open = ({ manifest }: Written) =>
    openSnapshot(key, ports.profile, manifest, (cid) => storage.readBlob(cid))
  const { copy, remote } = found
  const state = copy?.commitment === commitment ? await openCopy(copy.written, open, remote !== null) : null
  if (copy && state) {
    storage.state = state
    storage.startFromCopy(copy.written, copy.seen)
    if (remote) await storage.absorb(remote)
    return storage
  }
  if (!remote) throw refuse('none', 'This profile has no vault that this key opens; import an exported file.')
  storage.state = await open(remote)
  await storage.startFromGateway(remote, copy?.commitment === commitment ? copy.written : null)
  return storage
}

/** The state of the browser's copy; null when it is damaged and the gateway has another. */
async function openCopy(
  copy: Written,
  open: (copy: Written) => Promise<VaultState>,
  hasRemote: boolean,
): Promise<VaultState | null> {
  try {
    return await open(copy)
  } catch (cause) {
    if (!hasRemote) throw cause
    return null
  }
}

/**
 * The vault key, by the ways in of the gateway's head and of the browser's copy alike. When they are of different
 * vaults, the copy's come first, so that no head of a stranger keeps its owner out; the other ones do when the
 * custody wallet itself put that vault there.
 */
async function unlockKey({ remote, copy }: Found, unlock: Opening, ports: VaultPorts): Promise<Uint8Array> {
  const [own, theirs] = [copy?.written.manifest, remote?.manifest]
  const open = ({ commitment, wraps }: Pick<SealedManifest, 'commitment' | 'wraps'>) =>
    unwrapWith(unlock, wraps, ports, bytesOfHex(commitment))
  if (remote && own && theirs && own.commitment !== theirs.commitment) {
    const [first, second] = isByCustody(remote, ports) ? [theirs, own] : [own, theirs]
    try {
      return await open(first)
    } catch (cause) {
      if (!(cause instanceof DomainError)) throw cause
      return open(second).catch(() => {
        throw cause
      })
    }
  }
  const wraps = [...(theirs?.wraps ?? []), ...(own?.wraps ?? [])]
  const different = wraps.filter(({ salt }, at) => wraps.findIndex((wrap) => wrap.salt === salt) === at)
  return open({ commitment: (theirs ?? own)?.commitment ?? '0x', wraps: different })
}

function exists() {
  return refuse(
    'exists',
    'This profile has a vault already: open it. Another one would leave its records behind.',
  )
}

function requireTwoMethods(unlocks: readonly Unlock[]): void {
  const methods = new Set(unlocks.map(({ method }) => method))
  if (methods.size < 2 || unlocks.length > mostWraps) {
    throw refuse(
      'two_methods',
      'A vault starts with two different ways in, so that losing one of them loses nothing.',
    )
  }
}

async function readPart(blobs: ReadonlyMap<string, Uint8Array>, cid: string): Promise<Uint8Array> {
  const bytes = blobs.get(cid)
  if (!bytes) throw refuse('export', 'The file cannot be used (a part is missing); take an earlier export.')
  return bytes
}
