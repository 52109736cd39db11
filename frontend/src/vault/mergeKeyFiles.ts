import {
  dealStages,
  type DealSecret,
  type DestroyedRecord,
  type KeyFile,
  type VaultRecord,
} from './keyFile.ts'
import type { Wrap } from './wraps.ts'

/**
 * What two devices wrote apart, together: nothing that either knows is lost, what either destroyed stays
 * destroyed, the later change of a record counts. The order of the two does not matter.
 */
export function mergeKeyFiles(one: KeyFile, two: KeyFile): KeyFile {
  const destroyed = mergeBy([...one.destroyed, ...two.destroyed], ({ recordId }) => recordId, earlier)
  const gone = new Set(destroyed.map(({ recordId }) => recordId))
  const records = mergeBy([...one.records, ...two.records], ({ recordId }) => recordId, later)
  return {
    records: records.filter(({ recordId }) => !gone.has(recordId)),
    // Two devices may have prepared the same deal: each nonce may have been signed, so both stay.
    deals: mergeBy([...one.deals, ...two.deals], ({ dealId, nonce }) => dealId + nonce, farther),
    destroyed,
  }
}

/**
 * The ways in after two devices changed them apart since `base`: what either added is there, what either
 * removed is gone; never none.
 */
export function mergeWraps(
  base: readonly Wrap[],
  own: readonly Wrap[],
  other: readonly Wrap[],
  most: number,
): readonly Wrap[] {
  const has = (wraps: readonly Wrap[], { salt }: Wrap) => wraps.some((wrap) => wrap.salt === salt)
  const kept = other.filter((wrap) => has(own, wrap) || !has(base, wrap))
  const added = own.filter((wrap) => !has(base, wrap) && !has(other, wrap))
  const merged = [...kept, ...added].slice(0, most)
  return merged.length > 0 ? merged : other
}

function mergeBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  choose: (a: Item, b: Item) => Item,
): readonly Item[] {
  const chosen = new Map<string, Item>()
  for (const item of items) {
    const name = nameOf(item)
    const other = chosen.get(name)
    chosen.set(name, other === undefined ? item : choose(other, item))
  }
  return [...chosen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

function later(a: VaultRecord, b: VaultRecord): VaultRecord {
  if (a.updatedAt !== b.updatedAt) return a.updatedAt > b.updatedAt ? a : b
  return a.cid >= b.cid ? a : b
}

function earlier(a: DestroyedRecord, b: DestroyedRecord): DestroyedRecord {
  if (a.destroyedAt !== b.destroyedAt) return a.destroyedAt < b.destroyedAt ? a : b
  return a.receipt <= b.receipt ? a : b
}

function farther(a: DealSecret, b: DealSecret): DealSecret {
  const [far, near] = isFarther(a, b) ? [a, b] : [b, a]
  return { ...far, signature: far.signature ?? near.signature, envelope: far.envelope ?? near.envelope }
}

function isFarther(a: DealSecret, b: DealSecret): boolean {
  const stages = dealStages.indexOf(a.state) - dealStages.indexOf(b.state)
  if (stages !== 0) return stages > 0
  if (a.createdAt !== b.createdAt) return a.createdAt > b.createdAt
  return (a.signature ?? '') + (a.envelope ?? '') >= (b.signature ?? '') + (b.envelope ?? '')
}
