// The examples that the studio offers on an empty server: one document of each kind, with something sensible in it.
// Used by first-steps.tsx. Plain JSON as `POST /api/documents` takes it (docs/KINDS.md, docs/JSON.md).

export const EXAMPLES_FOLDER = 'examples/'

interface Example {
  id: string
  kind: 'board' | 'workflow' | 'report' | 'document'
  title: string
  content: Record<string, unknown>
}

/** A day from now, as boards write it. */
function day(offset: number): string {
  const date = new Date()
  date.setDate(date.getDate() + offset)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const board: Example = {
  id: `${EXAMPLES_FOLDER}spring-release`,
  kind: 'board',
  title: 'Spring release',
  content: {
    columns: {
      ideas: { title: 'Ideas', order: 'a0' },
      todo: { title: 'To do', order: 'a1' },
      doing: { title: 'In progress', order: 'a2' },
      done: { title: 'Done', order: 'a3' },
    },
    cards: {
      map: { title: 'Offline map of the islands', column: 'ideas', order: 'a0', labels: ['research'], description: 'Could be small enough to keep on a phone. Ask the ferry company for their data.' },
      badge: { title: 'A badge for the first thousand users', column: 'ideas', order: 'a1', labels: ['design'], description: '' },
      notes: { title: 'Write the release notes', column: 'todo', order: 'a0', labels: ['docs'], due: day(9), description: 'What is new, what is gone, and what to do about it.\n\n- [ ] Screenshots\n- [ ] Thank everybody who helped\n' },
      contrast: { title: 'Check contrast in dark mode', column: 'todo', order: 'a1', labels: ['design', 'accessibility'], due: day(4), description: '' },
      schools: { title: 'Ask the pilot schools what they miss', column: 'todo', order: 'a2', labels: ['research'], description: '' },
      boat: { title: 'Book the boat', column: 'todo', order: 'a3', labels: [], due: day(14), description: 'Twelve people, back before it gets dark.' },
      drill: { title: 'Restart drill: kill the server while everybody types', column: 'doing', order: 'a0', labels: ['reliability'], due: day(1), description: 'Mateo pulls the plug and counts what is lost. Nothing, so far.' },
      keyboard: { title: 'Move cards with the keyboard', column: 'doing', order: 'a1', labels: ['accessibility'], description: 'Space lifts a card, the arrows move it, Space puts it down.' },
      boards: { title: 'Move the old boards over', column: 'done', order: 'a0', labels: [], description: '' },
      date: { title: 'Agree on a date', column: 'done', order: 'a1', labels: [], description: '' },
      bear: { title: 'Name the bear', column: 'done', order: 'a2', labels: ['design'], description: 'It is Yrsa.' },
    },
  },
}

const workflow: Example = {
  id: `${EXAMPLES_FOLDER}new-order`,
  kind: 'workflow',
  title: 'A new order',
  content: {
    nodes: {
      order: { type: 'trigger', position: { x: 0, y: 120 }, data: { label: 'Order comes in', description: 'From the shop’s webhook.' } },
      stock: { type: 'condition', position: { x: 270, y: 120 }, data: { label: 'In stock?', description: 'All items, in one warehouse.' } },
      pay: { type: 'action', position: { x: 610, y: 40 }, data: { label: 'Charge the card', retries: 3 } },
      wait: { type: 'action', position: { x: 610, y: 220 }, data: { label: 'Order from the supplier', days: 5 } },
      pack: { type: 'action', position: { x: 910, y: 40 }, data: { label: 'Pack and send' } },
      mail: { type: 'code', position: { x: 910, y: 220 }, data: { label: 'Tell the customer', language: 'python' } },
      note: { type: 'note', position: { x: 270, y: 280 }, data: { label: 'Ask Ingrid before changing the limits.' } },
    },
    edges: {
      'order-stock': { source: 'order', target: 'stock' },
      'stock-pay': { source: 'stock', sourceHandle: 'yes', target: 'pay' },
      'stock-wait': { source: 'stock', sourceHandle: 'no', target: 'wait' },
      'pay-pack': { source: 'pay', target: 'pack' },
      'wait-mail': { source: 'wait', target: 'mail' },
    },
  },
}

const report: Example = {
  id: `${EXAMPLES_FOLDER}first-quarter`,
  kind: 'report',
  title: 'The first quarter',
  content: {
    sections: {
      summary: {
        title: 'Summary',
        order: 'a0',
        body: '<paragraph>We promised two things in January: <bold>nothing gets lost</bold>, and <bold>everybody can edit at once</bold>. Both hold. What is left is speed on slow phones.</paragraph>',
      },
      numbers: {
        title: 'What the numbers say',
        order: 'a1',
        body: '<paragraph>Three things stand out:</paragraph><bulletList><listItem><paragraph>Boards in daily use went from 40 to 310.</paragraph></listItem><listItem><paragraph>The longest edit made offline was eleven hours. It merged.</paragraph></listItem><listItem><paragraph>Support had <italic>three</italic> questions about saving, down from ninety.</paragraph></listItem></bulletList>',
      },
      next: {
        title: 'What comes next',
        order: 'a2',
        body: '<paragraph>In this order:</paragraph><orderedList><listItem><paragraph>A phone view that opens within a second.</paragraph></listItem><listItem><paragraph>Reviews: comments that are resolved one after the other.</paragraph></listItem></orderedList><blockquote><paragraph>Select some words and press “Comment” to say what you think.</paragraph></blockquote>',
      },
    },
  },
}

const notes: Example = {
  id: `${EXAMPLES_FOLDER}meeting-notes`,
  kind: 'document',
  title: 'Meeting notes',
  content: {
    text: [
      '# Meeting notes',
      '',
      'Everything we decide goes **here**; everything we do goes on the board.',
      '',
      '## What is in it',
      '',
      '- Boards that two people can sort at once',
      "- Text with *everybody's* cursor in it",
      '- Work on the train, merge at the station',
      '',
      '## Before we ship',
      '',
      '1. Ingrid walks through the guide once more',
      '2. Mateo pulls the plug and counts what is lost',
      '',
      '> Saved means saved: it is on the server’s disk.',
      '',
    ].join('\n'),
  },
}

export const EXAMPLES: readonly Example[] = [board, workflow, report, notes]
