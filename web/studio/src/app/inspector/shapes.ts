// What the administration's routes answer, by the names the inspector uses; made from the server's description.
// Used by the inspector's pages. What each member means is in docs/API.md and docs/OPERATIONS.md.
import type { Schemas } from '@yrsa/client'

export type Stats = Schemas['Stats']
export type Room = Schemas['Room']
export type RoomPage = Schemas['Rooms']
export type OpenConnection = Schemas['Connection']
export type Quarantined = Schemas['QuarantinedDocument']
