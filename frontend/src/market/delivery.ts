import { hashWords, label } from './abiWords.ts'

const deliver = label('deliver/v1')
const epochLabel = label('epoch/v1')
const open = label('open/v1')

/** The domain of the proof that delivers what a consent, by its digest, sells once. */
export function deliveryDomain(consent: Uint8Array): Uint8Array {
  return hashWords(deliver, consent)
}

/** The domain of the proof that delivers one epoch: it binds the ciphertext too. */
export function epochDomain(consent: Uint8Array, epoch: number, ctRoot: Uint8Array): Uint8Array {
  return hashWords(epochLabel, consent, epoch, ctRoot)
}

/** The domain of the proof with which a buyer opens one record to the contract. */
export function openingDomain(consent: Uint8Array): Uint8Array {
  return hashWords(open, consent)
}
