// What half an hour may change, and whether it did. Pure: samples in, sentences out.

/**
 * @typedef {object} Sample
 * @property {number} seconds since the start
 * @property {number} rssMib resident memory
 * @property {number} descriptors open ones
 * @property {number} threads
 * @property {number} edits a second
 * @property {number} cpuPerEditUs CPU time of the server for each edit, presence included
 * @property {number} relayP50 milliseconds from when an edit was due until the other one had it
 * @property {number} relayP99
 * @property {number} savedP50 milliseconds until it was durable
 * @property {number} savedP99
 * @property {number} rooms open ones
 * @property {number} diskMib
 */

/** How much may change between the first and the last third of what was sampled after the warm-up (medians). */
export const BOUNDS = {
  /** MiB an hour of a line through resident memory. What storage holds until its next checkpoint comes and goes: 16 MiB. */
  rssMibPerHour: 32,
  /** Descriptors: as many as the swing of people who come and go, in percent. */
  descriptorsPercent: 10,
  /** Threads for heavy work come when there is some and go after a while, percent. */
  threadsPercent: 50,
  /** CPU time for each edit, percent. */
  cpuPercent: 25,
  /** The middle and the tail of both latencies: percent, and milliseconds that always pass. */
  latencyPercent: 100,
  latencyMs: 5
}

/** @param {number[]} values @param {number} share */
export function percentile (values, share) {
  if (values.length === 0) return NaN
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
}

const median = (/** @type {number[]} */ values) => percentile(values, 0.5)

/** The slope of the line through the points with the least squares. @param {[number, number][]} points */
export function slope (points) {
  const mean = (/** @type {0 | 1} */ axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
  return above / below
}

/**
 * @param {Sample[]} samples those after the warm-up
 * @returns {{ findings: string[], problems: string[] }} all that was looked at, and what of it is beyond its bound
 */
export function judge (samples) {
  const third = Math.floor(samples.length / 3)
  const [first, last] = [samples.slice(0, third), samples.slice(-third)]
  /** @type {string[]} */ const findings = []
  /** @type {string[]} */ const problems = []
  const say = (/** @type {string} */ finding, /** @type {boolean} */ isFine) => {
    findings.push(finding)
    if (!isFine) problems.push(finding)
  }
  const between = (/** @type {keyof Sample} */ what) => [median(first.map(one => one[what])), median(last.map(one => one[what]))]

  const growth = slope(samples.map(({ seconds, rssMib }) => [seconds / 3600, rssMib]))
  const [rssBefore, rssAfter] = between('rssMib')
  say(`memory: ${growth.toFixed(1)} MiB an hour (bound ${BOUNDS.rssMibPerHour}); median ${rssBefore.toFixed(1)} MiB, then ${rssAfter.toFixed(1)}`,
    growth <= BOUNDS.rssMibPerHour)
  for (const [what, bound] of /** @type {const} */ ([['descriptors', BOUNDS.descriptorsPercent], ['threads', BOUNDS.threadsPercent], ['cpuPerEditUs', BOUNDS.cpuPercent]])) {
    const [before, after] = between(what)
    say(`${what}: ${before.toFixed(1)}, then ${after.toFixed(1)} (bound +${bound} %)`, after <= before * (1 + bound / 100))
  }
  for (const what of /** @type {const} */ (['relayP50', 'relayP99', 'savedP50', 'savedP99'])) {
    const [before, after] = between(what)
    say(`${what}: ${before.toFixed(2)} ms, then ${after.toFixed(2)} (bound +${BOUNDS.latencyPercent} % and ${BOUNDS.latencyMs} ms)`,
      after <= before * (1 + BOUNDS.latencyPercent / 100) + BOUNDS.latencyMs)
  }
  return { findings, problems }
}
