import { vault } from '../../state/vault.svelte.ts'
import type { OpenRecord } from './previewKind.ts'

/**
 * Every record of the open vault with its value. All of them, whatever is looked at: what is read never depends
 * on an offer. A record that cannot be read is left out; the vault's page says why.
 */
export async function readOpenRecords(): Promise<OpenRecord[]> {
  const records: OpenRecord[] = []
  for (const { recordId, title, updatedAt, attestation } of vault.records) {
    const value = await vault.readRecord(recordId).catch(() => null)
    if (value) records.push({ recordId, title, updatedAt, value, attestation })
  }
  return records
}
