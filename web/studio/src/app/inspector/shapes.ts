// What the administration's routes answer, as far as the inspector shows it (docs/API.md, docs/OPERATIONS.md).
// Members that a newer server adds are passed over; those that an older one lacks are shown as a dash.

export interface Traffic {
  messages: number
  bytes: number
}

export interface Stats {
  version: string
  started_at: number
  uptime: number
  ready: boolean
  reasons: readonly string[]
  rooms: number
  connections: number
  streams: number
  quarantined: number
  process: { memory: number | null; cpu_seconds: number | null; threads: number | null; descriptors: number | null; most_descriptors: number | null }
  totals: {
    received: Traffic
    sent: Traffic
    outbox_overflows: number
    reading_paused: number
    room_failures: number
    events: number
    connections_closed: Readonly<Record<string, number>>
    edge_refusals: Readonly<Record<string, number>>
    webhook_deliveries: Readonly<Record<string, number>>
  } | null
  storage: {
    documents: number
    in_memory: number
    in_memory_bytes: number
    checkpoint: number
    syncs: number
    faults: number
    disk: { journal: number; tree: number; blobs: number; live: number; history: number; snapshots: number; damaged: number; free: number | null }
  }
  commits: {
    batches: number
    updates: number
    bytes: number
    failures: number
    waiting: number
    waiting_bytes: number
    seconds: number
    longest: number
    durations: readonly { count: number; up_to: number | null }[]
  }
}

export interface Room {
  document: string
  phase: string
  since: number
  connections: number
  failures: number
  report: {
    kind: string
    mode: string
    participants: number
    last_activity: number | null
    version: number
    snapshot: number
    unsaved: number
    bytes: number
    parked: number
    waiting: number
    locks: number
    received: Traffic
    sent: Traffic
  } | null
}

export interface RoomPage {
  rooms: readonly Room[]
  open: number
  next_cursor: string | null
}

export interface OpenConnection {
  id: number
  user: string
  name: string | null
  document: string
  role: string
  since: number
  door?: string | null
  address?: string | null
}

export interface Quarantined {
  document: string
  reason: string
  since: number
}
