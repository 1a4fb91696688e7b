// Lets cards glide to their new place instead of jumping, when the person has not asked for less motion.
// Called by board-view.ts around every change of the board; purely visual, so it may be skipped at any time.

const GLIDE_MS = 180

/** Runs `change`, then animates every card under `root` from where it was to where it is now. */
export function animateMoves(root: Element, change: () => void): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.hidden) {
    change()
    return
  }
  const before = new Map([...root.querySelectorAll<HTMLElement>('.card')].map((card) => [card, card.getBoundingClientRect()]))
  change()
  for (const [card, old] of before) {
    if (!card.isConnected) continue
    const now = card.getBoundingClientRect()
    const [x, y] = [old.left - now.left, old.top - now.top]
    if (Math.abs(x) + Math.abs(y) < 1) continue
    card.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: 'none' }], { duration: GLIDE_MS, easing: 'ease-out' })
  }
}
