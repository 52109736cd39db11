import { addSentences } from '../../ui/sentences.ts'

/** What can go wrong for somebody who sells: what it was, and what to do next. */
export const sellingSentences: Record<string, string> = {
  'market.contract':
    'Only this gateway names the market contract. Compare it with a source you trust and accept it on this page first.',
  'market.point':
    'The business’s key is malformed, so nothing may be sealed for it. Do not answer this offer.',
  'market.blinding': 'The business’s key would hide nothing. Do not answer this offer.',
  'market.words': 'The record could not be sealed. Reload the page and try again.',
  'market.length': 'The record is too large to be sealed. Sell less of it.',

  'offer.id':
    'The gateway changed something of this offer: its numbers do not belong to its name. Use another gateway.',
  'offer.document_missing':
    'The words of this offer have not reached this gateway, so nobody can know what it asks. Look again later.',
  'offer.document': 'The gateway shows other words than the business published. Use another gateway.',
  'offer.payee': 'Money cannot be sent to that account. Choose another one.',
  'offer.unknown': 'This gateway does not know that offer. It may be on another network, or too new.',
  'offer.over': 'The offer takes no answers any more. Nothing of yours was taken.',
  'offer.full': 'The offer has all the answers it asked for. A place may come free when somebody withdraws.',
  'offer.budget_too_small': 'The business has too little budget left for your answer. Choose less, or wait.',
  terms: 'The business broke a rule of how offers are written, so this one is not shown.',

  'response.offer_over': 'The offer takes no answers any more. Your consent was not handed on.',
  'response.answered': 'The business has accepted an answer of yours to this offer already.',
  'response.withdrawn': 'You withdrew from this offer before. It can never take a consent of yours again.',
  'response.expired': 'Your consent ran out before it was sent. Start again.',
  'response.terms': 'The consent does not fit the offer. Reload the page and start again.',
  'response.level': 'Your personhood level is below what this offer asks for.',
  'response.signature':
    'The signature is not of the wallet that holds the profile now. Switch the wallet and start again.',
  'response.price': 'The price of the answer is nothing. Start again.',
  'response.payee': 'The account to be paid is not one that can be paid. Choose another.',
  'response.key': 'The commitment in the answer is malformed. Start again.',
  'response.envelope': 'The gateway lost the sealed answer before it was complete. Send it again.',
  'depot.budget': 'That was a lot for this gateway at once. Wait a while, or use another gateway.',
  'blob.too_large': 'The answer is too large for this gateway. Sell less, or use another gateway.',
  'blob.mismatch': 'The gateway stored other bytes than it was given. Use another gateway.',
  selection: 'The choice does not fit the offer. Choose again.',
  bundle: 'What you chose is larger than this offer takes. Choose less of it.',
  attestation: 'This is no attestation. Ask the attester for the file again.',
  'attestation.offer':
    'The attestation is for an offer that is not open here, or that takes no attested record. Each is for one offer.',
  'attestation.profile': 'The attestation is about another profile than yours.',
  'attestation.attester': 'The business does not trust whoever attested this.',
  'attestation.signature': 'The attester’s signature does not hold. Ask for the file again.',
  'attestation.altered':
    'Your record is not the one that was attested, or was changed since. Have it attested anew, or sell it without.',
  'record.unanswerable':
    'A record of your vault does not say what is asked. Open it in the vault and complete it.',
  'record.noise': 'The noise of a number was not kept yet. Choose it again.',
  envelope: 'The answer could not be sealed for the business: its envelope key is malformed.',

  'consent.malformed': 'A consent in your vault cannot be read. A newer version of this page may be needed.',
  'consent.withdrawn': 'This consent is withdrawn already.',
  'consent.not_entitled':
    'Only the wallet that holds the profile, or the one that signed the consent, may withdraw it. Switch the wallet.',
  'consent.expired': 'The consent ran out before the business accepted it.',

  'relay.silent':
    'The gateway took it, but the chain does not show it. A key that is never mined is given away: send it from your wallet, or choose another gateway in Settings.',
  'revoke.silent':
    'The gateway took your withdrawal, but the chain does not show it. Try another gateway or your own wallet, below. Nothing is delivered from here any more.',
  'stamp.too_much':
    'This gateway asks for more work than any gateway needs. Choose another one, or send it from your wallet.',
  'deliver.disagree':
    'Your chain source says that the business accepted, the gateway does not. Nothing is sent until both say the same; check both in Settings.',
  'deliver.clock':
    'Your chain source and this device differ by more than a quarter of an hour. Set the clock right, or choose another source in Settings.',
  'deliver.needs_source':
    'This browser cannot see for itself that the money is locked. Connect your wallet, or name a chain node in Settings; to go by the gateway’s word, choose it there.',
  'deliver.wrong_key':
    'The key that this vault makes is not the one the consent commits to. Nothing was sent. Open the vault that signed it.',
  'deliver.record_missing':
    'Your vault no longer holds what this subscription sells. Add it again, or withdraw the consent.',
  'deliver.other_terms':
    'The gateway shows other terms than you signed. Nothing was sent; use another gateway.',
  'deliver.not_final': 'The acceptance is not final yet. The key is delivered when nothing can undo it.',
  'deliver.too_late':
    'The last tenth of the window has begun: a key could be seen and not be paid, so it stays here.',
  'deal.too_late': 'The window for the key is over. The price goes back to the business.',
  'deal.not_accepted': 'The deal waits for no key: it was delivered, withdrawn or given back meanwhile.',
  'deal.state': 'The deal has moved on since this page last looked. Reload it.',
  'deal.too_early': 'That is not possible yet.',
  'deal.consent': 'The chain has another consent of yours than this one.',
  'deal.proof': 'The contract did not accept the proof. Nothing was paid; reload the page and try again.',
  'deal.unknown': 'The chain does not know this deal.',
  'epoch.envelope': 'The gateway lost the sealed delivery. It is made again.',
  'epoch.time': 'The gateway does not take this delivery now. It is tried again.',
  'epoch.over': 'The time of this delivery is over.',
  'epoch.signature': 'This browser’s session key may not speak for the delivery. Renew it in Settings.',
  'withdraw.too_little':
    'The gateway carries payouts for free from 0.1 TAG on. Wait until there is more, or send it from your wallet.',
  'claim.too_little':
    'The gateway carries this for free from 0.1 TAG on. Wait until more has accrued, or send it from your wallet.',
  'deal.answered': 'An answer of yours to this offer was accepted before, or you withdrew in advance.',
  'credit.none': 'There is nothing to pay out.',
  receipt:
    'The gateway’s copy of the offer is not the one you agreed to, so no receipt is made of it. Use another gateway.',
  'amount.malformed': 'That is no amount. It should look like 12.5.',
  'amount.decimals': 'TAG has at most 18 digits behind the point.',
  'amount.range': 'That is more than any amount can be.',
}
addSentences(sellingSentences)
