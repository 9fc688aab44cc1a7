// What promptfoo and Pithy are both asked about: see promptfoo-verdicts.mjs.
import { readFileSync } from 'node:fs'

export const texts = [
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
export const lists = [
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
export const pairs = [
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
export const json = [
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
export const schema = { type: 'object', required: ['a'], properties: { a: { type: 'number' } } }
export const html = [
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
export const xml = [
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
export const sql = [
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
export const sqlTexts = [
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
export const refusals = [
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
export const words = [
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
export const tools = [
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
export const callLists = [
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
export const namedCalls = [
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
export const numbers = [0, 1, 0.5, 100, 99.999, 0.001, 1e-9, 2, 3, 4, 5, 250, 1000, 12.5, 7]
export const scripts = [
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

/** Sentences that share words, stems and meanings, by a fixed seed. */
export function meteorPairs(count) {
  const file = new URL('../../electron/core/documents/wordnet-synonyms.txt', import.meta.url)
  const meanings = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^[a-z]{3,}( [a-z]{3,})+/.test(line))
    .map((line) => line.split(/[ |]/))
  let state = 20_261_122
  const random = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const one = (list) => list[random(list.length)]
  const endings = ['', '', '', '', 's', 'ed', 'ing', 'ly', 'ness', '.', '...', ',']
  const filler = ['the', 'a', 'of', 'is', 'and', 'cat', 'Paris', 'ice_cream', '42', 'don’t', '', 'İ']
  return Array.from({ length: count }, () => {
    const candidate = []
    const reference = []
    for (let length = 1 + random(9); length > 0; length--) {
      const meaning = one(meanings)
      const word = one(meaning)
      const kind = random(5)
      if (kind !== 0) candidate.push(random(4) === 0 ? word.toUpperCase() : word + one(endings))
      if (kind !== 1) reference.push((kind === 2 ? word : one(meaning)) + one(endings))
      if (kind > 2) candidate.push(one(filler))
      if (kind === 4) reference.splice(random(reference.length + 1), 0, one(filler))
    }
    const ends = random(10) === 0 ? ' \n' : ''
    return [candidate.join(' ') + ends || 'nothing', reference.join(random(8) === 0 ? '\t' : ' ')]
  })
}
