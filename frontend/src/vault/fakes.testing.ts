import 'fake-indexeddb/auto'
import { Failure } from '../api/failure.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { addressOf, recoverAddress, signDigest } from '../wallet/sessionKeys.ts'
import { openCopies } from './copies.ts'
import { vaultSigning } from './forms.ts'
import { decodeManifest, manifestDigest } from './manifest.ts'
import type { DealSecret } from './keyFile.ts'
import type { GatewayHead, VaultCopies, VaultGateway, VaultPorts } from './ports.ts'
import { refuse } from './refuse.ts'
import { registry } from './vault.testing.ts'
import { Vault } from './vault.ts'
import type { Unlock } from './wraps.ts'

const secretKey = new Uint8Array(32).fill(9)
export const custody = addressOf(secretKey)
export const profile = '42'
export const code: Unlock = { method: 'code', code: '7ZGP-B4ZP-C78A-YV3W-316N-5R36-Y88A-T40R-TS15' }
export const wallet: Unlock = {
  method: 'wallet',
  custody,
  code: '0x',
  sign: async (_, digest) => hexOfBytes(await signDigest(digest, secretKey)),
}

/** A gateway in memory that judges heads as the real one does; `away` has every call fail. */
export class FakeGateway implements VaultGateway {
  heads: GatewayHead[] = []
  readonly blobs = new Map<string, Uint8Array>()
  away = false
  /** Called before a head is judged: the place for another device to be faster. */
  beforePut: (() => Promise<void> | void) | null = null
  /** The head is taken, but its answer is lost. */
  loseAnswer = false

  get latest(): GatewayHead | null {
    return this.heads.at(-1) ?? null
  }
  async findHead(): Promise<GatewayHead | null> {
    this.#answer()
    return this.latest
  }
  async putHead(who: string, head: GatewayHead): Promise<void> {
    this.#answer()
    const before = this.beforePut
    this.beforePut = null
    await before?.()
    if (head.sequence <= (this.latest?.sequence ?? 0)) throw new Failure('vault.stale', '', false, 409)
    const manifest = manifestDigest(head.manifest)
    const { sequence, forget, signedAt } = head
    const message = { profile: who, manifest, sequence, forget, signedAt }
    const { digest } = vaultSigning('VaultHead', message, registry)
    const signature = Uint8Array.from(head.signature.slice(2).match(/../g) ?? [], (byte) =>
      parseInt(byte, 16),
    )
    if (recoverAddress(digest, signature) !== custody) throw new Failure('vault.signature', '', false, 403)
    const missing = decodeManifest(head.manifest).blobs.find((cid) => !this.blobs.has(cid))
    if (missing) throw new Failure('vault.blob', missing, false, 422)
    this.heads.push(head)
    if (this.loseAnswer) {
      this.loseAnswer = false
      throw new Failure('gateway.timeout', '', true)
    }
  }
  async putBlob(bytes: Uint8Array): Promise<void> {
    this.#answer()
    this.blobs.set(fileCid(bytes), bytes)
  }
  async getBlob(cid: string): Promise<Uint8Array> {
    this.#answer()
    const found = this.blobs.get(cid)
    if (!found) throw refuse('blob_missing', 'not here')
    return found
  }
  #answer(): void {
    if (this.away) throw new Failure('gateway.unreachable', '', true)
  }
}

/** A browser that stores nothing. */
export const noCopies: VaultCopies = {
  list: () => Promise.reject(new Failure('page.storage')),
  write: () => Promise.reject(new Failure('page.storage')),
  findBlob: () => Promise.reject(new Failure('page.storage')),
  keepBlob: () => Promise.reject(new Failure('page.storage')),
}

let devices = 0

/** One device at a gateway: a browser of its own, a clock that only moves on. */
export function device(gateway: VaultGateway, change: Partial<VaultPorts> = {}): VaultPorts {
  let time = 1_790_000_000_000
  return {
    profile,
    registry,
    custody,
    gateway,
    copies: openCopies(`device-${++devices}`),
    signForm: async (_, digest) => hexOfBytes(await signDigest(digest, secretKey)),
    now: () => (time += 1000),
    ...change,
  }
}

/** A record to add. */
export const draft = {
  category: 'interests',
  title: 'Mine',
  value: { fields: { topics: ['a'] } },
  source: 'form',
} as const
/** What a sale needs again. */
export const deal: DealSecret = {
  dealId: `0x${'01'.repeat(32)}`,
  offerId: `0x${'02'.repeat(32)}`,
  nonce: `0x${'03'.repeat(32)}`,
  receiptSalt: `0x${'04'.repeat(32)}`,
  selection: '{}',
  consent: { price: '1' },
  signature: null,
  envelope: null,
  terms: `0x${'05'.repeat(32)}`,
  epochs: 0,
  createdAt: 1,
  state: 'prepared',
}

/** A gateway with an empty vault, and the device that made it. */
export async function started() {
  const gateway = new FakeGateway()
  const ports = device(gateway)
  return { gateway, ports, vault: await Vault.create(ports, [code, wallet]) }
}
/** The titles of a vault's records, sorted. */
export const titles = (vault: Vault) => vault.records.map(({ title }) => title).sort()
