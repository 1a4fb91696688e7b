// The runs of a document as one observable for all who ask. Used by the editor and its panel.
// Ends by itself when nobody looks any more.
import { Runs } from '@yrsa/client'
import type { Connection } from '@yrsa/client'

const known = new WeakMap<Connection, Runs>()

export function runsOf(connection: Connection): Runs {
  let runs = known.get(connection)
  if (runs === undefined) known.set(connection, (runs = new Runs(connection.client, connection.id)))
  return runs
}
