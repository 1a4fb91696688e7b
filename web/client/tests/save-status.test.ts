// The save status never claims more than the server has confirmed.
// Drives the pure SaveStatus by hand; the browser test shows the same with a real server and withheld confirmations.
import { describe, expect, test } from 'vitest'
import { SaveStatus } from '../src/save-status.ts'

/** A status whose connection has exchanged everything and had it confirmed. */
function settled(): SaveStatus {
  const status = new SaveStatus()
  join(status)
  status.confirmed(0)
  return status
}

function join(status: SaveStatus): void {
  status.connected()
  status.downloaded()
  status.uploaded()
}

describe('the save status', () => {
  test('goes from connecting over syncing to saved', () => {
    const status = new SaveStatus()
    expect(status.phase).toBe('connecting')
    status.connected()
    expect(status.phase).toBe('syncing')
    status.downloaded()
    expect(status.phase).toBe('syncing')
    status.uploaded()
    expect(status.phase).toBe('syncing')
    status.confirmed(status.askable ?? -1)
    expect(status.phase).toBe('saved')
  })

  test('is saving until the newest edit is confirmed, not an older one', () => {
    const status = settled()
    status.edited()
    status.edited()
    status.confirmed(1)
    expect(status.phase).toBe('saving')
    expect(status.unsaved).toBe(1)
    status.confirmed(2)
    expect(status.phase).toBe('saved')
  })

  test('asks for no confirmation of an edit made before the offline edits were sent', () => {
    const status = settled()
    status.disconnected()
    status.edited()
    status.connected()
    status.edited()
    expect(status.askable).toBeUndefined()
    status.downloaded()
    status.uploaded()
    expect(status.askable).toBe(2)
    expect(status.phase).toBe('saving')
  })

  test('counts edits made offline as unsaved until confirmed', () => {
    const status = settled()
    status.disconnected()
    status.edited()
    status.edited()
    expect(status.phase).toBe('offline')
    expect(status.unsaved).toBe(2)
    join(status)
    expect(status.phase).toBe('saving')
    status.confirmed(2)
    expect(status.phase).toBe('saved')
    expect(status.unsaved).toBe(0)
  })

  test('does not take an old confirmation as one for the new connection', () => {
    const status = settled()
    status.disconnected()
    join(status)
    expect(status.phase).toBe('syncing')
  })

  test('ignores a confirmation that comes too early or that nobody asked for', () => {
    const status = new SaveStatus()
    status.connected()
    status.confirmed(0)
    status.downloaded()
    status.uploaded()
    expect(status.phase).toBe('syncing')
    status.confirmed(7)
    expect(status.phase).toBe('syncing')
    expect(status.unsaved).toBe(0)
  })

  test('stays refused when the refused connection then closes, until the person tries again', () => {
    const status = settled()
    status.edited()
    status.refused()
    status.disconnected()
    expect(status.phase).toBe('refused')
    expect(status.unsaved).toBe(1)
    status.retrying()
    expect(status.phase).toBe('connecting')
  })

  test('counts edits that an earlier visit left in the copy as unsaved until the server has confirmed them', () => {
    const status = new SaveStatus()
    status.carried(3)
    expect(status.unsaved).toBe(3)
    status.disconnected()
    status.edited()
    expect([status.phase, status.unsaved]).toEqual(['offline', 4])
    join(status)
    expect(status.phase).toBe('saving')
    status.confirmed(4)
    expect([status.phase, status.unsaved]).toEqual(['saved', 0])
  })

  test('is not saved while a connection is replaced by another with a new token', () => {
    const status = settled()
    status.renewing()
    expect(status.phase).toBe('syncing')
    status.confirmed(0)
    expect(status.phase).toBe('syncing')
    join(status)
    status.confirmed(0)
    expect(status.phase).toBe('saved')
  })

  test('takes nothing for exchanged that arrives without a connection', () => {
    const status = settled()
    status.disconnected()
    status.downloaded()
    status.uploaded()
    status.confirmed(0)
    expect(status.phase).toBe('offline')
    status.connected()
    expect(status.phase).toBe('syncing')
  })
})
