import { encodeAbiParameters } from 'viem/utils'
import type { Config, Hex, Post, Proof, SignedVersion } from '../api/model.ts'
import {
  postRegistryAnchoredEvent,
  profileRegistryCustodyAt,
  profileRegistryCustodyCount,
  profileRegistryIsAuthorised,
  profileRegistryProfileOfHandle,
} from '../chain/abi.gen.ts'
import { selectorOf, signatureHash } from '../chain/selector.ts'
import { buildContent } from '../domain/buildContent.ts'
import { buildRoot } from '../domain/buildRoot.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { cidOfDigest } from '../domain/cidOfDigest.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import { encodeRecord } from '../domain/encodeRecord.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { zeroWord, type Intent } from '../domain/intent.ts'
import { intentId } from '../domain/intentId.ts'
import { Kind } from '../domain/kind.ts'
import { addressOf, signDigest } from '../wallet/sessionKeys.ts'
import type { Provider } from '../wallet/provider.ts'

const word = (digit: string): Hex => `0x${digit.repeat(64)}`
const secret = new Uint8Array(32).fill(9)
export const blockSeconds = 1_790_000_000
export const profile = 77n

export const config = {
  network: {
    chainId: 31337,
    name: 'Test',
    rpcUrl: null,
    explorerUrl: null,
    currency: { name: 'E', symbol: 'E', decimals: 18 },
  },
  contracts: {
    TagToken: null,
    Faucet: null,
    ProfileRegistry: `0x${'22'.repeat(20)}`,
    PostRegistry: `0x${'33'.repeat(20)}`,
  },
  startBlock: { number: 3, hash: word('a') },
} as unknown as Config // Safety: verification reads the network, these two contracts and the start block only.

const domain = { chainId: 31337, postRegistry: config.contracts.PostRegistry as Hex }

/** A post anchored in a batch of three, honestly: every check passes against `chainOf` the same world. */
export async function buildWorld(
  text = 'True words. #truth',
  kind: Intent['kind'] = Kind.post,
  subject: Hex = zeroWord,
  bytes: Uint8Array = buildContent({ type: 'post', text }),
) {
  const carriesContent = kind <= Kind.quote || kind === Kind.edit
  const digest = carriesContent ? contentDigest(bytes) : zeroWord
  const createdAt = BigInt(blockSeconds - 5) * 1000n
  const intent: Intent = { profile, kind, subject, content: digest, createdAt }
  const id = intentId(intent, domain)
  const signature = hexOfBytes(await signDigest(bytesOfHex(id), secret))
  const leaves = [word('1'), id, word('2')] as const
  const root = buildRoot([...leaves])
  const inclusion: Proof['inclusion'] = {
    type: 'batch',
    root,
    batchDigest: word('b'),
    batchCid: null,
    count: 3,
    index: 1,
    merkleProof: [leaves[0], leaves[2]],
    contract: config.contracts.PostRegistry,
    txHash: word('c'),
    logIndex: 0,
    blockNumber: 12,
    blockHash: word('d'),
    blockTime: new Date(blockSeconds * 1000).toISOString(),
    sender: `0x${'55'.repeat(20)}`,
  }
  const content = carriesContent ? { digest, cid: cidOfDigest(digest) } : null
  const proof: Proof = {
    intentId: id,
    record: hexOfBytes(encodeRecord(intent)),
    signature,
    signer: addressOf(secret),
    custodyIndex: 0,
    content,
    inclusion,
    versions: [],
  }
  const document = { type: 'post' as const, text, media: [], mentions: [], lang: null }
  const post = {
    postId: id,
    kind: 'post',
    author: {
      profileId: String(profile),
      handle: 'ada',
      name: 'Ada',
      avatar: null,
      level: 0,
      judgedFake: false,
    },
    subject: null,
    parent: null,
    target: null,
    createdAt: new Date(Number(createdAt)).toISOString(),
    anchoredAt: inclusion.blockTime,
    document,
    content,
    edited: false,
    retracted: false,
    earlierCustody: false,
    contentState: 'available',
  } as unknown as Post // Safety: verification reads these members only.
  return { post, proof, version: proof as SignedVersion, bytes: carriesContent ? bytes : null }
}
export type World = Awaited<ReturnType<typeof buildWorld>>

export interface ChainFacts {
  receipt: unknown
  block: unknown
  chainId: string
  startBlock: unknown
  authorised: boolean
  handleProfile: bigint
  custodyStart: bigint
}

/** What an honest chain says about a world; tests change one fact at a time. */
export function factsOf({ proof }: Pick<World, 'proof'>): ChainFacts {
  const { inclusion } = proof
  const data = encodeAbiParameters(
    [{ type: 'bytes32' }, { type: 'uint32' }],
    [inclusion.batchDigest as Hex, inclusion.count ?? 0],
  )
  const topics = [signatureHash(postRegistryAnchoredEvent), inclusion.root]
  return {
    receipt: {
      blockHash: inclusion.blockHash,
      blockNumber: '0xc',
      status: '0x1',
      logs: [{ address: config.contracts.PostRegistry, topics, data, logIndex: '0x0' }],
    },
    block: { hash: inclusion.blockHash, number: '0xc', timestamp: `0x${blockSeconds.toString(16)}` },
    chainId: '0x7a69',
    startBlock: { hash: config.startBlock.hash, number: '0x3', timestamp: '0x1' },
    authorised: true,
    handleProfile: profile,
    custodyStart: 1n,
  }
}

/** A chain source that answers from facts; anything unexpected raises, as a node would. */
export function chainOf(facts: ChainFacts): Provider {
  return {
    request({ method, params }) {
      if (method === 'eth_getTransactionReceipt') return Promise.resolve(facts.receipt)
      if (method === 'eth_chainId') return Promise.resolve(facts.chainId)
      if (method === 'eth_getBlockByNumber') {
        const [number] = params as [string] // Safety: EIP-1474 says so.
        return Promise.resolve(number === '0x3' ? facts.startBlock : facts.block)
      }
      const [{ data }] = params as [{ data: Hex }] // Safety: only eth_call is left.
      const number = (value: bigint) => Promise.resolve(encodeAbiParameters([{ type: 'uint256' }], [value]))
      if (data.startsWith(selectorOf(profileRegistryIsAuthorised))) return number(facts.authorised ? 1n : 0n)
      if (data.startsWith(selectorOf(profileRegistryProfileOfHandle))) return number(facts.handleProfile)
      if (data.startsWith(selectorOf(profileRegistryCustodyCount))) return number(1n)
      if (data.startsWith(selectorOf(profileRegistryCustodyAt)))
        return Promise.resolve(
          encodeAbiParameters(
            [{ type: 'uint256' }, { type: 'uint256' }, { type: 'uint256' }],
            [5n, facts.custodyStart, 0n],
          ),
        )
      return Promise.reject(new Error(`unexpected ${method}`))
    },
  }
}
