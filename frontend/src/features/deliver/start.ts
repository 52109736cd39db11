export { startDeliveries } from './startDeliveries.svelte.ts'
