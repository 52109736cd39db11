import { Failure } from '../api/failure.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { wipe } from '../market/derivation.ts'
import { buildDestruction, destructionSigning, type Destruction } from './destruction.ts'
import { buildExport } from './exportFile.ts'
import type { DealSecret, DestroyedRecord, RecordSource, VaultRecord } from './keyFile.ts'
import { businessMarketKey } from './keys.ts'
import { findVault } from './load.ts'
import type { PlainObject } from './members.ts'
import { createVault, importVault, openVault } from './opening.ts'
import type { VaultNotice, VaultPorts } from './ports.ts'
import { openValue, type RecordValue } from './recordBlob.ts'
import {
  addWrap,
  dropRecord,
  makeRecord,
  putDeal,
  putRecord,
  removeWrap,
  replaceWallets,
  type RecordDraft,
} from './changes.ts'
import { refuse } from './refuse.ts'
import type { VaultStorage } from './storage.ts'
import { createWrap, type Method, type Opening, type Unlock, type Wrap } from './wraps.ts'

/** A way in, without what it takes. */
export type WrapInfo = Pick<Wrap, 'method' | 'salt' | 'custody' | 'createdAt'>
export type Whereabouts = 'gateway' | 'browser'
/** What is known of a vault before it is opened. */
export interface VaultInfo {
  readonly methods: readonly WrapInfo[]
  readonly sequence: number
  readonly whereabouts: Whereabouts
  readonly notices: readonly VaultNotice[]
}
export type {
  DealSecret,
  DestroyedRecord,
  Destruction,
  Method,
  Opening,
  RecordDraft,
  RecordSource,
  Unlock,
  VaultRecord,
}

/**
 * A person's open vault. Every change is saved when its call returns: at the gateway, or in this browser while
 * the gateway is away (`whereabouts`). Calls may overlap; they are carried out one after the other.
 */
export class Vault {
  /** Called after anything changed. */
  onChange: (() => void) | null = null
  #storage: VaultStorage | null
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(storage: VaultStorage) {
    this.#storage = storage
  }

  /** What a locked page may show; null when neither gateway nor browser know a vault of the profile. */
  static async find(ports: VaultPorts): Promise<VaultInfo | null> {
    const found = await findVault(ports)
    const latest = found?.remote ?? found?.copy?.written
    if (!found || !latest) return null
    const { sequence } = latest.manifest
    const own = found.copy?.written.manifest
    const isForeign = own && own.commitment !== latest.manifest.commitment
    const wraps = isForeign ? [...own.wraps, ...latest.manifest.wraps] : latest.manifest.wraps
    const whereabouts = found.remote ? 'gateway' : 'browser'
    return { methods: wraps.map(infoOf), sequence, whereabouts, notices: found.notices }
  }

  /**
   * A new, empty vault with two different ways in or more. Raises `vault.exists` unless `replace` says that an
   * earlier one may be left behind, `vault.two_methods`, `vault.passphrase_weak`, `vault.wallet_*`, Failure.
   */
  static async create(
    ports: VaultPorts,
    unlocks: readonly Unlock[],
    { replace = false } = {},
  ): Promise<Vault> {
    return new Vault(await createVault(ports, unlocks, replace))
  }

  /**
   * The vault, opened by one way in. Raises `vault.none`, `vault.no_method`, `vault.passphrase_wrong`,
   * `vault.code_*`, `vault.wallet_*`, `vault.seal`, `vault.key_file`, Failure.
   */
  static async open(ports: VaultPorts, unlock: Opening): Promise<Vault> {
    return new Vault(await openVault(ports, unlock))
  }

  /**
   * The vault in an exported file, merged with what there is, and saved. Raises `vault.export`, `vault.exists`
   * unless `replace` says that another vault may be left behind, and as `open`.
   */
  static async import(
    ports: VaultPorts,
    file: Uint8Array,
    unlock: Unlock,
    { replace = false } = {},
  ): Promise<Vault> {
    return new Vault(await importVault(ports, file, unlock, replace))
  }

  get records(): readonly VaultRecord[] {
    return this.#open.state.keyFile.records
  }

  get deals(): readonly DealSecret[] {
    return this.#open.state.keyFile.deals
  }

  get destroyed(): readonly DestroyedRecord[] {
    return this.#open.state.keyFile.destroyed
  }

  get methods(): readonly WrapInfo[] {
    return this.#open.state.wraps.map(infoOf)
  }

  get sequence(): number {
    return this.#open.sequence
  }

  /** Where the latest change is: `browser` until a gateway has it too. */
  get whereabouts(): Whereabouts {
    return this.#open.isPending ? 'browser' : 'gateway'
  }

  get notices(): readonly VaultNotice[] {
    return this.#open.notices
  }

  /** The value of a record; raises `vault.no_record`, `vault.blob_missing`, `vault.record`, Failure. */
  async readRecord(recordId: Hex): Promise<RecordValue> {
    const storage = this.#open
    const { cid, key } = findRecord(storage, recordId)
    return openValue(await storage.readBlob(cid), recordId, bytesOfHex(key, 32))
  }

  /** A new record, saved. Raises `vault.value`, `vault.too_large`, `vault.full` and as `VaultStorage.save`. */
  async addRecord(draft: RecordDraft): Promise<VaultRecord> {
    return this.#save(async (storage) => {
      const { record, blob } = await makeRecord(draft, storage.ports.now())
      await storage.save((state) => putRecord(state, record), new Map([[record.cid, blob]]))
      return record
    })
  }

  /** The record has this value under a fresh key; raises as `addRecord`, and `vault.no_record`. */
  async changeRecord(
    recordId: Hex,
    change: { title?: string; value: RecordValue; attestation?: PlainObject | null },
  ): Promise<VaultRecord> {
    return this.#save(async (storage) => {
      const before = findRecord(storage, recordId)
      const made = await makeRecord({ ...before, ...change }, storage.ports.now(), before)
      await storage.save((state) => putRecord(state, made.record), new Map([[made.record.cid, made.blob]]))
      return findRecord(storage, recordId)
    })
  }

  /**
   * The record's key is dropped, here and in every later state; the receipt says so. An older copy of the key
   * file together with a way in still opens it. Raises `vault.no_record` and as `VaultStorage.save`.
   */
  async destroyRecord(recordId: Hex): Promise<Destruction> {
    return this.#save(async (storage) => {
      const { profile, registry, now, signForm } = storage.ports
      const { category } = findRecord(storage, recordId)
      const destroyedAt = now()
      const { typed, digest } = destructionSigning(profile, recordId, destroyedAt, registry)
      const gone = { recordId, category, destroyedAt, receipt: await signForm(typed, digest, false) }
      await storage.save((state) => dropRecord(state, gone), new Map(), true)
      return buildDestruction(profile, gone, registry)
    })
  }

  /** The receipt of a record that was destroyed earlier; raises `vault.no_record`. */
  receiptOf(recordId: Hex): Destruction {
    const { profile, registry } = this.#open.ports
    const gone = this.destroyed.find((record) => record.recordId === recordId)
    if (!gone) throw noRecord()
    return buildDestruction(profile, gone, registry)
  }

  /** What a sale needs again is saved: do this before its consent is signed. Replaces by deal and nonce. */
  async putDeal(deal: DealSecret): Promise<void> {
    await this.#save((storage) => storage.save((state) => putDeal(state, deal)))
  }

  /** Lends the vault key to one derivation; whoever gets it must not keep it. */
  withKey<Result>(use: (vaultKey: Uint8Array) => Result): Result {
    return use(this.#open.key)
  }

  /** A business's market key; `wipe` it after use. */
  marketKey(): Uint8Array {
    return businessMarketKey(this.#open.key)
  }

  /** One more way in; raises `vault.method_full`, `vault.passphrase_weak`, `vault.wallet_*`. */
  async addMethod(unlock: Unlock): Promise<void> {
    await this.#save(async (storage) => {
      const wrap = await this.#wrap(storage, unlock)
      await storage.save((state) => addWrap(state, wrap))
    })
  }

  /** A way in less; raises `vault.last_method`. Who knows its secret still opens older copies. */
  async removeMethod(salt: Hex): Promise<void> {
    await this.#save((storage) => storage.save((state) => removeWrap(state, salt), new Map(), true))
  }

  /** After a change of custody: the present wallet opens the vault, earlier ones no more. */
  async rewrapWallet(unlock: Unlock): Promise<void> {
    await this.#save(async (storage) => {
      const wrap = await this.#wrap(storage, unlock)
      await storage.save((state) => replaceWallets(state, wrap), new Map(), true)
    })
  }

  /** What is only here goes to the gateway, what other devices wrote comes here, every blob is kept here. */
  async sync(): Promise<void> {
    await this.#save((storage) => storage.sync())
  }

  /** The whole vault, encrypted as everywhere, as the bytes of a `.hsvault` file. */
  async exportFile(): Promise<Uint8Array> {
    return this.#save(async (storage) => buildExport(await storage.collect()))
  }

  /** The key is overwritten; nothing can be read or saved any more. */
  lock(): void {
    const key = this.#storage?.key
    this.#storage = null
    // What is being saved is saved first: a wiped key must seal nothing.
    if (key) void this.#turn.then(() => wipe(key))
  }

  get #open(): VaultStorage {
    if (!this.#storage) throw new Failure('vault.locked')
    return this.#storage
  }

  /** Waits for earlier calls, then runs this one, even when the vault is locked meanwhile. */
  async #save<Result>(act: (storage: VaultStorage) => Promise<Result>): Promise<Result> {
    const storage = this.#open
    const now = this.#turn.then(() => act(storage))
    this.#turn = now.catch(() => undefined)
    try {
      return await now
    } finally {
      if (this.#storage) this.onChange?.()
    }
  }

  #wrap(storage: VaultStorage, unlock: Unlock): Promise<Wrap> {
    return createWrap(storage.key, unlock, storage.ports, storage.ports.now())
  }
}

function infoOf({ method, salt, custody, createdAt }: Wrap): WrapInfo {
  return { method, salt, custody, createdAt }
}

function findRecord(storage: VaultStorage, recordId: Hex): VaultRecord {
  const found = storage.state.keyFile.records.find((record) => record.recordId === recordId)
  if (!found) throw noRecord()
  return found
}

function noRecord() {
  return refuse('no_record', 'The vault has no such record; it may have been destroyed on another device.')
}
