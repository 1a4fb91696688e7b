// Ctrl+K anywhere leads to the list of documents with the focus in its search. Used by app.tsx and the browser of documents.
let wished = false

export function wishForSearch(): void {
  wished = true
}

/** Whether somebody asked for it just now; asked once. */
export function takeSearchWish(): boolean {
  const was = wished
  wished = false
  return was
}
