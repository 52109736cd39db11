import type { Plugin } from 'vite'

/** Parts of the Svelte runtime that only later pages use, though its index file names them to all. */
const laterRuntime =
  /\/svelte\/src\/internal\/client\/dom\/(elements\/bindings\/(this|input|select|media)|blocks\/svelte-head)\.js/

/** Parts of it that only the market uses: the runtime's index names them to all, its pages alone call them. */
const marketRuntime =
  /\/svelte\/src\/(motion\/|reactivity\/(date|map|media|reactive|set|url)|internal\/(shared\/clone\.js|client\/(loop|timing|hydratable|dom\/(css|elements\/(style|transitions|bindings\/(document|navigator|props|size|universal|window))|blocks\/(async|await|css-props|slot|svelte-element))\.js)))/

/** What is reached only through these belongs to the market, whatever folder it lies in. */
const marketDoor = /\/src\/(pages\/Market\.svelte|features\/deliver\/start\.ts)/

const marketGroups: readonly [name: string, pattern: RegExp][] = [
  ['market-door', /\/pages\/Market\.svelte|\/features\/market\/|marketRoute/],
  [
    'market-person',
    /\/features\/(vault|offers|consents|earnings|deliver)\/|\/pages\/(Vault|Offer|Consents|Earnings)/,
  ],
  ['market-console', /\/features\/console\/|\/pages\/Business/],
  ['market-crypto', /\/node_modules\//],
  ['market', /./],
]

const groups: readonly [name: string, pattern: RegExp][] = [
  [
    'burner',
    /\/src\/wallet\/burner\/|\/viem\/_esm\/(accounts|utils\/(transaction|signature|blob|authorization))\//,
  ],
  [
    'wallet',
    /\/@noble\/(curves|secp256k1)\/|\/src\/wallet\/(?!burner)|\/src\/state\/(chainSource|parseGatewayAddress)/,
  ],
  ['tags', /\/src\/domain\/(hashtag|locate|canonical|findHashtags|tagId)|findTagSpans/],
  ['domain', /\/@noble\/hashes\/|\/src\/domain\/|\/outbox\/base64/],
  [
    'proof',
    /\/node_modules\/(viem|ox|abitype)\/|\/src\/(verify|chain)\/|\/features\/proof\/(checkPost|Proof|verdict)/,
  ],
  [
    'write',
    /\/features\/compose\/|\/features\/outbox\/(acts|make|optimistic|publish)|\/src\/ipfs\/(upload|fileCid)/,
  ],
  ['late', /watchRegistration|followCall/],
  ['account', /\/features\/(settings|calls|wallet|register)\/|\/pages\/(Settings|Welcome|account)/],
  [
    'pages',
    /\/src\/pages\/|\/features\/(space|profile)\/|\/frame\/(Aside|About|Trend|Help)|threadView|InlineReply|QuietHome/,
  ],
  ['late', /\/src\/|\/svelte\//],
]

/**
 * Everything the first page needs becomes one file, and what later pages share becomes a few: a file of
 * its own for each small module would cost more in headers and lost compression than it saves. What only the
 * market reaches has files of its own, so that no social page ever loads it.
 */
export function planChunks(): { plugin: Plugin; groupOf: (id: string) => string | null } {
  const first = new Set<string>()
  const social = new Set<string>()
  const plugin: Plugin = {
    name: 'plan-chunks',
    buildEnd() {
      const visit = (id: string, seen: Set<string>, later: boolean): void => {
        if (seen.has(id) || marketRuntime.test(id) || marketDoor.test(id)) return
        if (!later && laterRuntime.test(id)) return
        seen.add(id)
        const info = this.getModuleInfo(id)
        const imported = [
          ...(info?.importedIds ?? []),
          ...(later ? (info?.dynamicallyImportedIds ?? []) : []),
        ]
        imported.forEach((next) => visit(next, seen, later))
      }
      for (const id of this.getModuleIds()) {
        if (!this.getModuleInfo(id)?.isEntry) continue
        visit(id, first, false)
        visit(id, social, true)
      }
    },
  }
  const groupOf = (id: string): string | null => {
    if (first.has(id)) return 'first'
    return (social.has(id) ? groups : marketGroups).find(([, pattern]) => pattern.test(id))?.[0] ?? null
  }
  return { plugin, groupOf }
}
