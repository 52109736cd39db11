import { ContractTrust } from './contractTrust.svelte.ts'

/** Whether the market contract is the right one: whoever signs for a false one is not paid. */
export const marketTrust = new ContractTrust('market', __MARKETS__, ({ DataMarket }) => DataMarket)
