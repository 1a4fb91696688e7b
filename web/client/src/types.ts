// The names by which programs use the generated types: bodies and answers by their schema, events and messages by their `type`.
// Written by hand; everything in it comes from openapi.d.ts.
import type { components, operations, paths } from './openapi.d.ts'

export type { components, operations, paths }

/** Every body and answer by its name: `Schemas['Share']`. */
export type Schemas = components['schemas']

/** Why a request was refused. */
export type Problem = Schemas['Problem']

/** What somebody is in a document. */
export type Role = Schemas['Role']

/** Something that happened; `type` says what. */
export type Event = Schemas['Event']

/** `board.card.moved` and all others. */
export type EventType = Event['type']

/** The events of a type: `EventOf<'board.card.moved'>`. */
export type EventOf<Type extends EventType> = Extract<Event, { type: Type }>

/** What a client says at the JSON door. */
export type LiveRequest = Schemas['LiveRequest']

/** What a client hears at the JSON door. */
export type LiveMessage = Schemas['LiveMessage']

/** The messages of a type: `LiveMessageOf<'connected'>`. */
export type LiveMessageOf<Type extends LiveMessage['type']> = Extract<LiveMessage, { type: Type }>
