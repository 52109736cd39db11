import { mask } from './keystream.ts'
import { listCipherLeaves, listPlainLeaves } from './roots.ts'

/** What takes long for a large record: nothing in it is more than hashing. */
export type RecordWork =
  | { work: 'cipherLeaves' | 'plainLeaves'; bytes: Uint8Array }
  | { work: 'mask'; bytes: Uint8Array; key: Uint8Array }

/** The leaves one after another, 32 bytes each, or the masked bytes. Raises `market.words`. */
export function doRecordWork(task: RecordWork): Uint8Array {
  switch (task.work) {
    case 'mask':
      return mask(task.bytes, task.key)
    case 'cipherLeaves':
      return join(listCipherLeaves(task.bytes))
    case 'plainLeaves':
      return join(listPlainLeaves(task.bytes))
  }
}

/** The leaves that `doRecordWork` joined. */
export function splitLeaves(joined: Uint8Array): Uint8Array[] {
  return Array.from({ length: joined.length / 32 }, (_, at) => joined.subarray(32 * at, 32 * (at + 1)))
}

function join(leaves: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(32 * leaves.length)
  leaves.forEach((leaf, at) => joined.set(leaf, 32 * at))
  return joined
}
