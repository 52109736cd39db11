import type { Plugin } from 'vite'

/** Parts of the Svelte runtime that only later pages use, though its index file names them to all. */
const laterRuntime =
  /\/svelte\/src\/internal\/client\/dom\/(elements\/bindings\/(this|input|media)|blocks\/svelte-head)\.js/

/** Parts of it that only the market uses: the runtime's index names them to all, its pages alone call them. */
const marketRuntime =
  /\/svelte\/src\/(motion\/|reactivity\/(date|map|media|reactive|set|url)|internal\/(shared\/clone\.js|client\/(loop|timing|hydratable|dom\/(css|elements\/(style|transitions|bindings\/(document|navigator|props|select|size|universal|window))|blocks\/(async|await|css-props|slot|svelte-element))\.js)))/

/** What is reached only through these belongs to the market, or to the people pages, whatever folder it lies in. */
const marketDoor = /\/src\/(pages\/Market\.svelte|features\/deliver\/start\.ts)/
const peopleDoor = /\/src\/(pages\/Personhood\.svelte|features\/people\/openTip\.ts)/

const marketGroups: readonly [name: string, pattern: RegExp][] = [
  ['market-door', /\/pages\/Market\.svelte|\/features\/market\/|marketRoute/],
  ['market-vault', /\/features\/vault\/|\/pages\/Vault/],
  ['market-offers', /\/features\/(offers|consents|earnings|deliver)\/|\/pages\/(Offer|Consents|Earnings)/],
  ['report', /\/features\/console\/(roi\/|report\/(?!buildReport))|\/ui\/charts\/BarChart/],
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
 * market, or only the people pages reach has files of its own, so that no other page ever loads it; what both reach
 * is a third, for neither loads the other.
 */
export function planChunks(): { plugin: Plugin; groupOf: (id: string) => string | null } {
  const reached = { first: new Set<string>(), social: new Set<string>(), market: new Set<string>() }
  const people = new Set<string>()
  const plugin: Plugin = {
    name: 'plan-chunks',
    buildEnd() {
      const visit = (id: string, seen: Set<string>, stop: RegExp[], isLater = true): void => {
        if (seen.has(id) || stop.some((pattern) => pattern.test(id))) return
        seen.add(id)
        const info = this.getModuleInfo(id)
        const imported = [
          ...(info?.importedIds ?? []),
          ...(isLater ? (info?.dynamicallyImportedIds ?? []) : []),
        ]
        imported.forEach((next) => visit(next, seen, stop, isLater))
      }
      const doors = [marketRuntime, marketDoor, peopleDoor]
      for (const id of this.getModuleIds()) {
        if (marketDoor.test(id)) visit(id, reached.market, [peopleDoor])
        if (peopleDoor.test(id)) visit(id, people, [marketRuntime, marketDoor])
        if (!this.getModuleInfo(id)?.isEntry) continue
        visit(id, reached.first, [...doors, laterRuntime], false)
        visit(id, reached.social, doors)
      }
    },
  }
  const groupOf = (id: string): string | null => {
    if (reached.first.has(id)) return 'first'
    if (people.has(id) && !reached.social.has(id)) return reached.market.has(id) ? 'people-shared' : 'people'
    const named = reached.social.has(id) ? groups : marketGroups
    return named.find(([, pattern]) => pattern.test(id))?.[0] ?? null
  }
  return { plugin, groupOf }
}
