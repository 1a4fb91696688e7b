// Judges a report of the Autobahn test suite: every case is OK, but for those named here, each with the reason why it may be what it is.
// node autobahn-verdict.mjs REPORT/index.json
import { readFileSync } from 'node:fs'

/** Cases that need not be strictly what the suite wants. @type {Record<string, string>} */
const NAMED = {
  '6.4.3': 'text that is no UTF-8 is refused when its frame is complete, not at its first wrong byte (RFC 6455 section 8.1 asks for no more)',
  '6.4.4': 'likewise'
}

const cases = Object.values(JSON.parse(readFileSync(process.argv[2], 'utf8'))).flatMap(agent => Object.entries(agent))
/** @type {Record<string, number>} */ const counted = {}
const wrong = []
for (const [name, { behavior, behaviorClose }] of cases) {
  counted[behavior] = (counted[behavior] ?? 0) + 1
  const well = behavior === 'OK' || behavior === 'INFORMATIONAL' || (behavior === 'NON-STRICT' && name in NAMED)
  if (!well || !['OK', 'INFORMATIONAL'].includes(behaviorClose)) wrong.push(`${name}: ${behavior}, close ${behaviorClose}`)
}
console.log(`Autobahn: ${cases.length} cases, ${Object.entries(counted).map(([behavior, count]) => `${count} ${behavior}`).join(', ')}`)
if (wrong.length > 0 || cases.length === 0) {
  console.error(wrong.join('\n') || 'no case was run')
  process.exitCode = 1
}
