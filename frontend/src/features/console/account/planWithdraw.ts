import type { Config, Hex } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { dataMarketWithdraw } from '../../../chain/marketAbi.gen.ts'
import { exactTag, formatTag } from '../../../ui/amount.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import { callMarket } from '../fund/planOpen.ts'

/** Paying out what came back from closed offers. */
export function planWithdraw(account: Hex, credit: bigint, config: Config): TransactionPlan {
  return {
    title: 'Pay out what came back',
    outcome: `${formatTag(credit)} move from the contract to your account.`,
    rows: [
      {
        label: 'Amount',
        value: exactTag(credit),
        note: 'All credit of the account; the contract pays nobody else.',
      },
      { label: 'To', value: account },
    ],
    from: account,
    call: { name: 'withdraw', arguments: { payee: account } },
    build: () => Promise.resolve(callMarket(config, account, encodeCall(dataMarketWithdraw, [account]))),
  }
}
