// Places in a report as JSON pointers, and back. Used by the report editor.

export function pointer(...names: readonly string[]): string {
  return names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The section that a place lies in: `/sections/s1/body` is in `s1`. */
export function sectionOf(path: string | null | undefined): string | null {
  const [, root, id] = path?.split('/') ?? []
  return root !== 'sections' || id === undefined || id === '' ? null : id.replaceAll('~1', '/').replaceAll('~0', '~')
}
