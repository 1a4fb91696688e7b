// Builds DOM nodes in one expression; used by every view.
// Text always goes in as text nodes and styles through the style object, so nothing here needs 'unsafe-inline'.

type Listener<K extends keyof HTMLElementEventMap> = (event: HTMLElementEventMap[K]) => void
type Listeners = { [K in keyof HTMLElementEventMap]?: Listener<K> }

export interface ElementOptions {
  class?: string
  id?: string
  /** Plain attributes; `undefined` leaves the attribute out. */
  attributes?: Record<string, string | undefined>
  on?: Listeners
}

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  if (options.class !== undefined) node.className = options.class
  if (options.id !== undefined) node.id = options.id
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    if (value !== undefined) node.setAttribute(name, value)
  }
  for (const [type, listener] of Object.entries(options.on ?? {})) {
    node.addEventListener(type, listener as EventListener)
  }
  node.append(...children)
  return node
}

/**
 * Puts `children` into `parent` in this order, moving as few nodes as possible and without taking the focus from a moved one.
 * Leaves other children where they are: they may be on their way to another parent.
 */
export function arrangeChildren(parent: Element, children: readonly Element[]): void {
  const wanted = new Set<Element>(children)
  let position = parent.firstElementChild
  for (const child of children) {
    while (position !== null && !wanted.has(position)) position = position.nextElementSibling
    if (child === position) position = position.nextElementSibling
    else place(parent, child, position)
  }
}

function place(parent: Element, child: Element, before: Element | null): void {
  // moveBefore() keeps focus, selection and animations; browsers without it lose them, which the caller repairs.
  if (child.isConnected && parent.isConnected && 'moveBefore' in parent) parent.moveBefore(child, before)
  else parent.insertBefore(child, before)
}
