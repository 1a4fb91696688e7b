// Tabs: one panel of several, chosen by mouse or arrows. Used by the share dialog and by side panels.
// Only the chosen panel exists.
import { useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Tab {
  id: string
  label: string
  icon?: ReactNode
  count?: number | undefined
  panel: ReactNode
}

export interface TabsProps {
  label: string
  tabs: readonly Tab[]
  selected: string
  onSelect(id: string): void
  className?: string | undefined
}

export function Tabs({ label, tabs, selected, onSelect, className }: TabsProps): ReactNode {
  const base = useId()
  const list = useRef<HTMLDivElement>(null)
  const chosen = tabs.find(({ id }) => id === selected) ?? tabs[0]
  const onKeyDown = (event: KeyboardEvent): void => {
    const here = tabs.findIndex((tab) => tab === chosen)
    const steps: Record<string, number> = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }
    const next = steps[event.key]
    if (next === undefined) return
    event.preventDefault()
    const index = (next + tabs.length) % tabs.length
    const tab = tabs[index]
    if (tab === undefined) return
    onSelect(tab.id)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[index]?.focus()
  }
  return (
    <div className={classNames('yrsa-tabs', className)}>
      <div ref={list} className="yrsa-tab-list" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-tab-${tab.id}`}
            className="yrsa-tab"
            aria-selected={tab === chosen}
            aria-controls={tab === chosen ? `${base}-panel-${tab.id}` : undefined}
            tabIndex={tab === chosen ? 0 : -1}
            onClick={() => onSelect(tab.id)}
          >
            {tab.icon}
            {tab.label}
            {tab.count !== undefined && <span className="yrsa-tab-count">{tab.count}</span>}
          </button>
        ))}
      </div>
      {chosen !== undefined && (
        <div key={chosen.id} role="tabpanel" id={`${base}-panel-${chosen.id}`} className="yrsa-tab-panel" aria-labelledby={`${base}-tab-${chosen.id}`}>
          {chosen.panel}
        </div>
      )}
    </div>
  )
}
