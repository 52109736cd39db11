import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { wipe } from '../market/derivation.ts'
import type { DealSecret, DestroyedRecord, RecordSource, VaultRecord } from './keyFile.ts'
import { mostWraps } from './manifest.ts'
import type { PlainObject } from './members.ts'
import { sealValue, type RecordValue } from './recordBlob.ts'
import { refuse } from './refuse.ts'
import type { VaultState } from './snapshot.ts'
import type { Wrap } from './wraps.ts'

/** What a record is made of. */
export interface RecordDraft {
  readonly category: string
  readonly title: string
  readonly value: RecordValue
  readonly source: RecordSource
  readonly attestation?: PlainObject | null
}

/** The record under a fresh key, with its blob; `before` keeps id and time of creation. */
export async function makeRecord(
  { category, title, value, source, attestation = null }: RecordDraft,
  now: number,
  before: Pick<VaultRecord, 'recordId' | 'createdAt' | 'updatedAt'> | null = null,
): Promise<{ record: VaultRecord; blob: Uint8Array }> {
  const recordId = before?.recordId ?? hexOfBytes(fresh(16))
  const key = fresh(32)
  const blob = await sealValue(value, recordId, key)
  const record = {
    recordId,
    category,
    title,
    key: hexOfBytes(key),
    cid: fileCid(blob),
    size: blob.length,
    source,
    createdAt: before?.createdAt ?? now,
    // Later than before even when the clock stood still or went back.
    updatedAt: before ? Math.max(now, before.updatedAt + 1) : now,
    attestation,
  }
  wipe(key)
  return { record, blob }
}

/** The record is added or takes its own place; one destroyed meanwhile stays destroyed. */
export function putRecord(state: VaultState, record: VaultRecord): VaultState {
  const { records, destroyed } = state.keyFile
  if (destroyed.some(({ recordId }) => recordId === record.recordId)) return state
  const others = records.filter(({ recordId }) => recordId !== record.recordId)
  return withKeyFile(state, { records: [...others, record] })
}

/** The record's key is gone, its receipt stays. */
export function dropRecord(state: VaultState, gone: DestroyedRecord): VaultState {
  const { records, destroyed } = state.keyFile
  return withKeyFile(state, {
    records: records.filter(({ recordId }) => recordId !== gone.recordId),
    destroyed: [...destroyed.filter(({ recordId }) => recordId !== gone.recordId), gone],
  })
}

/** The deal's secret is added or takes the place of the one with its nonce. */
export function putDeal(state: VaultState, deal: DealSecret): VaultState {
  const others = state.keyFile.deals.filter(
    ({ dealId, nonce }) => dealId !== deal.dealId || nonce !== deal.nonce,
  )
  return withKeyFile(state, { deals: [...others, deal] })
}

/** One more way in; raises `vault.method_full`. */
export function addWrap(state: VaultState, wrap: Wrap): VaultState {
  const others = state.wraps.filter(({ salt }) => salt !== wrap.salt)
  if (others.length >= mostWraps) {
    throw refuse('method_full', `A vault has at most ${mostWraps} ways in; remove one first.`)
  }
  return { ...state, wraps: [...others, wrap] }
}

/** A way in less; raises `vault.last_method`. */
export function removeWrap(state: VaultState, salt: Hex): VaultState {
  const wraps = state.wraps.filter((wrap) => wrap.salt !== salt)
  if (wraps.length === 0) {
    throw refuse('last_method', 'This is the last way into the vault; add another one first.')
  }
  return { ...state, wraps }
}

/** The wallet's wrap in place of those of all wallets. */
export function replaceWallets(state: VaultState, wrap: Wrap): VaultState {
  const others = state.wraps.filter(({ method }) => method !== 'wallet')
  return addWrap({ ...state, wraps: others }, wrap)
}

function withKeyFile(state: VaultState, change: Partial<VaultState['keyFile']>): VaultState {
  return { ...state, keyFile: { ...state.keyFile, ...change } }
}

function fresh(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
