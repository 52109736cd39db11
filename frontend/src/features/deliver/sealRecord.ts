import { buildShared, recordKey } from '../../market/blinding.ts'
import { wipe } from '../../market/derivation.ts'
import { hashCipher, hashPlain, maskRecord } from '../../market/hashRecord.ts'
import { encodeRecord } from '../../market/record.ts'
import { buildTreeRoot } from '../../market/roots.ts'

/** A record as it travels: masked under the key that only x·H gives, with the roots that a consent names. */
export interface SealedRecord {
  ciphertext: Uint8Array
  ctRoot: Uint8Array
  /** The plaintext's leaves and their root; null where the offer has no time to contest. */
  leaves: Uint8Array[] | null
  ptRoot: Uint8Array
}

/** The bundle sealed for a deal or an epoch (`name`, 32 bytes). Raises `market.length`. */
export async function sealRecord(
  bundle: Uint8Array,
  x: bigint,
  name: Uint8Array,
  contestable: boolean,
): Promise<SealedRecord> {
  const plain = encodeRecord(bundle)
  const key = recordKey(buildShared(x), name)
  try {
    const ciphertext = await maskRecord(plain, key)
    const leaves = contestable ? await hashPlain(plain) : null
    return {
      ciphertext,
      ctRoot: buildTreeRoot(await hashCipher(ciphertext)),
      leaves,
      ptRoot: leaves ? buildTreeRoot(leaves) : new Uint8Array(32),
    }
  } finally {
    wipe(plain, key)
  }
}
