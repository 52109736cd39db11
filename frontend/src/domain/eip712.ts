import { bytesOfHex } from './bytesOfHex.ts'
import { DomainError } from './domainError.ts'
import type { Hex } from './hex.ts'
import { joinBytes } from './joinBytes.ts'
import { keccak256 } from './keccak256.ts'
import { utf8 } from './utf8.ts'

export type MemberType =
  'uint8' | 'uint32' | 'uint64' | 'uint128' | 'uint256' | 'address' | 'bytes32' | 'string' | 'bool'
export type MemberValue = string | number | bigint | boolean
export type Members = readonly (readonly [name: string, type: MemberType])[]

/** Where a signature counts: one contract on one chain. */
export interface TypedDomain {
  chainId: bigint | number
  contract: Hex
  /** "hashtagspace" unless the contract signs under its own name. */
  name?: string
}

/** The argument of `eth_signTypedData_v4`. */
export interface WalletTypedData {
  types: Record<string, { name: string; type: string }[]>
  primaryType: string
  domain: { name: string; version: string; chainId: number; verifyingContract: Hex }
  message: Record<string, string | number | boolean>
}

const domainMembers: Members = [
  ['name', 'string'],
  ['version', 'string'],
  ['chainId', 'uint256'],
  ['verifyingContract', 'address'],
]
const prefix = Uint8Array.of(0x19, 0x01)

/** `encodeType` of a flat struct, such as `Mail(address to,string text)`. */
export function encodeType(struct: string, members: Members): string {
  return `${struct}(${members.map(([name, type]) => `${type} ${name}`).join(',')})`
}

function misfit(type: MemberType): DomainError {
  return new DomainError('typed_data.value', `The value of a typed member does not fit ${type}.`)
}

function uintWord(type: MemberType, value: MemberValue): Uint8Array {
  const bits = Number(type.slice(4))
  if (typeof value === 'boolean') throw misfit(type)
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw misfit(type)
  if (typeof value === 'string' && !/^[0-9]+$/.test(value)) throw misfit(type)
  const number = BigInt(value)
  if (number < 0n || number >> BigInt(bits) !== 0n) throw misfit(type)
  return bytesOfHex(`0x${number.toString(16).padStart(64, '0')}`)
}

/** The 32 bytes of one member; raises `typed_data.value` or `hex.malformed`. */
function memberWord(type: MemberType, value: MemberValue): Uint8Array {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') throw misfit(type)
      return keccak256(utf8(value))
    case 'bool':
      if (typeof value !== 'boolean') throw misfit(type)
      return uintWord('uint8', Number(value))
    case 'address':
      return joinBytes(new Uint8Array(12), bytesOfHex(String(value), 20))
    case 'bytes32':
      return bytesOfHex(String(value), 32)
    default:
      return uintWord(type, value)
  }
}

function memberOf(message: Readonly<Record<string, MemberValue>>, name: string): MemberValue {
  const value = message[name]
  if (value === undefined) throw new DomainError('typed_data.value', `The typed member ${name} is missing.`)
  return value
}

/** `hashStruct`, 32 bytes. */
export function structHash(
  struct: string,
  members: Members,
  message: Readonly<Record<string, MemberValue>>,
): Uint8Array {
  const words = members.map(([name, type]) => memberWord(type, memberOf(message, name)))
  return keccak256(joinBytes(keccak256(utf8(encodeType(struct, members))), ...words))
}

/** The domain separator, 32 bytes. */
export function domainSeparator({ chainId, contract, name = 'hashtagspace' }: TypedDomain): Uint8Array {
  return structHash('EIP712Domain', domainMembers, {
    name,
    version: '1',
    chainId,
    verifyingContract: contract,
  })
}

/** The 32 bytes that a wallet signs. Source: EIP-712. */
export function typedDigest(separator: Uint8Array, hashOfStruct: Uint8Array): Uint8Array {
  return keccak256(joinBytes(prefix, separator, hashOfStruct))
}

function walletMembers(members: Members): { name: string; type: string }[] {
  return members.map(([name, type]) => ({ name, type }))
}

/** What the wallet gets: 64-bit and larger numbers as decimal strings, so that none loses digits. */
export function walletTypedData(
  domain: TypedDomain,
  struct: string,
  members: Members,
  message: Readonly<Record<string, MemberValue>>,
): WalletTypedData {
  const spelled = members.map(([name, type]): [string, string | number | boolean] => {
    const value = memberOf(message, name)
    memberWord(type, value)
    if (typeof value === 'boolean') return [name, value]
    return [name, type === 'uint8' || type === 'uint32' ? Number(value) : String(value)]
  })
  return {
    types: { EIP712Domain: walletMembers(domainMembers), [struct]: walletMembers(members) },
    primaryType: struct,
    domain: {
      name: domain.name ?? 'hashtagspace',
      version: '1',
      chainId: Number(domain.chainId),
      verifyingContract: domain.contract,
    },
    message: Object.fromEntries(spelled),
  }
}
