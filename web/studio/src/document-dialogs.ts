// The two dialogs about the document as a whole: share its link, and open another one. Made by main.ts.
import { documentLink, encodeDocumentId, parseDocumentId } from './document-id.ts'
import { element } from './element.ts'
import { icon } from './icons.ts'

const OPEN_HINT = 'Its name, for example “team/plans”. A name nobody used yet starts an empty document.'

/** The button that shows the link of this document, and its dialog. */
export function shareButton(documentId: string): HTMLElement {
  const link = documentLink(documentId, location)
  const field = element('input', { class: 'field', attributes: { readonly: '', value: link, 'aria-label': 'Link to this document' } })
  const copied = element('p', { class: 'dialog-note', attributes: { role: 'status' } })
  const copy = element('button', { class: 'button primary', attributes: { type: 'button' } }, 'Copy link')
  copy.addEventListener('click', () => {
    field.select()
    copyText(link).then(
      () => { copied.textContent = 'Copied.' },
      () => { copied.textContent = 'Select the link and copy it: this page may not use the clipboard here.' },
    )
  })
  const open = element('a', { class: 'button', attributes: { href: link, target: '_blank', rel: 'noopener' } }, 'Open a second tab')
  const dialog = element(
    'dialog',
    { class: 'dialog', attributes: { 'aria-labelledby': 'share-title' } },
    element(
      'div',
      { class: 'dialog-body' },
      element('h2', { id: 'share-title' }, 'Edit together'),
      element('p', {}, 'Everybody who can reach this server and opens this link edits the same document.'),
      field,
      copied,
      element('div', { class: 'dialog-buttons' }, closeButton(), open, copy),
    ),
  )
  const button = element('button', { class: 'button', attributes: { type: 'button' } }, icon('share'), element('span', {}, 'Share'))
  button.addEventListener('click', () => {
    copied.textContent = ''
    dialog.showModal()
    field.select()
  })
  return element('div', { class: 'share' }, button, dialog)
}

/** The name of this document as a button, and the dialog to open another. */
export function documentButton(documentId: string): HTMLElement {
  const field = element('input', {
    class: 'field',
    id: 'open-name',
    attributes: { spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off', 'aria-describedby': 'open-problem' },
  })
  const problem = element('p', { class: 'dialog-note problem', id: 'open-problem', attributes: { role: 'alert' } })
  const submit = element('button', { class: 'button primary', attributes: { type: 'submit' } }, 'Open')
  const form = element(
    'form',
    { class: 'dialog-body', attributes: { method: 'dialog' } },
    element('h2', { id: 'open-title' }, 'Open a document'),
    element('label', { attributes: { for: 'open-name' } }, OPEN_HINT),
    field,
    problem,
    element('div', { class: 'dialog-buttons' }, closeButton(), submit),
  )
  const dialog = element('dialog', { class: 'dialog', attributes: { 'aria-labelledby': 'open-title' } }, form)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const parsed = parseDocumentId(field.value.trim())
    if ('problem' in parsed) {
      problem.textContent = parsed.problem
      return
    }
    dialog.close()
    location.hash = encodeDocumentId(parsed.id)
  })
  const button = element(
    'button',
    { class: 'document-name', attributes: { type: 'button', 'aria-label': `Document ${documentId}. Open another`, title: documentId } },
    element('span', { class: 'document-id' }, documentId),
    icon('chevron'),
  )
  button.addEventListener('click', () => {
    problem.textContent = ''
    field.value = documentId
    dialog.showModal()
    field.select()
  })
  return element('div', { class: 'document' }, button, dialog)
}

function closeButton(): HTMLButtonElement {
  const button = element('button', { class: 'button', attributes: { type: 'button' } }, 'Close')
  button.addEventListener('click', () => button.closest('dialog')?.close())
  return button
}

async function copyText(text: string): Promise<void> {
  // Only there on https and on this machine itself.
  if (navigator.clipboard === undefined) throw new Error('no clipboard')
  await navigator.clipboard.writeText(text)
}
