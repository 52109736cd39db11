/** The pages about wallets and keys. */
export { default as welcome } from './Welcome.svelte'
export { default as settings } from './Settings.svelte'
