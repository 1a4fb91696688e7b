// Changes of a document's session: mode, limits, turns. What it is now is `connection.session`.
import type { Connection, SessionTurn } from './document.ts'
import type { Schemas } from './types.ts'

export declare class Session {
  constructor(connection: Connection)
  /** Owners: what is missing stays, null takes a limit away. */
  change(settings: Schemas['SessionChange']): Promise<Schemas['Session']>
  requestTurn(): Promise<SessionTurn>
  giveUpTurn(): Promise<SessionTurn>
  /** To somebody who waits; to the next one without a name. */
  passTurn(to?: string): Promise<SessionTurn>
  takeTurn(): Promise<SessionTurn>
}
