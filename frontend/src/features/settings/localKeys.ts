import { session, type LocalProfile } from '../../state/session.svelte.ts'
import { exportSessionKey, forgetSessionKey, listSessionAddresses } from '../../wallet/sessionKeys.ts'

/** A JSON file with this browser's session keys is offered for saving. */
export async function downloadKeys(scope: string, profiles: readonly LocalProfile[]): Promise<void> {
  const keys = []
  for (const { profileId, handle, key } of profiles) {
    if (!key) continue
    const secret = await exportSessionKey(scope, key.address)
    keys.push({
      profileId,
      handle,
      address: key.address,
      secret,
      untilSeconds: key.untilSeconds,
      kinds: key.kinds,
    })
  }
  const blob = new Blob(
    [JSON.stringify({ type: 'hashtagspace/session-keys/v1', network: scope, keys }, null, 2)],
    {
      type: 'application/json',
    },
  )
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = 'hashtagspace-session-keys.json'
  link.click()
  URL.revokeObjectURL(link.href)
}

/** No session key is left in this browser, not even one that no profile uses any more. */
export async function forgetKeys(scope: string): Promise<void> {
  for (const { address } of await listSessionAddresses(scope)) await forgetSessionKey(scope, address)
  for (const { profileId } of session.profiles) session.change(profileId, { key: null })
}
