import { Failure } from '../../../api/failure.ts'
import type { Market } from '../../../api/market.ts'
import type { Config, Hex } from '../../../api/model.ts'
import { encodeCall } from '../../../chain/encodeCall.ts'
import { dataMarketFundWithPermit, dataMarketOpenWithPermit } from '../../../chain/marketAbi.gen.ts'
import { addressOf, readMarket } from '../../../chain/readMarket.ts'
import type { Transaction } from '../../../chain/sendTransaction.ts'
import { exactTag, formatTag } from '../../../ui/amount.ts'
import { countOf } from '../../../ui/count.ts'
import { formatMoment } from '../../../ui/time.ts'
import type { Provider } from '../../../wallet/provider.ts'
import { signTypedData } from '../../../wallet/signTypedData.ts'
import type { TransactionPlan } from '../../transactions/transactionPlan.ts'
import type { BuiltOffer } from './buildOffer.ts'
import { permitRequest, splitPermit, type Permit } from '../../relay/permit.ts'

const permitSeconds = 3_600

/** Opening an offer: the terms are stored, one permit is signed, one transaction takes the budget. */
export function planOpen(
  built: BuiltOffer,
  config: Config,
  api: Pick<Market, 'putContent'>,
): TransactionPlan {
  const { onChain, budget, buyer, terms } = built
  return {
    title: 'Fund and open the offer',
    outcome: `${formatTag(budget)} move from your account into the contract, and “${terms.title}” is open to everybody.`,
    rows: [
      {
        label: 'Budget',
        value: exactTag(budget),
        note: 'Only accepted answers take from it. Close the offer at any time to get the rest back.',
      },
      { label: 'Answers until', value: formatMoment(Number(onChain.acceptUntil) * 1000) },
      { label: 'People at most', value: countOf(onChain.maxResponses, 'person', 'people') },
      {
        label: 'Digest of the terms',
        value: onChain.terms,
        note: 'No word of them can change once it is open.',
      },
      { label: 'Offer', value: built.id },
      { label: 'Paid by', value: buyer },
      { label: 'Your wallet asks twice', value: 'a permit for this budget, then the transaction' },
    ],
    from: buyer,
    call: { name: 'openWithPermit', arguments: { offerTerms: onChain, budget } },
    signsFirst: true,
    async build(provider, onSigning) {
      const stored = await api.putContent(built.document)
      if (stored.digest !== onChain.terms)
        throw new Failure('content.mismatch', 'the gateway stored other terms')
      const permit = await signPermit(provider, config, { owner: buyer, value: budget }, onSigning)
      const { upFrontBps, ...rest } = onChain
      return callMarket(
        config,
        buyer,
        encodeCall(dataMarketOpenWithPermit, [{ ...rest, upfrontBps: upFrontBps }, budget, permit]),
      )
    },
  }
}

/** Adding to the budget of an open offer. */
export function planFund(offer: Hex, amount: bigint, buyer: Hex, config: Config): TransactionPlan {
  return {
    title: 'Add to the budget',
    outcome: `${formatTag(amount)} more can be paid to people who answer.`,
    rows: [
      { label: 'Amount', value: exactTag(amount) },
      { label: 'Offer', value: offer },
      { label: 'Your wallet asks twice', value: 'a permit for this amount, then the transaction' },
    ],
    from: buyer,
    call: { name: 'fundWithPermit', arguments: { offer, amount } },
    signsFirst: true,
    async build(provider, onSigning) {
      const permit = await signPermit(provider, config, { owner: buyer, value: amount }, onSigning)
      return callMarket(config, buyer, encodeCall(dataMarketFundWithPermit, [offer, amount, permit]))
    },
  }
}

export function callMarket({ contracts }: Pick<Config, 'contracts'>, from: Hex, data: Hex): Transaction {
  return { from, to: addressOf(contracts, 'DataMarket'), data }
}

/** The permit, signed by the account; refused before the wallet is asked when there is too little TAG. */
async function signPermit(
  provider: Provider,
  config: Config,
  { owner, value }: { owner: Hex; value: bigint },
  onSigning: () => void,
): Promise<Permit> {
  const { contracts, network } = config
  const reads = readMarket(provider, contracts)
  const [balance, nonce] = await Promise.all([reads.balance(owner), reads.permitNonce(owner)])
  if (balance < value) {
    throw new Failure(
      'transaction.no_tag',
      `This account has ${formatTag(balance)} and the budget is ${formatTag(value)}. Get more TAG or lower the budget.`,
    )
  }
  const deadline = BigInt(Math.floor(Date.now() / 1000) + permitSeconds)
  const spender = addressOf(contracts, 'DataMarket')
  const token = addressOf(contracts, 'TagToken')
  const request = permitRequest({ chainId: network.chainId, token, owner, spender, value, nonce, deadline })
  onSigning()
  return splitPermit(await signTypedData(request, config), deadline)
}
