import type { Consent } from '../../../api/consentBody.ts'
import { bytesOfHex } from '../../../domain/bytesOfHex.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import type { EnvelopeContents } from '../../../market/envelope.ts'
import { hashCipher } from '../../../market/hashRecord.ts'
import { isChunkCount } from '../../../market/record.ts'
import { chunkBytes } from '../../../market/record.ts'
import { buildTreeRoot } from '../../../market/roots.ts'
import { countOf } from '../../../ui/count.ts'
import type { OwnOffer } from '../ownOffer.ts'
import { failed, passed, without, type Check } from './check.ts'

const zeroWord = `0x${'00'.repeat(32)}`

/** Whether the masked record in the envelope is the one whose root was signed. */
export async function checkRecord(
  offer: OwnOffer,
  consent: Consent,
  { record }: EnvelopeContents,
): Promise<Check> {
  const name = 'record'
  if (offer.onChain.epochs > 0) {
    return record.length === 0
      ? without(name, 'A subscription sends a record in each epoch; none comes with the answer.')
      : failed(name, 'A record came with the answer, though a subscription sends one in each epoch.')
  }
  if (!isChunkCount(record.length / chunkBytes)) return failed(name, 'The envelope holds no record.')
  const root = buildTreeRoot(await hashCipher(record))
  return hexOfBytes(root) === consent.ctRoot
    ? passed(name, `${countOf(record.length / chunkBytes, 'block')} hashed to the root in the consent.`)
    : failed(name, 'Its bytes are not the ones that were signed for.')
}

/** Whether the leaves for a later contest lead to the signed root, and are there if the offer counts on them. */
export function checkLeaves(offer: OwnOffer, consent: Consent, { leaves, record }: EnvelopeContents): Check {
  const name = 'leaves'
  const { garbageSeconds, epochs } = offer.onChain
  if (consent.ptRoot === zeroWord) {
    if (garbageSeconds > 0 && epochs === 0)
      return failed(name, 'It names no plaintext root, so a broken record could not be contested.')
    return leaves === null
      ? without(name, 'Your offer has no contest window.')
      : failed(name, 'It brings plaintext leaves that nobody signed for.')
  }
  if (leaves === null || leaves.length !== record.length / chunkBytes)
    return failed(name, 'The plaintext leaves are missing, so the root could not be used in a contest.')
  const root = buildTreeRoot(leaves)
  return equal(root, bytesOfHex(consent.ptRoot, 32))
    ? passed(name, `${countOf(leaves.length, 'leaf', 'leaves')} lead to the plaintext root in the consent.`)
    : failed(name, 'The plaintext leaves do not lead to the root in the consent.')
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
