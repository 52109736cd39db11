import type { Gateway } from '../../api/endpoints.ts'
import type { Config, Post } from '../../api/model.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { readPreference } from '../../state/preferences.ts'
import { pickChainSource } from '../../verify/chainSource.ts'
import { pickVersion } from '../../verify/pickVersion.ts'
import type { Report } from '../../verify/report.ts'
import { verifyPost } from '../../verify/verifyPost.ts'
import { connection } from '../../wallet/connection.svelte.ts'

const maxDocumentBytes = 65_536

/**
 * Checks what this page shows of a post, not what the gateway would show now. Raises only when the gateway
 * gives no proof.
 */
export async function checkPost(
  post: Post,
  api: Gateway,
  config: Config,
  onProgress: (report: Report) => void,
): Promise<Report> {
  if (readPreference('wallet')) await rememberedWallet()
  const proof = await api.getProof(post.postId)
  const version = pickVersion(post, proof)
  const bytes = version.content ? await fetchDocument(api, version.content.cid) : null
  return verifyPost(
    { post, proof, version, bytes },
    config,
    pickChainSource(config, gateway.name),
    onProgress,
  )
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
  for (let tries = 0; tries < 20 && !connection.wallet; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 50))
}
