// Copies a text and says so. Used for links and ids.
// Where the browser gives no clipboard, it says that instead of pretending.
import { useEffect, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { Check, Copy } from 'lucide-react'
import { Button, IconButton } from './button.tsx'

export interface CopyButtonProps {
  text: string
  label?: string | undefined
  iconOnly?: boolean | undefined
  className?: string | undefined
  onCopied?: (() => void) | undefined
}

export function CopyButton({ text, label = 'Copy', iconOnly = false, className, onCopied }: CopyButtonProps): ReactNode {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
      onCopied?.()
    } catch {
      setState('failed')
    }
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setState('idle'), 2_500)
  }
  const words = { idle: label, copied: 'Copied', failed: 'Could not copy' }[state]
  const icon = state === 'copied' ? <Check /> : <Copy />
  return (
    <>
      {iconOnly ? (
        <IconButton className={className} label={words} icon={icon} onClick={() => void copy()} />
      ) : (
        <Button className={className} icon={icon} onClick={() => void copy()}>
          {words}
        </Button>
      )}
      <span className="yrsa-visually-hidden" role="status">
        {state === 'idle' ? '' : words}
      </span>
    </>
  )
}
