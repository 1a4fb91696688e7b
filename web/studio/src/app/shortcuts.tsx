// The keys of the studio, on one page. Opened with `?` or from the account menu.
// Says only what is true for every kind of document; what an editor can do by keys beyond that it says itself.
import { Dialog, Keys } from '@yrsa/react'

const command = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

const GROUPS: { title: string; keys: [string, string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      ['?', 'Show these keys'],
      [`${command} + K`, 'Find a document'],
      ['N', 'New document, in the list'],
      ['Escape', 'Close what is open; stop following'],
    ],
  },
  {
    title: 'In a document',
    keys: [
      [`${command} + Z`, 'Undo your own last change'],
      [`${command} + Shift + Z`, 'Redo it'],
      [`${command} + Alt + M`, 'Comments'],
      [`${command} + Alt + C`, 'Chat'],
      [`${command} + Alt + A`, 'Activity'],
    ],
  },
  {
    title: 'On a board',
    keys: [
      ['Space', 'Lift a card or column, and put it down'],
      ['Arrows', 'Walk; move what is lifted'],
      ['Enter', 'Open a card'],
      ['F2', 'Rename a card'],
      ['Delete', 'Delete a card'],
      ['/', 'Find cards'],
    ],
  },
  {
    title: 'On a workflow',
    keys: [
      ['Tab', 'From node to node'],
      ['Arrows', 'Move the selected node'],
      ['Delete', 'Delete what is selected'],
    ],
  },
]

export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" size="l">
      {/* Nothing in it takes the focus, and on small screens it scrolls. */}
      <div className="shortcuts" tabIndex={0} role="group" aria-label="Keys">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt><Keys>{key}</Keys></dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
