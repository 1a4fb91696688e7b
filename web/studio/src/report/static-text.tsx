// Rich text as it stands, to be read: until its editor is made, and where an editor would not know all of it. Used by rich-text.tsx.
// Writes nothing; what came out of the document is shown as text, and links only where they lead to a web or mail address.
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import * as Y from 'yjs'

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const
const DEEPEST = 40

export function StaticText({ fragment, label, className = '' }: { fragment: Y.XmlFragment; label: string; className?: string }) {
  const [, setVersion] = useState(0)
  useEffect(() => {
    let frame = 0
    const changed = (): void => {
      frame ||= requestAnimationFrame(() => {
        frame = 0
        setVersion((version) => version + 1)
      })
    }
    fragment.observeDeep(changed)
    return () => {
      fragment.unobserveDeep(changed)
      cancelAnimationFrame(frame)
    }
  }, [fragment])
  return (
    <div className={`prose ${className}`} role="group" aria-label={label}>
      {children(fragment, 0)}
    </div>
  )
}

function children(parent: Y.XmlFragment, depth: number): ReactNode[] {
  if (depth > DEEPEST) return []
  return parent.toArray().map((child, index) => {
    if (child instanceof Y.XmlText) return <Words key={index} text={child} />
    return child instanceof Y.XmlElement ? <Block key={index} element={child} depth={depth} /> : null
  })
}

function Block({ element, depth }: { element: Y.XmlElement; depth: number }) {
  const inner = children(element, depth + 1)
  const attribute = (name: string): unknown => element.getAttribute(name)
  switch (element.nodeName) {
    case 'paragraph':
      return <p>{inner.length === 0 ? <br /> : inner}</p>
    case 'heading': {
      const Heading = HEADINGS[Math.min(Math.max(Math.round(Number(attribute('level'))) || 1, 1), 6) - 1] ?? 'h1'
      return <Heading>{inner}</Heading>
    }
    case 'blockquote':
      return <blockquote>{inner}</blockquote>
    case 'bulletList':
    case 'bullet_list':
      return <ul>{inner}</ul>
    case 'taskList':
      return <ul data-type="taskList">{inner}</ul>
    case 'orderedList':
    case 'ordered_list':
      return <ol start={Math.round(Number(attribute('start'))) || 1}>{inner}</ol>
    case 'listItem':
    case 'list_item':
      return <li>{inner}</li>
    case 'taskItem': {
      const done = attribute('checked') === true || attribute('checked') === 'true'
      return (
        <li data-checked={done}>
          <label>
            <input type="checkbox" checked={done} disabled readOnly aria-label={done ? 'Done' : 'To do'} />
            <span />
          </label>
          <div>{inner}</div>
        </li>
      )
    }
    case 'codeBlock':
    case 'code_block':
      return (
        <pre>
          <code>{inner}</code>
        </pre>
      )
    case 'horizontalRule':
    case 'horizontal_rule':
      return <hr />
    case 'hardBreak':
    case 'hard_break':
      return <br />
    case 'table':
      return (
        <table>
          <tbody>{inner}</tbody>
        </table>
      )
    case 'tableRow':
    case 'table_row':
      return <tr>{inner}</tr>
    case 'tableHeader':
    case 'table_header':
      return <th>{inner}</th>
    case 'tableCell':
    case 'table_cell':
      return <td>{inner}</td>
    case 'image': {
      const words = attribute('alt') ?? attribute('title')
      return <span className="prose-image">{typeof words === 'string' && words !== '' ? `Image: ${words}` : 'Image'}</span>
    }
    default:
      return <div>{inner}</div>
  }
}

function Words({ text }: { text: Y.XmlText }) {
  const parts = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]
  return <>{parts.map(({ insert, attributes }, index) => (typeof insert === 'string' ? <span key={index}>{marked(insert, attributes ?? {})}</span> : null))}</>
}

function marked(words: ReactNode, formats: Record<string, unknown>): ReactNode {
  let result = words
  if ('code' in formats) result = <code>{result}</code>
  if ('bold' in formats || 'strong' in formats) result = <strong>{result}</strong>
  if ('italic' in formats || 'em' in formats) result = <em>{result}</em>
  if ('strike' in formats) result = <s>{result}</s>
  if ('underline' in formats) result = <u>{result}</u>
  const href = linkOf(formats['link'])
  if (href !== null)
    result = (
      <a href={href} rel="noopener noreferrer nofollow" target="_blank">
        {result}
      </a>
    )
  return result
}

function linkOf(mark: unknown): string | null {
  if (typeof mark !== 'object' || mark === null) return null
  const { href } = mark as { href?: unknown }
  return typeof href === 'string' && /^(https?:|mailto:)/i.test(href) ? href : null
}
