// The studio's composition root: reads which document is wanted, joins it, and puts the parts of the page together.
// Holds no behaviour of its own; each part is a file named after it.
import './styles/theme.css'
import './styles/page.css'
import './styles/board.css'
import { Announcer } from './announce.ts'
import { BoardModel } from './board-model.ts'
import { BoardView } from './board-view.ts'
import { Connection } from './connection.ts'
import { documentButton, shareButton } from './document-dialogs.ts'
import { DEFAULT_DOCUMENT, encodeDocumentId, parseDocumentId, requestedName } from './document-id.ts'
import { element } from './element.ts'
import { historyButtons, undoByKeys } from './history-buttons.ts'
import { icon } from './icons.ts'
import { PeopleBar } from './people-bar.ts'
import { Pointers } from './pointers.ts'
import { Presence } from './presence.ts'
import { SaveIndicator } from './save-indicator.ts'
import { TextEditor } from './text.ts'
import { themeButton } from './theme.ts'

const root = document.getElementById('studio') ?? document.body
const parsed = parseDocumentId(requestedName(location))
if ('problem' in parsed) showBadName(root, parsed.problem)
else openDocument(root, parsed.id)
// Another document is another page: nothing of the old one can linger, and unsaved edits make the browser ask first.
addEventListener('hashchange', () => location.reload())

function openDocument(page: HTMLElement, documentId: string): void {
  document.title = `${documentId} · Yrsa`
  const connection = new Connection(documentId, location)
  const announcer = new Announcer()
  const presence = new Presence(connection.awareness, localStorage)
  const saving = new SaveIndicator(connection, (sentence) => announcer.say(sentence))
  const people = new PeopleBar(presence)
  const text = new TextEditor(connection.doc, presence)

  const model = new BoardModel(connection.doc, Math.random)
  connection.afterFirstSync(() => model.seed())
  const board = new BoardView({ model, announcer, hold: (cardId) => presence.hold(cardId) })
  new Pointers(board, presence)
  presence.onChange(() => {
    const holders = presence.peers().flatMap(({ card, person }) => (card === undefined ? [] : [[card, person] as const]))
    board.showHolders(new Map(holders))
  })
  undoByKeys(board.node, model.undo)

  page.replaceChildren(
    element(
      'header',
      { class: 'top' },
      wordmark(),
      documentButton(documentId),
      saving.node,
      element('div', { class: 'top-end' }, people.node, shareButton(documentId), themeButton(localStorage)),
    ),
    saving.banner,
    element(
      'main',
      { class: 'panels' },
      panel('Text', 'text', [historyButtons(text.undo, 'text')], text.node),
      panel('Board', 'board', [keyboardHelp(), historyButtons(model.undo, 'board')], board.node),
    ),
    announcer.node,
  )
}

function wordmark(): HTMLElement {
  const mark = element('img', { attributes: { src: './yrsa.svg', alt: '', width: '26', height: '26' } })
  return element('h1', { class: 'wordmark' }, mark, 'Yrsa')
}

function panel(title: string, name: string, tools: readonly Node[], content: Node): HTMLElement {
  const id = `panel-${name}`
  return element(
    'section',
    { class: `panel panel-${name}`, attributes: { 'aria-labelledby': id } },
    element('header', { class: 'panel-head' }, element('h2', { id }, title), element('div', { class: 'panel-tools' }, ...tools)),
    content,
  )
}

function keyboardHelp(): HTMLElement {
  const keys: [string, string][] = [
    ['Arrows', 'walk from card to card'],
    ['Space', 'lift a card; arrows move it; Space puts it down, Escape puts it back'],
    ['Alt + arrows', 'move a card at once'],
    ['Enter', 'rename'],
    ['Delete', 'delete'],
    ['Ctrl + Z', 'undo your own last change'],
  ]
  const list = element('dl', { class: 'keys' })
  for (const [key, meaning] of keys) list.append(element('dt', {}, element('kbd', {}, key)), element('dd', {}, meaning))
  const label = 'Keys on the board'
  const attributes = { type: 'button', popovertarget: 'board-keys', 'aria-label': label, title: label }
  return element(
    'div',
    { class: 'keyboard' },
    element('button', { class: 'icon-button', attributes }, icon('keyboard')),
    element('div', { class: 'popover', id: 'board-keys', attributes: { popover: '' } }, element('h3', {}, label), list),
    element('p', { class: 'visually-hidden', id: 'board-keys-short' }, 'Space lifts, Enter renames, Delete deletes.'),
  )
}

function showBadName(page: HTMLElement, problem: string): void {
  document.title = 'Yrsa'
  const welcome = `#${encodeDocumentId(DEFAULT_DOCUMENT)}`
  page.replaceChildren(
    element('header', { class: 'top' }, wordmark()),
    element(
      'main',
      { class: 'bad-name' },
      element('h2', {}, 'This is not a document name'),
      element('p', {}, problem),
      element('a', { class: 'button primary', attributes: { href: welcome } }, 'Open the welcome document'),
    ),
  )
}
