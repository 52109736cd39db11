import { buildShared, epochRecord, recordKey } from '../../market/blinding.ts'
import { wipe } from '../../market/derivation.ts'
import { hashCipher, hashPlain, maskRecord } from '../../market/hashRecord.ts'
import { encodeRecord } from '../../market/record.ts'
import { buildTreeRoot } from '../../market/roots.ts'

/** A record as it travels: masked under the key that only x·H gives, with the roots that a consent names. */
export interface SealedRecord {
  ciphertext: Uint8Array
  ctRoot: Uint8Array
  /** The plaintext's leaves and their root; null for a single sale where the offer has no time to contest. */
  leaves: Uint8Array[] | null
  ptRoot: Uint8Array
}

/** Which record is sealed: that of a deal (32 bytes), or of one of its epochs. */
export interface RecordPlace {
  deal: Uint8Array
  epoch: number | null
}

/**
 * The bundle sealed for its place; the leaves of an epoch always go along, for its key is made of them. Its salts are
 * fresh unless somebody attested the record with others.
 * Raises `market.length`.
 */
export async function sealRecord(
  bundle: Uint8Array,
  x: bigint,
  { deal, epoch }: RecordPlace,
  contestable: boolean,
  salts?: Uint8Array,
): Promise<SealedRecord> {
  const plain = encodeRecord(bundle, salts)
  let key: Uint8Array = new Uint8Array()
  try {
    const leaves = contestable || epoch !== null ? await hashPlain(plain) : null
    const ptRoot = leaves ? buildTreeRoot(leaves) : new Uint8Array(32)
    key = recordKey(buildShared(x), epoch === null ? deal : epochRecord(deal, epoch, ptRoot))
    const ciphertext = await maskRecord(plain, key)
    return { ciphertext, ctRoot: buildTreeRoot(await hashCipher(ciphertext)), leaves, ptRoot }
  } finally {
    wipe(plain, key)
  }
}
