import { expect, it } from 'vitest'
import { encodeType, type WalletTypedData } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { vectors } from '../domain/vectors.testing.ts'
import { peopleDigest, peopleForms, peopleToWallet, type PeopleForm } from './forms.ts'

interface Golden {
  chainId: number
  contracts: Record<string, Hex>
  forms: { contract: string; form: PeopleForm; type: string; digest: Hex; wallet: WalletTypedData }[]
}

const golden = vectors<Golden>('people_forms')
const lowerCase = (wallet: WalletTypedData): unknown => JSON.parse(JSON.stringify(wallet).toLowerCase())

it.each(golden.forms.map((row) => [row.type, row] as const))('%s', (type, { form, ...row }) => {
  const domain = { chainId: BigInt(golden.chainId), contract: golden.contracts[row.contract] ?? '0x' }
  expect(encodeType(form, peopleForms[form])).toBe(type)
  expect(hexOfBytes(peopleDigest(form, row.wallet.message, domain))).toBe(row.digest)
  expect(lowerCase(peopleToWallet(form, row.wallet.message, domain))).toEqual(lowerCase(row.wallet))
})

it('has a vector for every form', () =>
  expect(new Set(golden.forms.map(({ form }) => form))).toEqual(new Set(Object.keys(peopleForms))))
