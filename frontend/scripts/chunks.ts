import type { Plugin } from 'vite'

/** Parts of the Svelte runtime that only later pages use, though its index file names them to all. */
const laterRuntime =
  /\/svelte\/src\/(internal\/client\/dom\/(elements\/bindings\/(this|input|select|props|universal|media|window)|blocks\/(await|svelte-head))\.js|internal\/shared\/clone\.js)/

const groups: readonly [name: string, pattern: RegExp][] = [
  ['runtime', laterRuntime],
  [
    'burner',
    /\/src\/wallet\/burner\/|\/viem\/_esm\/(accounts|utils\/(transaction|signature|blob|authorization))\//,
  ],
  ['keys', /\/@noble\/(curves|secp256k1)\/|\/src\/wallet\/sessionKeys/],
  ['tags', /\/src\/domain\/(hashtag|locate|canonical|findHashtags|tagId)|findTagSpans/],
  ['domain', /\/@noble\/hashes\/|\/src\/domain\/|\/outbox\/base64/],
  [
    'proof',
    /\/node_modules\/(viem|ox|abitype)\/|\/src\/(verify|chain)\/|\/features\/proof\/(checkPost|Proof|verdict)/,
  ],
  [
    'send',
    /\/features\/outbox\/(resume|send)|watchRegistration|followCall|\/src\/state\/(database|plainCopy)/,
  ],
  ['wallet', /\/src\/wallet\/|\/src\/state\/(chainSource|parseGatewayAddress)/],
  [
    'write',
    /\/features\/compose\/|\/features\/outbox\/(acts|make|optimistic|publish)|\/src\/ipfs\/(upload|fileCid)/,
  ],
  ['account', /\/features\/(settings|calls|wallet|register)\/|\/pages\/(Settings|Welcome)/],
  [
    'pages',
    /\/src\/pages\/|\/features\/(space|profile)\/|\/frame\/(Aside|About|Trend|Help)|threadView|InlineReply|QuietHome/,
  ],
  ['market', /\/src\/market\//],
  ['late', /\/src\/|\/svelte\//],
]

/**
 * Everything the first page needs becomes one file, and what later pages share becomes a few: a file of
 * its own for each small module would cost more in headers and lost compression than it saves.
 */
export function planChunks(): { plugin: Plugin; groupOf: (id: string) => string | null } {
  const first = new Set<string>()
  const plugin: Plugin = {
    name: 'plan-chunks',
    buildEnd() {
      const visit = (id: string): void => {
        if (first.has(id) || laterRuntime.test(id)) return
        first.add(id)
        this.getModuleInfo(id)?.importedIds.forEach(visit)
      }
      for (const id of this.getModuleIds()) if (this.getModuleInfo(id)?.isEntry) visit(id)
    },
  }
  const groupOf = (id: string): string | null => {
    if (first.has(id)) return 'first'
    return groups.find(([, pattern]) => pattern.test(id))?.[0] ?? null
  }
  return { plugin, groupOf }
}
