/** The window's title follows the page. Call it while a component is set up. */
export function pageTitle(title: () => string): void {
  $effect(() => {
    document.title = `${title()} · #hashtagspace`
  })
}
