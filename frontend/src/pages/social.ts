/** The pages that share one file with each other. */
export { default as explore } from './Explore.svelte'
export { default as space } from './Space.svelte'
export { default as thread } from './Thread.svelte'
export { default as profile } from './Profile.svelte'
export { default as compose } from './Compose.svelte'
export { default as lost } from './Lost.svelte'
