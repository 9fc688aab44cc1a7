import { test } from 'vitest'
import { writeFileSync } from 'node:fs'
import { runSample, accuracy, sampleMessages, render } from './sample-runs.ts'
import { splitPrompt } from '../../../shared/sandbox/split-prompt.ts'
import { readPrompt } from '../../../shared/sandbox/read-prompt.ts'
test('dev', () => {
  let out = ''
  for (const n of ['Review sentiment', 'Support tickets']) {
    const a = runSample(n, 'large')[0]
    const s = splitPrompt(render(sampleMessages(n), a!.testCase))
    const r = readPrompt(s.instructions, s.turns, s.cue)
    out += JSON.stringify({ input: s.input.text, f: [...s.input.fields], cue: s.cue, ...r, instructions: '', examples: r.examples.map((e) => [e.input.text, [...e.input.fields.keys()].join(), e.output]) }, null, 1) + '\n'
    for (const size of ['small', 'medium', 'large'] as const) {
      const t = Date.now()
      const answers = runSample(n, size)
      const ms = Date.now() - t
      const key = n === 'Support tickets' ? 'queue' : undefined
      console.log(n, size, accuracy(answers, key).toFixed(3), key ? accuracy(answers, 'priority').toFixed(3) : '', `${Math.round(answers.length / ms * 1000)}/s`, answers[0]!.output)
      for (const { testCase: c, output } of answers) {
        const o = key ? output : /\b(positive|negative|neutral)\b/i.exec(output)?.[1] ?? ''
        const ok = key ? o.includes(`"queue": "${c.expected}"`) && o.includes(`"priority": "${c.variables.expected_priority}"`) : o === c.expected
        if (!ok) out += `${size} ✗ ${c.expected}/${c.variables.expected_priority ?? ''} [${c.tags}] ${key ? c.variables.subject + ' ## ' + c.variables.ticket : c.variables.review} => ${output}\n`
      }
    }
  }
  writeFileSync('/tmp/sbx/out.txt', out)
})
