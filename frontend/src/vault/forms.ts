import {
  domainSeparator,
  structHash,
  typedDigest,
  walletTypedData,
  type Members,
  type MemberValue,
  type TypedDomain,
  type WalletTypedData,
} from '../domain/eip712.ts'

const profile = ['profile', 'uint64'] as const

/** What is signed about a vault, all in ProfileRegistry's domain. `VaultUnlock`'s signature is a secret. */
export const vaultForms = {
  VaultUnlock: [profile, ['salt', 'bytes32'], ['statement', 'string']],
  VaultHead: [
    profile,
    ['manifest', 'bytes32'],
    ['sequence', 'uint64'],
    ['forget', 'bool'],
    ['signedAt', 'uint64'],
  ],
  Destruction: [profile, ['record', 'bytes32'], ['destroyedAt', 'uint64']],
} as const satisfies Record<string, Members>

export type VaultForm = keyof typeof vaultForms
export type VaultMessage<Form extends VaultForm> = Readonly<
  Record<(typeof vaultForms)[Form][number][0], MemberValue>
>
/** What a wallet shows, and the 32 bytes that are signed. */
export interface VaultSigning {
  readonly typed: WalletTypedData
  readonly digest: Uint8Array
}

/** What the wallet says before it opens a vault. */
export const unlockStatement =
  'Unlock my private data. Sign this only on a page you trust: whoever has this signature can open your vault.'

/** A form ready to be signed; raises `typed_data.value` or `hex.malformed`. */
export function vaultSigning<Form extends VaultForm>(
  form: Form,
  message: VaultMessage<Form>,
  registry: TypedDomain,
): VaultSigning {
  const members = vaultForms[form]
  return {
    typed: walletTypedData(registry, form, members, message),
    digest: typedDigest(domainSeparator(registry), structHash(form, members, message)),
  }
}
