import type { SignedVersion } from '../api/model.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { decodeRecord } from '../domain/decodeRecord.ts'
import type { Hex } from '../domain/hex.ts'
import { judgeForm } from '../domain/judgeForm.ts'
import { recordId } from '../domain/recordId.ts'
import type { Intent, IntentDomain } from '../domain/intent.ts'
import { recoverAddress } from '../wallet/sessionKeys.ts'
import type { Step } from './report.ts'
import { buildStep } from './step.ts'

/** The 81 bytes decode, their EIP-712 digest is the id asked for, and the signature's signer is the one named. */
export function checkRecord(
  version: SignedVersion,
  wantedId: string,
  domain: IntentDomain,
): { intent: Intent | null; steps: Step[] } {
  let intent: Intent
  let id: string
  try {
    const record = bytesOfHex(version.record, 81)
    intent = decodeRecord(record)
    id = recordId(record, domain)
  } catch (cause) {
    return {
      intent: null,
      steps: [
        buildStep('record', 'failed', `The record cannot be read: ${String(cause)}`, [
          ['record', version.record],
        ]),
      ],
    }
  }
  const fault = judgeForm(intent)
  const right = id === wantedId && fault === null
  const sentence = right
    ? 'The 81 signed bytes hash to exactly this post’s number.'
    : `The signed bytes are not this post${fault ? `: ${fault.message}` : ''}.`
  const record = buildStep('record', right ? 'passed' : 'failed', sentence, [
    ['post', wantedId],
    ['digest of the record', id],
    ['record', version.record],
    ['profile', String(intent.profile)],
    ['kind', String(intent.kind)],
  ])
  return { intent, steps: [record, checkSignature(version, id as Hex)] } // Safety: recordId gives hex.
}

function checkSignature(version: SignedVersion, id: Hex): Step {
  const signer = version.signer.toLowerCase()
  if (version.signature === null) {
    const direct = version.inclusion.type !== 'batch' && version.inclusion.sender?.toLowerCase() === signer
    return direct
      ? buildStep(
          'signature',
          'passed',
          'The author sent it to the contract directly: the transaction itself is the signature.',
          [['sender', signer]],
        )
      : buildStep('signature', 'failed', 'There is no signature, and the sender is not the signer.', [
          ['signer', signer],
        ])
  }
  const recovered = recover(id, version.signature)
  const right = recovered === signer
  return buildStep(
    'signature',
    right ? 'passed' : 'failed',
    right
      ? 'The signature over the record was made by the key named here, and by no other.'
      : 'The signature was not made by the key it is said to be from.',
    [
      ['signature', version.signature],
      ['recovered signer', recovered ?? 'none'],
      ['named signer', signer],
    ],
  )
}

function recover(id: Hex, signature: string): string | null {
  try {
    return recoverAddress(bytesOfHex(id, 32), bytesOfHex(signature, 65))
  } catch {
    return null
  }
}
