// Results as a Markdown table: medians, the spread of Yrsa's own, ratios to the best peer and to the floor. Used by compare.mjs.
import { MORE_IS_BETTER, NO_RATIO, ROWS } from './rows.mjs'

/** The middle one, the lower of two. */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]

const shown = (value) => (value === undefined ? '' : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2))

const values = (runs, figure) => (runs ?? []).map((run) => run.figures?.[figure]?.value).filter((value) => value !== undefined)

/** How many times better than the best other; under 1 is worse. Nothing where a figure is nought or below: no ratio has a meaning then. */
export function times(own, others, moreIsBetter) {
  const there = others.filter((value) => value !== undefined)
  if (own === undefined || there.length === 0) return undefined
  const best = moreIsBetter ? Math.max(...there) : Math.min(...there)
  if (own <= 0 || best <= 0) return undefined
  return moreIsBetter ? own / best : best / own
}

/** The lines of one row. `servers` are names and titles in the order of the columns, floors marked. */
function lines(name, results, servers) {
  const row = ROWS[name]
  return row.figures.map((figure, index) => {
    const medians = Object.fromEntries(servers.map(([server]) => [server, median(values(results[server], figure))]))
    const unit = Object.values(results).flat().find((run) => run.figures?.[figure])?.figures[figure].unit ?? ''
    const own = values(results.yrsa, figure)
    const spread = own.length > 1 ? ` (${shown(Math.min(...own))}-${shown(Math.max(...own))})` : ''
    const more = MORE_IS_BETTER.has(figure)
    const of = (kind) => servers.filter(([server, { floor }]) => server !== 'yrsa' && Boolean(floor) === kind).map(([server]) => medians[server])
    const peer = NO_RATIO.has(figure) ? undefined : times(medians.yrsa, of(false), more)
    const within = row.floorFigure && index === 0 ? [median(values(results.yrsa, row.floorFigure))] : of(true)
    const floor = NO_RATIO.has(figure) ? undefined : times(medians.yrsa, within, more)
    const cells = servers.map(([server]) => shown(medians[server]) + (server === 'yrsa' ? spread : ''))
    const title = index === 0 ? row.title : ''
    return `| ${title} | ${figure}${unit ? `, ${unit}` : ''} | ${cells.join(' | ')} | ${peer ? `${shown(peer)}x` : ''} | ${floor ? `${shown(1 / floor)}x` : ''} |`
  })
}

/** What went wrong, and what was going on beside. */
function remarks(everything, servers) {
  const said = []
  for (const [name, { results }] of Object.entries(everything.rows)) {
    for (const [server, { title }] of servers) {
      const failures = (results[server] ?? []).filter((run) => run.failed).map((run) => run.failed)
      if (failures.length) said.push(`- ${name}, ${title}: ${failures.length} of ${results[server].length} runs failed: ${failures[0]}`)
    }
    const all = Object.values(results).flat()
    const others = all.map((run) => run.figures?.other_cpu?.value).filter((value) => value !== undefined)
    if (others.length && median(others) > 5) said.push(`- ${name}: others used ${shown(median(others))} % of a core (median; at most ${shown(Math.max(...others))} %)`)
    const stalls = servers.map(([server, { title }]) => [title, Math.max(0, ...values(results[server], 'generator_stall_max'))]).filter(([, stall]) => stall > 10)
    if (stalls.length) said.push(`- ${name}: the load tool had to wait for its core: ${stalls.map(([title, stall]) => `${stall.toFixed(0)} ms against ${title}`).join(', ')}: so long latencies are its own`)
    const busy = servers.filter(([server]) => median(values(results[server], 'generator_cpu')) > 70)
    if (busy.length) said.push(`- ${name}: the load tool used more than 70 % of its core against ${busy.map(([, { title }]) => title).join(', ')}: latencies are partly its own`)
  }
  return said
}

/** The whole table. */
export function markdown(everything) {
  const measured = new Set(Object.values(everything.rows).flatMap(({ results }) => Object.keys(results)))
  const servers = Object.entries(everything.servers).filter(([server]) => measured.has(server))
  const head = ['row', 'figure', ...servers.map(([, { title }]) => title), 'best peer / Yrsa', 'Yrsa / floor']
  const body = Object.entries(everything.rows).flatMap(([name, { results }]) => lines(name, results, servers))
  const table = [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...body]
  return [`Begun ${everything.began}, ${everything.runs} runs at most, ${everything.machine}.`, '', ...table, '', ...remarks(everything, servers)].join('\n')
}
