// What can be put on the canvas: by click or Enter into its middle, by dragging to where one wants it. Used by canvas.tsx.
// Writes nothing itself; dragged types travel in a data type of their own.
import type { ReactNode } from 'react'
import { palette } from './node-types.ts'
import type { NodeType } from './node-types.ts'

export const PALETTE_TYPE = 'application/x-yrsa-node'

export function Palette({ onAdd }: { onAdd(type: NodeType): void }): ReactNode {
  return (
    <div className="wf-palette" role="toolbar" aria-label="Add a node" aria-orientation="vertical">
      {palette.map((type) => (
        <button
          key={type.type}
          type="button"
          className="wf-palette-item"
          data-look={type.look}
          title={`${type.hint}. Click, or drag to where you want it.`}
          draggable
          onDragStart={(event) => {
            event.dataTransfer.setData(PALETTE_TYPE, type.type)
            event.dataTransfer.effectAllowed = 'copy'
          }}
          onClick={() => onAdd(type)}
        >
          <type.icon size={18} aria-hidden="true" />
          <span>{type.word}</span>
        </button>
      ))}
    </div>
  )
}
