import { Failure } from '../../api/failure.ts'
import { readMarket } from '../../chain/readMarket.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import type { Hex } from '../../domain/hex.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { attestationDigest, attestationHash } from '../../market/attestation.ts'
import {
  listAttestations,
  parseAttestation,
  putAttestation,
  saltsOf,
  type KeptAttestation,
} from '../../market/attested.ts'
import { buildBundle } from '../../market/bundle.ts'
import { hashPlain } from '../../market/hashRecord.ts'
import { canAnswer, coarsen, type KindData } from '../../market/ladder.ts'
import { encodeRecord } from '../../market/record.ts'
import { buildTreeRoot } from '../../market/roots.ts'
import type { Ask } from '../../market/terms.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { vault } from '../../state/vault.svelte.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { recoverAddress } from '../../wallet/sessionKeys.ts'
import { marketDomain } from '../deliver/marketDomain.ts'
import type { CheckedOffer } from './checkOffer.ts'
import { offerInbox } from './offerInbox.svelte.ts'
import type { OpenRecord } from './previewKind.ts'
import { readOpenRecords } from './readOpenRecords.ts'

/** A record with an attester's word; `data` null: it is not what was attested any more. */
export interface Attested {
  kept: KeptAttestation
  data: KindData | null
}

/** Whether a plaintext root is signed in answers to the offer, and whose word on it the business takes. */
export function takesAttested({ offer: { onChain }, terms }: CheckedOffer): boolean {
  return terms.attesters.length > 0 && onChain.epochs === 0 && onChain.garbageSeconds > 0
}

/** What is kept of a record for an ask of the offer; null for nothing. */
export async function findAttested(
  checked: CheckedOffer,
  ask: Ask,
  record: Pick<OpenRecord, 'value' | 'attestation'>,
): Promise<Attested | null> {
  const kept = listAttestations(record.attestation).find(
    ({ offer, granularity }) => offer === checked.offer.offerId && granularity === ask.granularity,
  )
  return kept ? { kept, data: await rebuild(checked, ask, record, kept) } : null
}

/** Raises `attestation.offer`, `.profile`, `.attester` or `.signature`; no record is looked at. */
export async function verifyAttestation(
  checked: CheckedOffer,
  profile: string,
  kept: KeptAttestation,
): Promise<void> {
  const { config } = gateway
  if (!takesAttested(checked) || kept.offer !== checked.offer.offerId || !config)
    throw new Failure('attestation.offer')
  if (kept.profile !== profile) throw new Failure('attestation.profile')
  const { attester, signature } = kept
  if (!checked.terms.attesters.includes(attester)) throw new Failure('attestation.attester')
  const digest = attestationDigest(kept, marketDomain(config))
  if (recoverAddress(digest, bytesOfHex(signature)) === attester) return
  const { provider } = pickChainSource(config, gateway.name)
  const reads = provider && readMarket(provider, config.contracts)
  const hash = hexOfBytes(attestationHash(kept))
  if (!(await reads?.isContract(attester)) || !(await reads?.isSigned(attester, hash, signature)))
    throw new Failure('attestation.signature')
}

/** What an attester handed back is saved beside the record whose bytes it names. Raises `attestation.*`. */
export async function keepAttestation(data: Uint8Array, profile: string): Promise<void> {
  const kept = parseAttestation(data)
  await offerInbox.ensure(gateway.api.base)
  const checked = offerInbox.find(kept.offer)?.checked
  const ask = checked?.terms.asks.find(
    ({ category, granularity }) => category === kept.category && granularity === kept.granularity,
  )
  if (!checked || !ask) throw new Failure('attestation.offer')
  await verifyAttestation(checked, profile, kept)
  for (const record of await readOpenRecords()) {
    if (!(await rebuild(checked, ask, record, kept))) continue
    const { recordId, title, value } = record
    const attestation = putAttestation(record.attestation, kept)
    // Safety: record ids are the vault's own.
    await vault.changeRecord(recordId as Hex, { title, value, attestation })
    return
  }
  throw new Failure('attestation.altered')
}

/** The kind whose bytes were attested, if the record still gives them. */
async function rebuild(
  { offer, terms }: CheckedOffer,
  ask: Ask,
  { value }: Pick<OpenRecord, 'value'>,
  { profile, day, seed, ptRoot }: KeptAttestation,
): Promise<KindData | null> {
  if (!canAnswer(ask, value)) return null
  const data = coarsen(ask, value, day)
  const bundle = buildBundle(
    { offer: offer.offerId, profile: BigInt(profile), day, kinds: [data] },
    terms.maxBytes,
  )
  const leaves = await hashPlain(encodeRecord(bundle, saltsOf(seed, bundle)))
  return hexOfBytes(buildTreeRoot(leaves)) === ptRoot ? data : null
}
