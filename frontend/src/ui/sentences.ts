/**
 * One sentence for each failure a person can meet: what was wrong and what to do next.
 * Codes come from the gateway (dotted), the wallet (`wallet.*`) and this page (`page.*`).
 */
const sentences: Record<string, string> = {
  'page.unexpected': 'Something went wrong in this page. Reload it; what you wrote is kept.',
  'page.cancelled': 'Stopped.',
  'page.storage':
    'This browser refuses to store anything, so a session key cannot be kept. Leave private mode and try again.',
  'page.old_browser': 'This browser lacks what signing needs. Please use a current one.',

  'gateway.unreachable':
    'The gateway does not answer. Try again in a moment, or choose another gateway in Settings.',
  'gateway.timeout': 'The gateway took too long to answer. Try again.',
  'gateway.unavailable':
    'The gateway has a problem of its own right now. Nothing was lost; try again in a moment.',
  'gateway.not_json': 'That address did not answer like a #hashtagspace gateway. Check it in Settings.',
  'gateway.not_found':
    'This gateway does not know that page. It may be behind the chain; try again or ask another gateway.',
  'gateway.refused': 'The gateway refused the request.',
  'gateway.address': 'That is not a web address. It should look like https://gateway.example.',

  'wallet.none': 'No wallet was found in this browser. Install one, or open this page inside a wallet app.',
  'wallet.rejected': 'You declined in the wallet, so nothing was signed. Try again when you are ready.',
  'wallet.pending': 'Your wallet already has a request open. Finish it there, then come back.',
  'wallet.unsupported': 'This wallet cannot do that. Please use another wallet.',
  'wallet.unauthorised': 'The wallet did not allow this page to use that account. Connect it again.',
  'wallet.disconnected': 'The wallet is disconnected. Open it, unlock it and try again.',
  'wallet.chain_disconnected': 'The wallet has lost its connection to the network. Check it and try again.',
  'wallet.wrong_chain': 'The wallet is on another network. Switch it and try again.',
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
  'profile.not_found': 'There is no profile with that name here. It may be too new for this gateway.',
  'post.not_found': 'This gateway does not have that post. It may be too new, or its content is withheld.',
  'space.not_found': 'Nobody has written in this space yet.',

  'content.invalid': 'The post breaks the content format, so nobody could read it. Shorten or change it.',
  'content.too_large': 'The post is too large: at most 10,000 characters and 64 KiB.',
  'content.empty': 'Write something or add a picture first.',
  'content.unavailable': 'The content could not be fetched from any source right now.',
  'content.mismatch': 'The bytes received are not the ones that were signed. They are not shown.',
  'media.type': 'Only pictures (PNG, JPEG, WebP, GIF, AVIF) and videos (MP4, WebM) can be attached.',
  'media.too_large': 'That file is too large: at most 10 MiB.',
  'media.too_many': 'At most four pictures or videos fit in one post.',
  'media.unverifiable': 'This file could not be checked against its address, so it is not shown.',
  'cid.invalid': 'That content address is malformed.',
  'cid.malformed': 'That content address is malformed.',

  'intent.invalid': 'The gateway could not accept this: it is malformed.',
  'intent.malformed': 'The gateway could not accept this: it is malformed.',
  'intent.kind': 'The gateway does not know this kind of action. It may be older than this page.',
  'intent.subject': 'This points at something it may not point at.',
  'intent.content': 'The content named here is missing or not allowed for this action.',
  'intent.future': 'This device’s clock is ahead. Set it right and try again.',
  'intent.too_old':
    'This was signed more than seven days ago, so it no longer counts. Post it again from the draft.',
  'intent.replayed': 'This was already published.',
  'intent.not_author': 'Only the author of a post can change or retract it.',
  'intent.unauthorised':
    'The key that signed this has no right to speak for the profile (it ended or was revoked). Renew it in one signature.',
  'intent.key_ending':
    'The session key ends within the hour, too soon for the chain. Renew it with one signature.',
  'signature.invalid': 'The signature does not match. Sign again; if it persists, renew the session key.',
  'signature.malformed': 'The signature is malformed. Sign again; if it persists, renew the session key.',

  'call.expired': 'The signed request is too old. Sign again.',
  'call.invalid': 'The gateway could not accept the signed request.',
  'stamp.invalid': 'The proof of work that replaces a fee was not accepted. Try again.',
  'stamp.expired': 'The proof of work that replaces a fee is too old. Try again.',
  'quota.exceeded':
    'You have used up what this gateway carries for free today. Try later, use another gateway, or publish from your wallet.',
  'relay.budget':
    'This gateway has spent its budget for today. Try later, use another gateway, or publish from your wallet.',
  'relay.quota':
    'You have used up what this gateway carries for free. Try later, use another gateway, or publish from your wallet.',
  'chain.unavailable':
    'The gateway cannot reach the chain right now. What you signed is kept and will be sent.',
  'chain.unreachable': 'The chain does not answer. Try again, or choose another source in Settings.',
  'store.unavailable': 'The gateway’s database is away for a moment. Try again.',
  'content.store_unavailable':
    'The gateway’s content store is away for a moment. What you wrote is kept; try again.',
  'rpc.address': 'That is not a web address of a chain node. It should look like https://rpc.example.',
  'rpc.wrong_chain': 'That node serves another chain than this network. Check the address.',
}

/** The sentence of a failure; for a code the table lacks, the sender's own words, else its family's sentence. */
export function sentenceOf({ code, detail }: { code: string; detail?: string }): string {
  const known = sentences[code]
  if (known) return known
  if (detail) return /[.!?]$/.test(detail) ? detail : `${detail}.`
  return (
    sentences[`${code.split('.')[0]}.invalid`] ??
    `The gateway answered with an error this page does not know (${code}).`
  )
}

export const knownCodes: readonly string[] = Object.keys(sentences)
