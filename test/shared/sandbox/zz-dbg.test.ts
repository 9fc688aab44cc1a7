import { test } from 'vitest'
import { PromptLibrary } from '../../../shared/sandbox/prompt-library.ts'
import { render, runSample, sampleMessages } from './sample-runs.ts'
import { splitPrompt } from '../../../shared/sandbox/split-prompt.ts'
import { readInput, topicFeatures } from '../../../shared/sandbox/read-input.ts'
test('dbg', () => {
  const lib = new PromptLibrary()
  for (const [i, a] of runSample('Support tickets', 'large').entries()) {
    if (!/Slow morning|Receipt and crash|VAT\?|Role perm|cradle there|Invoice screen|Compare plans/.test(JSON.stringify(a.testCase.variables))) continue
    const s = splitPrompt(render(sampleMessages('Support tickets'), a.testCase))
    const p = lib.compile(s, 'large', '')
    const d = p.decisions[0]!
    if (i < 5) for (const l of d.labels) console.log(l.name, [...l.profile].map(([k, v]) => `${k}:${v.toFixed(1)}`).join(' '), l.examples.length)
    const f = topicFeatures(readInput(s.input.text, p), [], 5)
    console.log(s.input.text, [...f.keys()].join(' '))
    for (const l of d.labels) {
      const hits = [...f].filter(([k]) => l.profile.has(k)).map(([k, c]) => `${k}=${(l.profile.get(k)! * Math.sqrt(c) * d.frequency.weight(k)).toFixed(2)}`)
      console.log('  ', l.name, hits.join(' '))
    }
  }
})
