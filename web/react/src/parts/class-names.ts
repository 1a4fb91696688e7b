// Puts class names together. Used by every component here; never adds a name that nobody asked for.
export function classNames(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
