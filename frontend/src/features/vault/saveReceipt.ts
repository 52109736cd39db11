import type { Destruction } from '../../vault/vault.ts'
import { saveText } from './saveFile.ts'

/** The receipt of a destroyed record as a JSON file. */
export function saveReceipt(receipt: Destruction): void {
  const name = `hashtagspace-destroyed-${receipt.recordId.slice(2, 10)}.json`
  saveText(name, JSON.stringify(receipt, null, 2), 'application/json')
}
