import type { Gateway } from '../../api/endpoints.ts'
import type { Config } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import type { Report } from '../../verify/report.ts'
import { verifyPost } from '../../verify/verifyPost.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { readPreference } from '../../state/preferences.ts'

const maxDocumentBytes = 65_536

/** Fetches what the gateway claims about a post and checks it here. Raises only when nothing could be fetched. */
export async function checkPost(postId: string, api: Gateway, config: Config, onProgress: (report: Report) => void): Promise<Report> {
  if (readPreference('wallet')) await rememberedWallet()
  const [post, proof] = await Promise.all([api.getPost(postId, session.viewer), api.getProof(postId)])
  const cid = (proof.versions.at(-1) ?? proof).content?.cid ?? null
  const bytes = cid ? await fetchDocument(api, cid) : null
  return verifyPost({ post, proof, bytes }, config, pickChainSource(config, gateway.name), onProgress)
}

async function fetchDocument(api: Gateway, cid: string): Promise<Uint8Array | null> {
  try {
    const bytes = new Uint8Array(await (await api.getRaw(cid)).arrayBuffer())
    return bytes.length <= maxDocumentBytes ? bytes : null
  } catch {
    return null
  }
}

/** A wallet used before announces itself again within a moment; waiting for it keeps the first badges honest. */
async function rememberedWallet(): Promise<void> {
  if (connection.wallet) return
  connection.discover()
  for (let tries = 0; tries < 10 && !connection.wallet; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50))
}
