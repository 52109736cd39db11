import { addSentences } from './sentences.ts'

/**
 * Sentences for the failures of vault and records that bring none of their own. What the formats refuse says in
 * its own words what was wrong; gateways and this page send bare codes.
 */
export const marketSentences: Record<string, string> = {
  'vault.locked': 'The vault is locked. Open it and do that again.',
  'vault.none': 'This profile has no vault yet. Make one first.',
  'vault.stale': 'Another device changed the vault at the same time. Try again; nothing of either is lost.',
  'vault.sequence':
    'The gateway does not take this state of your vault. Lock the vault, open it again and try again.',
  'vault.signed_at': 'This device’s clock is off by more than ten minutes. Set it right and try again.',
  'vault.signature':
    'The gateway does not accept the signature under your vault. Renew the session key in Settings, then try again.',
  'vault.quota':
    'The gateway keeps no more for this vault. Destroy records that you need no more, or use another gateway.',
  'vault.too_large': 'The vault is larger than this gateway takes. Destroy records that you need no more.',
  'vault.base64': 'The gateway could not read the vault that this page sent. Reload the page and try again.',
  'vault.blob': 'A part of the vault does not match its address, so it is not used. Ask another gateway.',
  blob: 'The encrypted file could not be handed to the gateway. It is kept here; try again.',
}

addSentences(marketSentences)
