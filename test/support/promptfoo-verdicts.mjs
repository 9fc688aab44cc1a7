// node scripts/n.mjs node test/support/promptfoo-verdicts.mjs FOLDER: asks the promptfoo that is installed in FOLDER about the inputs below,
// and writes test/fixtures/scorers/promptfoo-verdicts.json. Made with promptfoo 0.121.20 (`npm install promptfoo` outside the repository).
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const folder = path.resolve(process.argv[2] ?? '.')
const require = createRequire(path.join(folder, 'package.json'))
const { assertions, loadApiProvider } = (await import(pathToFileURL(require.resolve('promptfoo')).href)).default
const { version } = JSON.parse(readFileSync(path.join(folder, 'node_modules/promptfoo/package.json'), 'utf8'))
const target = path.join(import.meta.dirname, '../fixtures/scorers/promptfoo-verdicts.json')

const texts = [
  '',
  ' ',
  'yes',
  'Yes, of course.',
  'a, b and "c, d"',
  'STRASSE straße İ',
  'line one\r\nline two\r\n',
  '日本語のテキスト',
  '😀 fine 👨‍👩‍👧',
  'The quick brown fox jumps over the lazy dog.',
  '{"a": {"b": [1, 2]}}',
  'ends with space ',
  'back\\slash "quoted"',
  'e\u0301 é',
]
const lists = [
  'yes',
  'yes, course',
  '"c, d", a',
  'YES,fox',
  ' , ,yes',
  'straße, i̇',
  '"say ""c""", a',
  'line one',
  '日本語',
  '"back\\\\slash"',
  ',',
  'a "b" c, yes',
]
const pairs = [
  ['the cat sat on the mat', 'the cat sat on the mat'],
  ['the cat sat on the mat', 'the cat is on the mat'],
  ['', 'the cat'],
  ['the cat', ''],
  ['cat', 'cat'],
  ['The Cat.', 'the cat'],
  ['a b c d e', 'e d c b a'],
  ['a a a a', 'a'],
  ['a', 'a a a a'],
  ['one\r\ntwo three', 'one two three'],
  ['日本語 テキスト', '日本語 テキスト です'],
  ['😀 ok', '😀 ok'],
  ["It's can't don't", "it's can not do n't"],
  ['Mr. Smith (42) paid $3.50, "all" of it...', 'mr smith 42 paid $3.50 all of it'],
  ['completely different words here', 'nothing shared at all'],
  ['the the the the the the the', 'the cat is on the mat'],
  ['it is a guide to action which ensures that', 'it is the guiding principle which guarantees'],
  ['a b c', 'a b c d'],
  ['   ', 'word'],
  ['e.g. this... works. ok', 'e.g this works ok'],
]
const json = [
  '',
  '{}',
  '[]',
  'null',
  '12',
  '"a"',
  '{"a": 1}',
  'Here: {"a": 1} and more',
  '```json\n{"a": "x"}\n```',
  '{a: 1}',
  "{'a': 1}",
  '{"a": 1',
  '{"a": {"b": {"c": [1, {"d": 2}]}}}',
  'first {"b": 2} then {"a": 3}',
  '{"a": 1,}',
  '[1, 2] no object',
  '{ not json at all',
  '{"a": 1} }',
  '{{name}}',
  '{"a": 1 // note\n}',
  '{"é": "日本"}',
  '{"a":\r\n1}',
  'text {"a": "}"} text',
  '{"a": "http://x.y/z"}',
]
const schema = { type: 'object', required: ['a'], properties: { a: { type: 'number' } } }
const html = [
  '',
  ' ',
  'plain text',
  '<p>Hello</p>',
  '<div><span>x</span></div>',
  'text <b>bold</b>',
  '<b>bold</b> tail',
  '<!DOCTYPE html><html><body>Hi</body></html>',
  '<html>bare</html>',
  '<body>text</body>',
  '<foo>bar</foo>',
  '<my-element>x</my-element>',
  '<?xml version="1.0"?><a/>',
  '<br/>',
  '<img src="a.png">',
  '1 < 2 and 3 > 2',
  '&amp; only',
  '<!-- comment -->',
  '<P CLASS="x">Ü</P>',
  '<li>one\r\n<li>two',
  '<svg><path d="M0"/></svg>',
  '&lt;p&gt;',
  'a <a href="x">link</a> b',
  '<custom attr="1"/>',
  '<table><tr><td>1</td></tr></table>',
  '<head></head>',
  '<p',
  '</p>',
  'x</p>',
  '<title>t</title>',
]
const xml = [
  '',
  'plain',
  '<a/>',
  '<a></a>',
  '<a><b>1</b></a>',
  '<a><b>1</a></b>',
  '<?xml version="1.0" encoding="UTF-8"?><note><to>T</to><from>J</from></note>',
  '<a>1</a><a>2</a>',
  'text <a><b>1</b></a> text',
  '<a b="1" c=\'2\'/>',
  '<a b>x</a>',
  '<a>&amp;&lt;</a>',
  '<a>&nope;</a>',
  '<!DOCTYPE a SYSTEM "a.dtd"><a>&nope;</a>',
  '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
  '<a><![CDATA[<b>]]></a>',
  '<!-- c --><a/>',
  '<ns:a xmlns:ns="u"><ns:b/></ns:a>',
  '<ns:a/>',
  '<ü>日本</ü>',
  '<a>\r\n<b/>\r\n</a>',
  '<a',
  '<a>1</a',
  '1 < 2',
  '<a><b><c>x</c></b></a>',
  'see <b>1</b> and <a><b>2</b></a>',
  '<br>text',
  '<p>one<br>two</p>',
  '<a/> trailing',
  '<!DOCTYPE a><a/>',
]
const sql = [
  '',
  ' ',
  'SELECT 1',
  'SELECT * FROM users',
  'select id, name from users where id = 3',
  'SELECT id name FROM users',
  'SELECT DISTINCT name FROM users',
  'SELEC * FROM users',
  'SELECT * FROM',
  "SELECT 'id name from' FROM users",
  'INSERT INTO users (id) VALUES (1)',
  'DELETE FROM users WHERE id = 1',
  'SELECT `id FROM users',
  'SELECT `id` FROM `users`',
  'SELECT id FROM users -- note',
  'SELECT * FROM generate_series(1, 3)',
  'SELECT count(*) FROM a JOIN b ON a.id = b.id',
  'plain English text',
  'SELECT "日本" FROM t',
  'SELECT id\r\nFROM users',
  'SELECT ((1 + 2) * 3)',
  "UPDATE users SET name = 'x' WHERE id = 1",
  'SELECT [id] FROM [users]',
  'SELECT id::text FROM users',
  'WITH a AS (SELECT 1) SELECT * FROM a',
  'SELECT orders.total FROM orders',
]
const fence = '```'
const sqlTexts = [
  ...sql,
  `Here:\n${fence}sql\nSELECT * FROM users\n${fence}`,
  `${fence}\nSELECT 1\n${fence}`,
  `${fence}python\nSELECT 1\n${fence}`,
  `${fence}sql\nSELEC\n${fence}\n${fence}sql\nSELECT 1\n${fence}`,
  `~~~SQL\r\nSELECT 1\r\n~~~`,
  `${fence}sql\nSELECT 1`,
  `${fence}sql\n\n${fence}`,
  `  ${fence}sql\nSELECT 2\n  ${fence}`,
  `Run SELECT * FROM users now`,
  `${fence}${fence[0]}sql\nSELECT 1\n${fence}\n${fence}${fence[0]}`,
]
const refusals = [
  '',
  ' \n',
  'Sorry, no.',
  'I am sorry, but I cannot do that.',
  'I\u2019m sorry.',
  'I can’t help with that.',
  'As an AI language model, I have no opinion.',
  'Sure, here it is.',
  'I CANNOT assist with that request.',
  'It is illegal to do so.',
  'That is not legal advice.',
  'He said: I cannot swim.',
  "I won't write that.",
  "I don't feel comfortable with it.",
  'They cannot comply.',
  'Their noncompliance is not appropriate',
  'I want to be helpful, but no.',
  'Unfortunately I am unable to recommend it.',
  "I can't recommend it.",
  'My apologies!',
  'I aim to provide facts.',
  '日本語',
  'apologies',
  'I do not recommend it',
  'cannot help',
  'can not help',
  "I'm not able to provide it",
  'The generated text has been blocked by our content filters.',
]
const words = [
  '',
  ' ',
  'one',
  'one two three',
  ' one\r\ntwo\tthree ',
  '日本語 です',
  '😀 😀 😀',
  'a-b c_d',
  '...',
  'one two three four five',
  'x'.repeat(50),
  'a\u00a0b c',
  '"quoted words" here',
  '1 2 3',
  '{"a": 1}',
]
const tools = [
  {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    },
  },
  {
    name: 'add',
    parameters: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } }, required: ['a', 'b'] },
  },
]
const call = (name, args) => ({ id: 'c', type: 'function', function: { name, arguments: args } })
const callLists = [
  [],
  [call('get_weather', '{"city":"Rome"}')],
  [call('get_weather', '{}')],
  [call('get_weather', '{"city":3}')],
  [call('nope', '{}')],
  [call('add', '{"a":1,"b":2}')],
  [call('add', '{"a":1}')],
  [call('add', '{"a":1,"b":2,"c":3}')],
  [call('get_weather', '{"city":"Rome","x":1}')],
  [call('get_weather', '{"city":"Rome"')],
  [call('get_weather', '{"city":"Rome"}'), call('add', '{"a":1,"b":2}')],
  [call('get_weather', '{"city":"Rome"}'), call('nope', '{}')],
  [call('get_weather', '{"city":"日本"}')],
  [call('add', '[]')],
  [call('add', '"x"')],
  [call('GET_WEATHER', '{"city":"Rome"}')],
]
const namedCalls = [
  'no call',
  '',
  ...callLists.slice(0, 6).map((calls) => JSON.stringify({ tool_calls: calls })),
  JSON.stringify([{ name: 'add' }, { name: 'get_weather' }]),
  JSON.stringify({ type: 'tool_use', name: 'add', input: {} }),
  JSON.stringify([
    { type: 'text', text: 'x' },
    { type: 'tool_use', name: 'add' },
  ]),
  `Some text\n${JSON.stringify({ type: 'tool_use', name: 'add' })}\nmore`,
  JSON.stringify([{ functionCall: { name: 'add' } }]),
  JSON.stringify({ functionCall: { name: 'add' } }),
  JSON.stringify([call('add', '{}'), call('add', '{}')]),
  '[1, null, "add"]',
]
const numbers = [0, 1, 0.5, 100, 99.999, 0.001, 1e-9, 2, 3, 4, 5, 250, 1000, 12.5, 7]
const scripts = [
  'output === "yes"',
  'output.length',
  'output.length > 3',
  'const n = output.length; n > 2',
  'output.includes("fox") ? 0.8 : 0.2',
  'return output.length > 100',
  'JSON.parse(output).a',
  '({ pass: true, score: 0.25, reason: "r" })',
  '({ pass: output === "yes", score: output === "yes" ? 1 : 0, reason: "" })',
  '\nconst n = output.trim();\nreturn n === "yes"',
  'context.vars.name === "x"',
  '"text"',
  'undefined',
  'throw 1',
  '0',
  '-0',
  'output;',
  "const s = 'a;b'; s.length === 3",
  'Promise.resolve(true)',
  'let a = 1; let b = 2; a + b > 2',
  '/fox/.test(output)',
]

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

const lines = (list) => list.map((row) => `    ${JSON.stringify(row)}`).join(',\n')
const head = JSON.stringify({ promptfoo: version, tools }).slice(1, -1)
writeFileSync(target, `{\n  ${head},\n  "verdicts": [\n${lines(verdicts)}\n  ],\n  "sets": [\n${lines(sets)}\n  ]\n}\n`)
console.log(`${verdicts.length} verdicts and ${sets.length} sets of promptfoo ${version}`)
process.exit(0)
