import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface DeploymentFile {
  chainId: number
  startBlock: { hash: string }
  contracts: Record<string, { address: string } | undefined>
}

/**
 * The deployments that this release vouches for, from the repository's `deployments/<chainId>.json`; each as the
 * text that `networkScope` gives for it. None is no fault. A chain of one's own machine (31337) is not one of them.
 */
export function listDeployments(folder: string): string[] {
  return readAll(folder).map(([file, { chainId, startBlock, contracts }]) => {
    const [posts, profiles] = [contracts['PostRegistry'], contracts['ProfileRegistry']]
    if (!posts || !profiles) throw new Error(`${file} lacks a registry: deploy again.`)
    return [chainId, posts.address, profiles.address, startBlock.hash].join(':').toLowerCase()
  })
}

/** The market contracts that this release vouches for, each as `chainId:address`. */
export function listMarkets(folder: string): string[] {
  return readAll(folder).flatMap(([, { chainId, contracts }]) => {
    const market = contracts['DataMarket']
    return market ? [`${chainId}:${market.address}`.toLowerCase()] : []
  })
}

/** The people contracts that this release vouches for, each as `chainId:Vouches:Jury:RewardPool`. */
export function listPeople(folder: string): string[] {
  return readAll(folder).flatMap(([, { chainId, contracts }]) => {
    const addresses = ['Vouches', 'Jury', 'RewardPool'].map((name) => contracts[name]?.address)
    return addresses.every(Boolean) ? [[chainId, ...addresses].join(':').toLowerCase()] : []
  })
}

function readAll(folder: string): [file: string, content: DeploymentFile][] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => /^\d+\.json$/.test(file) && file !== '31337.json')
    .map((file) => {
      // Safety: written by the deployment; a lacking member ends the build where it is read.
      return [file, JSON.parse(readFileSync(join(folder, file), 'utf8')) as DeploymentFile]
    })
}
