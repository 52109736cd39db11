import { gateway } from '../../state/gateway.svelte.ts'

/** The level of a profile by the gateway's word; 0 when it does not say. It decides only what a preview says. */
export async function readLevel(profileId: string): Promise<number> {
  const profile = await gateway.api.getProfile(profileId).catch(() => null)
  return profile?.level ?? 0
}
