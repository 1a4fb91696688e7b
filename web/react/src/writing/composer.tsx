// The field in which one writes a comment or a message: grows with its text, offers people behind an @, keeps what was not sent.
// Used by comments and chat. Keeps the words when sending fails, and says why.
import { AtSign, SendHorizontal } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode, Ref } from 'react'
import type { Mention } from '@yrsa/client'
import { sentenceOf } from '../hooks/sentence-of.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { classNames } from '../parts/class-names.ts'
import type { Draft } from './drafts.ts'
import { NOTHING, useDraft } from './drafts.ts'
import { calledIn, complete, matching, openCall } from './mentions.ts'
import type { Candidate } from './mentions.ts'
import { Suggestions } from './suggestions.tsx'

export interface Words {
  text: string
  mentions: readonly Mention[]
}

export interface ComposerProps {
  /** The name of the field: "Reply", "Message". */
  label: string
  placeholder?: string | undefined
  candidates: readonly Candidate[]
  /** Under which name unsent words are kept. */
  draft: string
  /** What stands there if nothing was kept: the words that are edited. */
  first?: Draft | undefined
  submit: string
  /** Enter sends (chat), or only with Ctrl or Cmd (comments). */
  enterSends?: boolean | undefined
  /** Only the icon: chat. */
  compact?: boolean | undefined
  onSubmit: (words: Words) => Promise<unknown>
  onCancel?: (() => void) | undefined
  onTyping?: ((typing: boolean) => void) | undefined
  /** What comes with the words: places in code. With it the words may be empty. */
  attached?: ReactNode
  mayBeEmpty?: boolean | undefined
  /** More buttons beside the @. */
  tools?: ReactNode
  /** How many bytes the server takes. */
  most: number
  autoFocus?: boolean | undefined
  /** Shows its buttons only once one writes. */
  folding?: boolean | undefined
  /** Arrow up in an empty field. */
  onUp?: (() => boolean) | undefined
  field?: Ref<HTMLTextAreaElement> | undefined
  className?: string | undefined
}

export function Composer(props: ComposerProps): ReactNode {
  const { label, candidates, enterSends = false, compact = false, most } = props
  const { draft, change } = useDraft(props.draft, props.first)
  const [caret, setCaret] = useState(0)
  const [dismissed, setDismissed] = useState<number | null>(null)
  const [active, setActive] = useState(0)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const [focused, setFocused] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const caretAfter = useRef<number | null>(null)
  const id = useId()
  const typing = useTyping(props.onTyping)
  const latest = useRef({ name: props.draft, draft })
  useLayoutEffect(() => {
    latest.current = { name: props.draft, draft }
  })

  const call = focused ? openCall(draft.text, caret) : null
  const offered = call && call.at !== dismissed ? matching(candidates, call.word) : []
  const chosen = Math.min(active, offered.length - 1)
  const tooLong = byteLength(draft.text) > most
  const empty = draft.text.trim() === '' && !props.mayBeEmpty

  useGrowing(field, draft.text)
  useLayoutEffect(() => {
    if (caretAfter.current === null || !field.current) return
    field.current.setSelectionRange(caretAfter.current, caretAfter.current)
    setCaret(caretAfter.current)
    caretAfter.current = null
  }, [draft])
  useEffect(() => {
    const element = field.current
    if (!props.autoFocus || !element) return
    element.focus()
    element.setSelectionRange(element.value.length, element.value.length)
  }, [props.autoFocus])

  const pick = (candidate: Candidate): void => {
    if (!call) return
    const completed = complete(draft.text, call, candidate)
    caretAfter.current = completed.caret
    const picked = draft.picked.filter(({ name }) => name !== candidate.name)
    change({ text: completed.text, picked: [...picked, { name: candidate.name, note: candidate.note, mention: candidate.mention }] })
    setActive(0)
    field.current?.focus()
  }

  const send = async (): Promise<void> => {
    if (busy || empty || tooLong) return
    setBusy(true)
    setError('')
    try {
      await props.onSubmit({ text: draft.text.trim(), mentions: calledIn(draft.text, draft.picked) })
      change(restOf(draft, latest.current.name === props.draft ? latest.current.draft : draft))
      typing(false)
    } catch (problem) {
      setError(sentenceOf(problem))
    } finally {
      setBusy(false)
    }
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // An input method is at work: its keys are not ours.
    if (event.nativeEvent.isComposing) return
    if (offered.length > 0 && listKey(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey && !event.altKey && !hasTouch()))) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Escape' && props.onCancel) {
      event.preventDefault()
      event.stopPropagation()
      props.onCancel()
    } else if (event.key === 'ArrowUp' && draft.text === '' && props.onUp?.()) {
      event.preventDefault()
    }
  }

  const listKey = (event: KeyboardEvent): boolean => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const candidate = offered[chosen]
    if (step !== 0) setActive((chosen + step + offered.length) % offered.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && !event.ctrlKey && !event.metaKey && candidate) pick(candidate)
    else if (event.key === 'Escape') setDismissed(call?.at ?? null)
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  const begin = (): void => {
    const element = field.current
    if (!element) return
    const at = element.selectionStart
    const gap = at === 0 || /\s/.test(draft.text[at - 1] ?? '') ? '' : ' '
    caretAfter.current = at + gap.length + 1
    setDismissed(null)
    change({ ...draft, text: `${draft.text.slice(0, at)}${gap}@${draft.text.slice(element.selectionEnd)}` })
    element.focus()
  }

  return (
    <div className={classNames('yrsa-composer', props.className)} data-compact={compact || undefined} data-folded={(props.folding && !focused && draft.text === '') || undefined}>
      {props.attached}
      <textarea
        ref={(element) => {
          field.current = element
          if (typeof props.field === 'function') props.field(element)
          else if (props.field) props.field.current = element
        }}
        className="yrsa-composer-field"
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={offered.length > 0 ? `${id}-${chosen}` : undefined}
        aria-describedby={error || tooLong ? `${id}-error` : undefined}
        aria-invalid={tooLong || undefined}
        placeholder={props.placeholder ?? label}
        rows={1}
        value={draft.text}
        onChange={(event) => {
          change({ ...draft, text: event.target.value })
          setCaret(event.target.selectionStart)
          setActive(0)
          setError('')
          if (!event.target.value.includes('@')) setDismissed(null)
          typing(event.target.value.trim() !== '')
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onFocus={() => setFocused(true)}
        onBlur={() => {
          setFocused(false)
          typing(false)
        }}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 && <Suggestions id={id} anchor={field} offered={offered} chosen={chosen} onPick={pick} onPoint={setActive} />}
      <div className="yrsa-composer-tools">
        <IconButton size="s" icon={<AtSign />} label="Mention somebody" onClick={begin} />
        {props.tools}
        <span className="yrsa-composer-space" />
        {props.onCancel && (
          <Button size="s" tone="quiet" onClick={props.onCancel}>
            Cancel
          </Button>
        )}
        {compact ? (
          <IconButton
            size="s"
            className="yrsa-composer-send"
            icon={<SendHorizontal />}
            label={props.submit}
            disabled={empty || tooLong}
            aria-busy={busy || undefined}
            onClick={() => void send()}
          />
        ) : (
          <Button size="s" tone="primary" busy={busy} disabled={empty || tooLong} onClick={() => void send()}>
            {props.submit}
          </Button>
        )}
      </div>
      {(error !== '' || tooLong) && (
        <p className="yrsa-composer-error" id={`${id}-error`} role="alert">
          {error || 'This is too long. Make it shorter, or send it in parts.'}
        </p>
      )}
    </div>
  )
}

/** What was written while the words were on their way. */
function restOf(sent: Draft, now: Draft): Draft {
  if (!now.text.startsWith(sent.text)) return now
  const text = now.text.slice(sent.text.length).trimStart()
  return text === '' ? NOTHING : { ...now, text }
}

/** Says that one types while one does, and that one stopped after a few seconds without a key. */
function useTyping(tell: ((typing: boolean) => void) | undefined): (typing: boolean) => void {
  const latest = useRef(tell)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const said = useRef(false)
  useEffect(() => {
    latest.current = tell
  })
  const say = (typing: boolean): void => {
    clearTimeout(timer.current)
    if (typing) timer.current = setTimeout(() => say(false), 5_000)
    // Each key is told: what is shown to others ends by itself after a while.
    if (!typing && !said.current) return
    said.current = typing
    latest.current?.(typing)
  }
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      if (said.current) latest.current?.(false)
    },
    [],
  )
  return say
}

/** As high as its text, where the browser does not do that itself. */
function useGrowing(field: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = field.current
    if (!element || typeof CSS === 'undefined' || CSS.supports?.('field-sizing', 'content')) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [field, text])
}

function hasTouch(): boolean {
  return typeof matchMedia === 'function' && matchMedia('(pointer: coarse) and (hover: none)').matches
}

function byteLength(text: string): number {
  return text.length < 4_000 ? text.length : new TextEncoder().encode(text).length
}
