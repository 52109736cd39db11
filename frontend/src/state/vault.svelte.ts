import { untrack } from 'svelte'
import { Failure, failureOf } from '../api/failure.ts'
import type { Hex } from '../api/model.ts'
import { keepNoise } from '../market/noise.ts'
import { parseValue, spellValue, type RecordValue } from '../market/recordValues.ts'
import type { VaultNotice, VaultPorts } from '../vault/ports.ts'
import type {
  DealSecret,
  DestroyedRecord,
  Destruction,
  RecordSource,
  Unlock,
  Vault,
  VaultInfo,
  VaultRecord,
  Whereabouts,
  WrapInfo,
} from '../vault/vault.ts'
import { gateway } from './gateway.svelte.ts'
import { session } from './session.svelte.ts'
import { vaultSigner } from './vaultSigner.svelte.ts'

/**
 * `unknown`: not asked yet, or no profile. `offline`: neither the gateway nor this browser can say.
 * `locked` and `open` say what they say.
 */
export type VaultStatus = 'unknown' | 'none' | 'locked' | 'open' | 'offline'

export interface RecordDraft {
  category: string
  title: string
  value: RecordValue
  source: RecordSource
}

/**
 * The private data of the profile in use. The key is in memory while the vault is open and nowhere else; it is
 * wiped on demand, when the page goes away and when profile, network or gateway change.
 */
class VaultState {
  status = $state<VaultStatus>('unknown')
  /** What the locked page may know: the ways in, and where the vault was found. */
  info = $state.raw<VaultInfo | null>(null)
  /** Why the vault could not be found. */
  failure = $state.raw<Failure | null>(null)
  records = $state.raw<readonly VaultRecord[]>([])
  deals = $state.raw<readonly DealSecret[]>([])
  destroyed = $state.raw<readonly DestroyedRecord[]>([])
  methods = $state.raw<readonly WrapInfo[]>([])
  sequence = $state(0)
  whereabouts = $state<Whereabouts>('gateway')
  notices = $state.raw<readonly VaultNotice[]>([])
  #vault: Vault | null = null
  #run = 0

  constructor() {
    $effect.root(() => {
      $effect(() => {
        void [session.viewer, gateway.scope, gateway.url]
        untrack(() => {
          this.lock()
          void this.find()
        })
      })
    })
    window.addEventListener('pagehide', () => this.lock())
  }

  /** Asks the gateway and this browser whether the profile has a vault; `failure` says why not known. */
  async find(): Promise<void> {
    const run = ++this.#run
    if (this.status !== 'open') this.status = 'unknown'
    this.failure = null
    if (!session.viewer || !gateway.scope) return
    try {
      const { core, ports } = await loadCore(session.viewer)
      const info = await core.find(ports)
      if (run !== this.#run || this.status === 'open') return
      this.info = info
      this.status = info ? 'locked' : 'none'
    } catch (cause) {
      if (run !== this.#run) return
      this.failure = failureOf(cause)
      this.status = 'offline'
    }
  }

  /** Makes the profile's vault with these ways in. Raises `vault.*`, `wallet.*`, `gateway.*`. */
  async create(unlocks: readonly Unlock[]): Promise<void> {
    await this.#take(({ core, ports }) => core.create(ports, unlocks))
  }

  /** Opens the vault; raises as `create`, and `vault.rolled_back`. */
  async unlock(unlock: Unlock): Promise<void> {
    await this.#take(({ core, ports }) => core.open(ports, unlock))
  }

  /**
   * Opens the vault that a file holds and makes it this profile's. Raises `vault.export` and as `unlock`;
   * `vault.exists` unless `replace` says that another vault of the profile may be left behind.
   */
  async import(file: Uint8Array, unlock: Unlock, replace = false): Promise<void> {
    await this.#take(({ core, ports }) => core.import(ports, file, unlock, { replace }))
  }

  /** Wipes the key; what was read stays nowhere in this page. */
  lock(): void {
    this.#run += 1
    if (!this.#vault) return
    const { methods, sequence, whereabouts, notices } = this
    this.info = { methods, sequence, whereabouts, notices }
    this.#vault.onChange = null
    this.#vault.lock()
    this.#vault = null
    this.records = []
    this.deals = []
    this.destroyed = []
    this.methods = []
    this.status = 'locked'
  }

  /** The value of a record; raises `vault.record`, `record.*` when it is no value of its category. */
  async readRecord(recordId: Hex): Promise<RecordValue> {
    const record = this.records.find((known) => known.recordId === recordId)
    const value = await this.#open().readRecord(recordId)
    return parseValue(record?.category ?? '', value)
  }

  /** Keeps a new record, noise drawn; it is saved when this returns. */
  async addRecord({ category, title, value, source }: RecordDraft): Promise<VaultRecord> {
    return this.#open().addRecord({ category, title, value: spellValue(keepNoise(value)), source })
  }

  /** Keeps a changed record under a fresh key; what was attested of it stays unless another is given. */
  async changeRecord(
    recordId: Hex,
    { value, ...rest }: Pick<RecordDraft, 'title' | 'value'> & Partial<Pick<VaultRecord, 'attestation'>>,
  ): Promise<VaultRecord> {
    return this.#open().changeRecord(recordId, { ...rest, value: spellValue(keepNoise(value)) })
  }

  /** Drops the record's key for good; the receipt is signed. */
  destroyRecord(recordId: Hex): Promise<Destruction> {
    return this.#open().destroyRecord(recordId)
  }

  /** The receipt of a record that was destroyed earlier. */
  receiptOf(recordId: Hex): Destruction {
    return this.#open().receiptOf(recordId)
  }

  /** Saves what a sale needs again; do so before its consent is signed. */
  putDeal(secret: DealSecret): Promise<void> {
    return this.#open().putDeal(secret)
  }

  /** Lends the vault key to one derivation. */
  withKey<T>(use: (vaultKey: Uint8Array) => T): T {
    return this.#open().withKey(use)
  }

  /** Lends a business's market key to one derivation and wipes it. */
  async withMarketKey<T>(use: (marketKey: Uint8Array) => T | Promise<T>): Promise<T> {
    const key = this.#open().marketKey()
    try {
      return await use(key)
    } finally {
      key.fill(0)
    }
  }

  addMethod(unlock: Unlock): Promise<void> {
    return this.#open().addMethod(unlock)
  }

  removeMethod(salt: Hex): Promise<void> {
    return this.#open().removeMethod(salt)
  }

  /** A way in by the present custody wallet, in place of those by earlier ones. */
  rewrapWallet(unlock: Unlock): Promise<void> {
    return this.#open().rewrapWallet(unlock)
  }

  /** Brings what is only here to the gateway, and what other devices wrote to here. */
  sync(): Promise<void> {
    return this.#open().sync()
  }

  /** The whole vault, encrypted as it is everywhere. */
  exportFile(): Promise<Uint8Array> {
    return this.#open().exportFile()
  }

  #open(): Vault {
    if (!this.#vault) throw new Failure('vault.locked')
    return this.#vault
  }

  async #take(open: (loaded: Loaded) => Promise<Vault>): Promise<void> {
    const run = ++this.#run
    const opened = await open(await loadCore(session.viewer))
    if (run !== this.#run) {
      opened.lock()
      throw new Failure('page.cancelled')
    }
    this.#vault = opened
    opened.onChange = () => this.#show(opened)
    this.#show(opened)
  }

  #show(opened: Vault): void {
    if (this.#vault !== opened) return
    this.records = [...opened.records]
    this.deals = [...opened.deals]
    this.destroyed = [...opened.destroyed]
    this.methods = [...opened.methods]
    this.sequence = opened.sequence
    this.whereabouts = opened.whereabouts
    this.notices = opened.notices
    this.status = 'open'
  }
}
export const vault = new VaultState()

interface Loaded {
  core: typeof Vault
  ports: VaultPorts
}

/** The vault's code, loaded on first use, and what it needs of this page. Raises `session.none`, `gateway.*`. */
async function loadCore(profile: string | null): Promise<Loaded> {
  const { config, scope, api } = gateway
  if (!profile) throw new Failure('session.none')
  if (!config || !scope) throw new Failure('gateway.unreachable', '', true)
  const [{ Vault: core }, { openVaultGateway }, { openCopies }] = await Promise.all([
    import('../vault/vault.ts'),
    import('../vault/gateway.ts'),
    import('../vault/copies.ts'),
  ])
  // Safety: the gateway's config names addresses.
  const registry = {
    chainId: config.network.chainId,
    contract: config.contracts.ProfileRegistry as Hex,
  }
  const ports: VaultPorts = {
    profile,
    registry,
    gateway: openVaultGateway(api.base),
    copies: openCopies(scope),
    custody: session.active?.custody ?? '0x',
    signForm: (typed, digest, byCustody) => vaultSigner.sign(typed, digest, byCustody),
    now: () => Date.now(),
  }
  return { core, ports }
}
