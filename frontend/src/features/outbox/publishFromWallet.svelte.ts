import { Failure } from '../../api/failure.ts'
import type { Hex } from '../../api/model.ts'
import { publishInline } from '../../chain/publishInline.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { decodeRecord } from '../../domain/decodeRecord.ts'
import { encodeHead } from '../../domain/encodeHead.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { writeValue } from '../../state/database.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { outbox } from '../../state/outbox.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { plainCopy } from '../../state/plainCopy.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { connection } from '../../wallet/connection.svelte.ts'
import { walletFailure } from '../../wallet/walletFailure.ts'
import { fromBase64 } from './base64.ts'

/**
 * The intent's document and words are on the chain by the custody's own transaction. The id stays the
 * same, so nothing doubles if a gateway carries the signed form as well. Raises `wallet.*`.
 */
export async function publishFromWallet(intentId: string): Promise<void> {
  const item = outbox.find(intentId)
  const { config, scope } = gateway
  if (!item || !config || !scope) throw new Failure('gateway.unreachable')
  connection.discover()
  const { wallet, account } = connection
  if (!wallet || !account) throw new Failure('wallet.disconnected')
  const custody = session.profiles.find(({ profileId }) => profileId === item.profileId)?.custody
  if (account !== custody) throw new Failure('wallet.other_account', custody)
  await connection.useNetwork(config)
  try {
    const hash = await publishInline(wallet.provider, account, config.contracts.PostRegistry as Hex, {
      head: encodeHead(decodeRecord(bytesOfHex(item.record))),
      subject: item.subject as Hex, // Safety: made by makeIntent as a 32-byte word.
      document: item.content === null ? null : hexOfBytes(fromBase64(item.content)),
    })
    item.state = 'pending'
    item.failure = null
    await writeValue(scope, 'intents', intentId, plainCopy(item))
    toasts.show(`Sent to the chain from your wallet (${hash.slice(0, 10)}…).`)
  } catch (cause) {
    throw walletFailure(cause)
  }
}
