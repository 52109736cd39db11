import { mount, unmount } from 'svelte'
import type { Author, Hex } from '../../api/model.ts'
import TipDialog from './TipDialog.svelte'

const noMemo = `0x${'00'.repeat(32)}`

/** Shows the dialog for a tip over whatever page is open; `memo` is as a rule the post's id. */
export function openTip(to: Pick<Author, 'profileId' | 'handle'>, memo = noMemo): void {
  const dialog = mount(TipDialog, {
    target: document.body,
    // Safety: post ids are 32-byte hex; the contract's encoding refuses anything else.
    props: { to, memo: memo as Hex, onclose: () => void unmount(dialog) },
  })
}
