import { ContractTrust } from './contractTrust.svelte.ts'

/** Whether the contracts that take stakes, deposits and tips are the right ones: a false one would keep them. */
export const peopleTrust = new ContractTrust('people', __PEOPLE__, ({ Vouches, Jury, RewardPool }) =>
  [Vouches, Jury, RewardPool].join(':'),
)
