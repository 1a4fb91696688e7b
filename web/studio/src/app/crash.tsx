// What stands in for a part of the page that failed, so that the rest goes on. Around the whole app and around each editor.
// Loading a part that is gone (an old page after an update without a copy) is told apart from real failures.
import { Component } from 'react'
import type { ReactNode } from 'react'
import { Button, EmptyState } from '@yrsa/react'
import { TriangleAlert } from 'lucide-react'

export class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    const isMissingPart = /dynamically imported module|module script/i.test(error.message)
    const title = isMissingPart ? 'This part of the studio could not be loaded' : 'Something went wrong here'
    return (
      <div className="centered" role="alert">
        <EmptyState icon={<TriangleAlert />} title={title} action={<Button tone="primary" onClick={() => location.reload()}>Reload</Button>}>
          <p>{isMissingPart ? 'The network was away, or the server has a newer version.' : 'Your edits are kept. Reloading the page usually helps.'}</p>
          {!isMissingPart && <pre className="crash-details">{error.message}</pre>}
        </EmptyState>
      </div>
    )
  }
}
