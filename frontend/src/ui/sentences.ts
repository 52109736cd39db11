/**
 * One sentence for each failure a person can meet: what was wrong and what to do next.
 * Codes come from the gateway (dotted), the wallet (`wallet.*`) and this page (`page.*`); a code's first word
 * stands for its whole family.
 */
const sentences: Record<string, string> = {
  'page.unexpected': 'Something went wrong in this page. Reload it; what you wrote is kept.',
  'page.cancelled': 'Stopped.',
  'page.storage':
    'This browser refuses to store anything, so a session key cannot be kept. Leave private mode and try again.',
  'page.old_browser': 'This browser lacks what signing needs. Use a current one.',

  'gateway.unreachable':
    'The gateway does not answer. Try again in a moment, or choose another gateway in Settings.',
  'gateway.timeout': 'The gateway took too long to answer. Try again.',
  'gateway.unavailable': 'The gateway has a problem of its own. Nothing was lost; try again in a moment.',
  'gateway.not_json': 'That address did not answer like a #hashtagspace gateway. Check it in Settings.',
  'gateway.shape': 'This gateway sent a post that cannot be one. Choose another in Settings.',
  'gateway.not_found': 'This gateway does not know that. Try again or ask another gateway.',
  'gateway.refused': 'The gateway refused the request.',
  'gateway.address': 'That is not a web address. It should look like https://gateway.example.',

  'wallet.rejected': 'You declined in the wallet, so nothing was signed. Try again when you are ready.',
  'wallet.pending': 'Your wallet already has a request open. Finish it there.',
  'wallet.unsupported': 'This wallet cannot do that. Use another wallet.',
  'wallet.unauthorised': 'The wallet did not allow this page to use that account. Connect it again.',
  'wallet.disconnected': 'The wallet is disconnected. Open it, unlock it and try again.',
  'wallet.chain_disconnected': 'The wallet has lost its network. Check it and try again.',
  'wallet.chain_refused': 'The wallet did not switch networks. Switch it by hand and try again.',
  'wallet.other_account':
    'The wallet is on another account than the one that holds this profile. Switch accounts in the wallet.',
  'wallet.no_coin': 'This account has no coin to pay for a transaction. Wait for the gateway instead.',
  'wallet.reverted': 'The network refused the transaction.',
  'wallet.bad_signature':
    'The wallet returned a signature that does not match this account. Try again or use another wallet.',
  'wallet.failed': 'The wallet reported an error.',

  'session.none': 'Connect a wallet and choose a profile first.',
  'session.no_key': 'This browser has no session key for the profile. Renew it with one signature.',
  'session.expired': 'The session key has ended. Renew it with one signature; your draft is kept.',
  'session.kind':
    'This session key was not given the right to do that. Ask for a key with that right in Settings.',
  'session.lost': 'The session key kept in this browser can no longer be read. Renew it with one signature.',

  'handle.taken': 'That handle is taken. Handles are bound for ever, so please choose another.',
  'handle.invalid': 'A handle has 3 to 20 characters: small letters a–z, digits and _.',
  'profile.unknown': 'There is no profile with that name here. It may be too new for this gateway.',
  'post.unknown': 'This gateway does not have that post. It may be too new, or its content is withheld.',

  content: 'The post breaks the content format, so nobody could read it. Shorten or change it.',
  'content.unavailable': 'The content could not be fetched from any source right now.',
  'content.mismatch': 'The bytes received are not the ones that were signed. They are not shown.',
  'content.too_large': 'The post is too large: at most 10,000 characters and 64 KiB.',
  'content.budget': 'This gateway takes no more uploads today. Try tomorrow, or use another gateway.',
  'content.disk_floor': 'This gateway takes no more uploads now. Try later, or use another gateway.',
  media: 'This file could not be checked against its address, so it is not shown.',
  'media.type': 'Only pictures (PNG, JPEG, WebP, GIF, AVIF) and videos (MP4, WebM) can be attached.',
  'media.too_large': 'That file is too large: at most 10 MiB.',
  'media.too_many': 'At most four pictures or videos fit in one post.',
  cid: 'That content address is malformed.',
  hashtag: 'That is no hashtag: letters, digits and _, at least one letter, at most 50.',

  intent: 'The gateway could not accept this: it is malformed.',
  'intent.kind': 'The gateway does not know this kind of action.',
  'intent.subject': 'This points at something it may not point at.',
  'intent.wrong_chain': 'This was signed for another network. Reload the page and sign again.',
  'intent.future': 'This device’s clock is ahead. Set it right and try again.',
  'intent.too_old': 'This was signed more than seven days ago. Post it again from the draft.',
  'intent.unauthorised':
    'The key that signed this has no right to speak for the profile. Renew it with one signature.',
  'intent.key_expired': 'The session key has ended. Renew it with one signature.',
  'intent.key_expiring':
    'The session key ends within the hour, too soon for the chain. Renew it with one signature.',
  'intent.key_revoked': 'The session key was revoked. Renew it with one signature.',
  'intent.key_kind':
    'This session key was not given the right to do that. Ask for a key with that right in Settings.',
  signature: 'The signature does not match. Sign again; if it persists, renew the session key.',

  call: 'The gateway could not accept the signed request.',
  'call.conflict':
    'The chain says otherwise: the handle is taken, or the key or signature was used before. Start again.',
  'call.reverted':
    'The contract would refuse this. Start again; if it persists, choose another handle or key.',
  'call.deadline_passed': 'The signed request is too old. Sign again.',
  stamp: 'The proof of work that replaces a fee was not accepted. Check this device’s clock.',
  'rate.limited': 'That was a lot at once. Wait a moment and try again.',
  relay:
    'This gateway carries nothing for free right now. Try later, use another one, or publish from your wallet.',
  chain:
    'The chain does not answer. What you signed is kept; try again, or choose another source in Settings.',
  store: 'The gateway’s database is away for a moment. Try again.',
  ipfs: 'The gateway’s content store is away for a moment. What you wrote is kept; try again.',
  body: 'The gateway could not read the request. Reload the page and try again.',
  'rpc.address': 'That is not a web address. It should look like https://rpc.example.',
  'rpc.wrong_chain': 'That node serves another chain than this network. Check the address.',
}

/** Parts that load later bring the sentences of their own failures. */
export function addSentences(more: Record<string, string>): void {
  Object.assign(sentences, more)
}

/** The sentence of a failure: its own, its family's, the sender's words, in this order. */
export function sentenceOf({ code, detail }: { code: string; detail?: string }): string {
  const known = sentences[code] ?? sentences[code.split('.')[0] ?? '']
  if (known) return known
  if (detail) return /[.!?]$/.test(detail) ? detail : `${detail}.`
  return `The gateway answered with an error this page does not know (${code}).`
}

export const knownCodes: readonly string[] = Object.keys(sentences)
