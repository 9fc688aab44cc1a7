import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defaultSettings } from '../electron/core/default-settings.ts'
import { readVerdicts } from '../electron/core/evaluate/verdicts/read-verdicts.ts'
import { openStore } from '../electron/core/store/open-store.ts'
import { catalogModels } from '../shared/models/catalog.ts'
import { seededRandom } from '../shared/stats/seeded-random.ts'
import { placeForRuns, recordRun } from '../test/support/recorded-run.ts'

// A verdict on 100,000 paired cases, from the library to its sentence, as the core works it out: how long it takes, and how long it
// keeps the main loop to itself. Prints one JSON: each target beside what was measured. The first verdict also splits the cases.

const CASES = 100_000
const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
let id = 0
const store = await openStore(path.join(folder, 'library.sqlite'), {
  now: Date.now,
  newId: () => `id-${String(++id).padStart(9, '0')}`,
  defaultSettings: defaultSettings(catalogModels),
})
try {
  const rows = []
  for (const [name, repeats, isGraded] of [
    ['passed or failed', 1, false],
    ['graded', 1, true],
  ] as const) {
    const place = placeForRuns(store, name, CASES)
    const random = seededRandom(name)
    const stored = recordRun(store, place, {
      name,
      cases: CASES,
      repeats,
      variants: 2,
      models: catalogModels.filter((model) => model.id === 'openai/gpt-5.4-mini'),
      assertions: [{ scorer: 'equals', value: '{{expected}}' }],
      answer: ({ column }) => ({
        output: 'billing',
        scores: [isGraded ? random() : random() < 0.9 ? 1 : 0],
        costNanoUsd: Math.round(20_000 * (0.5 + random()) * (column === 1 ? 0.6 : 1)),
      }),
    })
    for (const round of ['first', 'again']) {
      const loop = watchLoop()
      const startMs = performance.now()
      const before = process.cpuUsage()
      const { verdicts } = await readVerdicts(store, stored, { baseline: null, part: 'dev' })
      const wallMs = Math.round(performance.now() - startMs)
      const { user, system } = process.cpuUsage(before)
      const longestMs = loop.end()
      const of = `${name}, ${round}`
      rows.push(
        { name: `verdict of ${CASES} pairs, ${of}: ms`, target: 'at most 2000', measured: wallMs, met: wallMs <= 2000 },
        {
          name: `the same: longest step on the main loop, CPU ms`,
          target: 'at most 50',
          measured: longestMs,
          met: longestMs <= 50,
        },
        { name: 'the same: CPU, ms', target: 'none', measured: Math.round((user + system) / 1000), met: true },
      )
      if (verdicts[0]?.verdict?.kind === undefined) throw new Error('There is no verdict.')
    }
  }
  console.log(JSON.stringify({ rows, node: process.version }, null, 2))
} finally {
  store.close()
  rmSync(folder, { recursive: true, force: true })
}

/** The longest turn of the event loop in CPU time, so that other work of the machine does not count. */
function watchLoop(): { readonly end: () => number } {
  let longestMs = 0
  let isEnded = false
  let last = process.cpuUsage()
  function look(): void {
    const { user, system } = process.cpuUsage(last)
    longestMs = Math.max(longestMs, (user + system) / 1000)
    last = process.cpuUsage()
    if (!isEnded) setImmediate(look)
  }
  setImmediate(look)
  return {
    end() {
      isEnded = true
      return Math.round(longestMs)
    },
  }
}
