import { Failure } from '../api/failure.ts'
import type { Hex } from '../domain/hex.ts'
import type { VaultFile } from './exportFile.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { vaultSigning } from './forms.ts'
import { encodeKeyFile } from './keyFile.ts'
import { isByCustody } from './isByCustody.ts'
import { findVault, foreign, isAway, isOlder, written, type Written } from './load.ts'
import { manifestDigest, mostWraps } from './manifest.ts'
import { mergeKeyFiles, mergeWraps } from './mergeKeyFiles.ts'
import type { GatewayHead, VaultNotice, VaultPorts } from './ports.ts'
import { refuse } from './refuse.ts'
import { buildSnapshot, isSame, openSnapshot, type VaultState } from './snapshot.ts'

type Blobs = ReadonlyMap<string, Uint8Array>
/** A change to what is in the vault. Applied again when another device or tab was faster: twice is as once. */
export type Change = (state: VaultState) => VaultState

const tries = 4
/** How far a gateway lets a head's number jump; a forged one moves ours no farther at once. */
const longestStep = 1_000_000
const useless = ['vault.seal', 'vault.key_file', 'vault.blob_missing', 'vault.foreign']

/**
 * Where an open vault lies: in this browser and at a gateway; a change is first kept here, then there.
 * Guarantee: what another device or tab wrote is merged, never overwritten.
 */
export class VaultStorage {
  notices: readonly VaultNotice[] = []
  /** Whether something is only in this browser yet. */
  isPending = false
  /** The manifest of the browser's copy, and the latest of a gateway that is merged into it. */
  #own: Written | null = null
  #base: Written | null = null
  /** The highest number that any head was seen to have. */
  #floor = 0
  /** Whether the gateway's head is of another vault, which only the custody's signature may replace. */
  #isOverAnother = false
  /** Blobs that the gateway has for sure. */
  #remote: ReadonlySet<string> = new Set()
  /** Blobs of this session, for when the browser stores nothing. */
  readonly #fresh = new Map<string, Uint8Array>()

  constructor(
    readonly ports: VaultPorts,
    readonly key: Uint8Array,
    readonly commitment: Hex,
    public state: VaultState,
    floor = 0,
  ) {
    this.#floor = floor
    this.#isOverAnother = floor > 0
  }

  get sequence(): number {
    return this.#own?.manifest.sequence ?? this.#base?.manifest.sequence ?? 0
  }

  /** Goes on from the browser's copy. */
  startFromCopy(own: Written, seen: Written | null): void {
    this.#own = own
    this.#base = seen
    this.#floor = seen?.manifest.sequence ?? 0
    this.isPending = !isSame(own.bytes, seen?.bytes ?? null)
  }

  /** Goes on from the gateway's head, which is kept here from now on, in place of a damaged copy. */
  async startFromGateway(remote: Written, damaged: Written | null): Promise<void> {
    this.#own = damaged
    this.#base = remote
    this.#floor = remote.manifest.sequence
    this.#remote = new Set(remote.manifest.blobs)
    await this.#keep(remote, remote)
  }

  /** The blob: of this session, of this browser, or of the gateway and kept here then. */
  async readBlob(cid: string): Promise<Uint8Array> {
    const { copies, gateway } = this.ports
    const near = this.#fresh.get(cid) ?? (await copies.findBlob(cid).catch(() => null))
    if (near && fileCid(near) === cid) return near
    const bytes = await gateway.getBlob(cid)
    await copies.keepBlob(cid, bytes).catch(() => undefined)
    return bytes
  }

  /**
   * The change is saved when this returns: at the gateway, or in this browser while the gateway is away.
   * `forget` has the gateway drop what only earlier heads name. Raises Failure when it can be saved nowhere or
   * the gateway refuses; `vault.full`, `vault.value`, `vault.replaced`.
   */
  async save(change: Change, blobs: Blobs = new Map(), forget = false): Promise<void> {
    for (const [cid, bytes] of blobs) this.#fresh.set(cid, bytes)
    for (let left = tries; left > 0; left--) {
      const next = change(this.state)
      const now = await this.#seal(next)
      const head = await this.#sign(now, forget)
      const kept = await this.#keep(now, this.#base)
      if (kept === 'other') {
        await this.#absorbCopy()
        continue
      }
      this.state = next
      this.isPending = true
      if (await this.#push(now, head, kept === 'kept')) return
    }
    throw new Failure('vault.stale', 'another device or tab saves all the time', true)
  }

  /** The latest state with every blob, as a file takes it; raises as `readBlob`. */
  async collect(): Promise<VaultFile> {
    const now = this.#own ?? (await this.#seal(this.state))
    const blobs = new Map<string, Uint8Array>()
    for (const cid of now.manifest.blobs) blobs.set(cid, await this.readBlob(cid))
    return { manifest: now.bytes, blobs }
  }

  /** Uploads what is only here, takes over what other devices wrote. Raises Failure when it cannot. */
  async sync(): Promise<void> {
    const found = await findVault(this.ports)
    if (found?.away) throw found.away
    this.notices = found?.notices ?? []
    if (found?.remote) await this.absorb(found.remote)
    else this.#remote = new Set()
    if (this.isPending || !found?.remote) await this.save((state) => state)
    for (const cid of this.#own?.manifest.blobs ?? []) await this.#fetch(cid)
  }

  /**
   * A gateway's head and the state here together are the state now. A head that the vault's key did not
   * write, or of another vault, only moves the number on; raises `vault.replaced` when the custody itself put
   * another vault there, Failure.
   */
  async absorb(remote: Written): Promise<void> {
    this.#remote = new Set(remote.manifest.blobs)
    if (isSame(remote.bytes, this.#base?.bytes ?? null)) return
    if (remote.manifest.commitment !== this.commitment) {
      if (isByCustody(remote, this.ports)) throw replaced()
      this.#isOverAnother = true
      this.#passUseless(refuse('foreign', foreign.sentence), remote)
      return
    }
    let theirs: VaultState
    try {
      theirs = await this.#open(remote)
    } catch (cause) {
      this.#passUseless(cause, remote)
      return
    }
    this.#floor = Math.max(this.#floor, remote.manifest.sequence)
    const isOld = isOlder(remote, this.#base)
    const own = this.state.wraps
    const wraps = isOld ? own : mergeWraps(this.#base?.manifest.wraps ?? [], own, theirs.wraps, mostWraps)
    this.state = { keyFile: mergeKeyFiles(this.state.keyFile, theirs.keyFile), wraps }
    this.isPending = isOld || !isEqual(this.state, theirs)
    if (!isOld) this.#base = remote
    if (!this.isPending) await this.#keep(remote, remote)
  }

  async #seal(state: VaultState): Promise<Written> {
    const { profile, now } = this.ports
    const place = { profile, sequence: this.#floor + 1, updatedAt: now() }
    const { manifest, keyFileCid, keyFileBlob } = await buildSnapshot(this.key, place, state)
    const sealed = written(manifest)
    // A key that was wiped meanwhile seals nothing.
    if (sealed.manifest.commitment !== this.commitment) throw new Failure('vault.locked')
    this.#fresh.set(keyFileCid, keyFileBlob)
    return sealed
  }

  async #sign({ bytes, manifest }: Written, forget: boolean): Promise<GatewayHead> {
    const { profile, registry, now, signForm } = this.ports
    const [signedAt, { sequence }] = [Math.floor(now() / 1000), manifest]
    const message = { profile, manifest: manifestDigest(bytes), sequence, forget, signedAt }
    const { typed, digest } = vaultSigning('VaultHead', message, registry)
    const signature = await signForm(typed, digest, forget || this.#isOverAnother)
    return { manifest: bytes, sequence, signedAt, forget, signature }
  }

  async #keep(now: Written, base: Written | null): Promise<'kept' | 'other' | 'failed'> {
    const { profile, copies } = this.ports
    const blobs = new Map([...this.#fresh].filter(([cid]) => now.manifest.blobs.includes(cid)))
    const copy = { profile, commitment: this.commitment, manifest: now.bytes, base: base?.bytes ?? null }
    try {
      if (!(await copies.write(copy, blobs, this.#own?.bytes ?? null))) return 'other'
    } catch {
      return 'failed'
    }
    this.#own = now
    return 'kept'
  }

  /** Another tab wrote: its state and ours together are the state now. */
  async #absorbCopy(): Promise<void> {
    const copies = await this.ports.copies.list(this.ports.profile)
    const copy = copies.find(({ commitment }) => commitment === this.commitment)
    this.#own = copy ? written(copy.manifest) : null
    if (!this.#own || !copy) return
    const theirs = await this.#open(this.#own)
    const wraps = mergeWraps(this.#base?.manifest.wraps ?? [], this.state.wraps, theirs.wraps, mostWraps)
    this.state = { keyFile: mergeKeyFiles(this.state.keyFile, theirs.keyFile), wraps }
    const base = copy.base && written(copy.base)
    if (base && !isOlder(base, this.#base)) this.#base = base
    this.#floor = Math.max(this.#floor, base?.manifest.sequence ?? 0)
  }

  #open({ manifest }: Written): Promise<VaultState> {
    return openSnapshot(this.key, this.ports.profile, manifest, (cid) => this.readBlob(cid))
  }

  /** True once the gateway has it or is away; false when another device was faster, whose head is merged then. */
  async #push(now: Written, head: GatewayHead, isKept: boolean): Promise<boolean> {
    const { gateway, profile } = this.ports
    try {
      await this.#upload(now)
      await gateway.putHead(profile, head)
    } catch (cause) {
      if (isAway(cause) && isKept) return true
      if (!(cause instanceof Failure && cause.code === 'vault.stale')) throw cause
      const remote = (await findVault(this.ports))?.remote ?? null
      if (!remote || !isSame(remote.bytes, now.bytes)) {
        if (remote) await this.absorb(remote)
        return false
      }
      // The head had arrived, only its answer was lost.
    }
    this.#base = now
    this.#floor = now.manifest.sequence
    this.#isOverAnother = false
    this.#remote = new Set(now.manifest.blobs)
    this.isPending = false
    await this.#keep(now, now)
    return true
  }

  async #upload({ manifest }: Written): Promise<void> {
    for (const cid of manifest.blobs) {
      const bytes = this.#remote.has(cid) ? null : await this.#fetch(cid)
      if (bytes) await this.ports.gateway.putBlob(bytes)
    }
  }

  /** The blob, or null for one that nobody has any more: it must not keep the others from being saved. */
  async #fetch(cid: string): Promise<Uint8Array | null> {
    try {
      return await this.readBlob(cid)
    } catch (cause) {
      if (codeOf(cause) !== 'vault.blob_missing') throw cause
      this.#note(cause)
      return null
    }
  }

  /** A head that cannot be used for good: forged, or its key file is lost. What is here replaces it. */
  #passUseless(cause: unknown, { manifest }: Written): void {
    if (!useless.includes(codeOf(cause))) throw cause
    this.#note(cause)
    this.#floor = Math.max(this.#floor, Math.min(manifest.sequence, this.#floor + longestStep))
    this.#remote = new Set()
    this.isPending = true
  }

  #note(cause: unknown): void {
    const [code, sentence] = [codeOf(cause), cause instanceof Error ? cause.message : '']
    if (!this.notices.some((notice) => notice.code === code))
      this.notices = [...this.notices, { code, sentence }]
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** Whether two states say the same, in whatever order. */
function isEqual(one: VaultState, two: VaultState): boolean {
  const saltsOf = ({ wraps }: VaultState) =>
    wraps
      .map(({ salt }) => salt)
      .sort()
      .join()
  const spell = ({ keyFile }: VaultState) => encodeKeyFile(mergeKeyFiles(keyFile, keyFile))
  return saltsOf(one) === saltsOf(two) && isSame(spell(one), spell(two))
}

function replaced() {
  return refuse(
    'replaced',
    'The gateway has another vault of this profile, made anew on another device. Export this one, lock it and open the other one.',
  )
}
