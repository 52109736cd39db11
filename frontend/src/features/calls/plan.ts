import type { CallBody, Hex } from '../../api/model.ts'

export type FormName = 'Register' | 'AuthoriseKey' | 'RevokeKey' | 'RequestRecoveryChange'
export type FormValue = string | number | bigint

/** One row of what a person is shown before the wallet opens: the field in plain words, and what it means. */
export interface PreviewRow {
  label: string
  value: string
  note?: string
}

/** A call that the relay pays for: what will be signed, how it reads, and what is sent afterwards. */
export interface CallPlan {
  title: string
  /** What becomes true, in one sentence. */
  outcome: string
  rows: PreviewRow[]
  form: FormName
  message: Record<string, FormValue>
  signer: Hex
  toBody(signature: Hex): Omit<CallBody, 'stamp'>
}

export const zeroAddress: Hex = `0x${'00'.repeat(20)}`
export const zeroWord: Hex = `0x${'00'.repeat(32)}`
const deadlineSeconds = 3600
export const keyLifeSeconds = 30 * 24 * 3600

export const deadlineFrom = (nowMilliseconds: number): number =>
  Math.floor(nowMilliseconds / 1000) + deadlineSeconds
