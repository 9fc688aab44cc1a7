import { describe, expect, it } from 'vitest'
import { firstLabelChecker } from '../../../../shared/evaluate/early-stop/first-label-checker.ts'
import { jsonPrefixChecker } from '../../../../shared/evaluate/early-stop/json-prefix-checker.ts'
import { refusalChecker } from '../../../../shared/evaluate/early-stop/refusal-checker.ts'
import { repetitionChecker } from '../../../../shared/evaluate/early-stop/repetition-checker.ts'
import { anyChecker, type StopChecker } from '../../../../shared/evaluate/early-stop/stop-checker.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'

/** The length at which the checker stops a text that comes one character at a time; null when it lets it pass. */
function stopsAt(check: StopChecker, text: string): number | null {
  for (let length = 1; length <= text.length; length += 1) if (check(text.slice(0, length)) !== null) return length
  return null
}

describe('jsonPrefixChecker', () => {
  it.each([
    ['Sure! {"a":1}', 1],
    ['{"a":1} Hope', 9],
    ['{a:1}', 2],
    ["{'a':1}", 2],
    ['{"a":1,}', 8],
    ['[1,]', 4],
    ['[1 2]', 4],
    ['{"a" 1}', 6],
    ['{"a":01}', 7],
    ['{"a":tru}', 9],
    ['{"a":"x\ny"}', 8],
    ['{"a":"\\q"}', 8],
    ['{"a":"\\u12g4"}', 11],
    ['[1}', 3],
    ['1.e', 3],
    ['-a', 2],
    ['}', 1],
    ['```json\n{}\n```', 1],
    ['\u00a0{}', 1],
  ])('stops %j after %i characters', (text, expected) => {
    expect(stopsAt(jsonPrefixChecker(), text)).toBe(expected)
  })

  it.each([
    [' {"a":[1,-2.5e+10,0,true,false,null,"\\u00e9\\n\\"",{}],"b":[]}\n'],
    ['12'],
    ['"x'],
    ['-'],
    ['[[[['],
    ['nul'],
    ['{"__proto__":"日本 \\ud83d'],
  ])('lets %j pass', (text) => {
    expect(stopsAt(jsonPrefixChecker(), text)).toBeNull()
  })

  it('lets a fence pass where it may stand, and judges what is inside', () => {
    expect(stopsAt(jsonPrefixChecker(true), '```json\n{"a":1}\n``` as you wished')).toBeNull()
    expect(stopsAt(jsonPrefixChecker(true), '{"a":1}')).toBeNull()
    expect(stopsAt(jsonPrefixChecker(true), '```json\n{a:1}\n```')).toBe(10)
    expect(stopsAt(jsonPrefixChecker(true), 'Sure!')).toBe(1)
  })

  it('never stops a text that JSON.parse takes, and stops every broken one that it can prove', () => {
    const random = seededRandom(7)
    const alphabet = ['{', '}', '[', ']', '"', ',', ':', '1', '0', '-', '.', 'e', 'true', 'null', ' ', '\\', 'u', 'a']
    let valid = 0
    const wrong: string[] = []
    for (let round = 0; round < 5000; round += 1) {
      const length = 1 + Math.floor(random() * 7)
      const text = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
      const isValid = parses(text)
      if (isValid) valid += 1
      const at = stopsAt(jsonPrefixChecker(), text)
      // Where it stops, no longer text that begins alike can be JSON.
      if (at !== null && (isValid || endings.some((end) => parses(text.slice(0, at) + end)))) wrong.push(text)
    }
    expect(wrong).toEqual([])
    expect(valid).toBeGreaterThan(75)
  })
})

const endings = [
  '',
  '1',
  '"',
  '"}',
  '":1}',
  ']',
  '}',
  '0]',
  '1}',
  'e1',
  'ull',
  'rue',
  'alse',
  'l',
  '\\"',
  'u0041"',
  '"]',
]

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('firstLabelChecker', () => {
  it.each([
    ['negative', 1],
    ['The sentiment is positive', 1],
    ['possibly', 4],
    ['Positively good', 9],
    ['**neg', 3],
  ])('stops %j after %i characters when only "positive" would pass', (text, expected) => {
    expect(stopsAt(firstLabelChecker(['Positive']), text)).toBe(expected)
  })

  it.each([['positive'], ['Positive.'], ['  "POSITIVE" because'], ['**Positive** and then negative'], ['posi'], ['']])(
    'lets %j pass',
    (text) => {
      expect(stopsAt(firstLabelChecker(['positive']), text)).toBeNull()
    },
  )

  it('takes any of several labels, also where one begins another, and is silent without any', () => {
    const labels = ['bug', 'bug report', 'N/A']
    expect(['bug.', 'bug report', 'n/a', 'bug rex'].map((text) => stopsAt(firstLabelChecker(labels), text))).toEqual([
      null,
      null,
      null,
      null,
    ])
    expect(stopsAt(firstLabelChecker(labels), 'bugs')).toBe(4)
    expect(stopsAt(firstLabelChecker([]), 'anything')).toBeNull()
  })
})

describe('refusalChecker', () => {
  it.each([
    ["I'm sorry, but I can't assist with that."],
    ['I’m sorry, but I cannot help with that request.'],
    ['I cannot comply with this.'],
    ["Sorry, I can't do that."],
    ["As an AI language model, I can't provide that."],
    ['I am unable to assist with creating'],
    ["I won't help with\nthat one."],
    ['I must respectfully decline to'],
  ])('stops %j', (text) => {
    expect(stopsAt(refusalChecker(), text)).not.toBeNull()
  })

  it.each([
    ['I cannot recommend this film enough!'],
    ["I can't help but admire the camera work."],
    ['I cannot wait to see it again.'],
    ["I'm sorry to hear that. Here is what you can do."],
    ['positive'],
    ['The model replied: "I cannot help with that."'],
    ['I can help with that.'],
    ['I cannot find a date in the text.'],
  ])('lets %j pass (fault 10 of the baseline: praise is no refusal)', (text) => {
    expect(stopsAt(refusalChecker(), text)).toBeNull()
  })
})

describe('repetitionChecker', () => {
  const words = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `w${from + index}`).join(' ')

  it('stops the third time of the same words, wherever they stand', () => {
    const phrase = words(30)
    expect(repetitionChecker()(`${phrase} x ${phrase} y ${phrase}.`)).toMatch(/third time/)
    expect(repetitionChecker()(`${phrase} x ${phrase} y ${words(29)} z.`)).toBeNull()
  })

  it('stops a loop at the same place however it arrives', () => {
    const text = 'All work and no play makes Jack a dull boy. '.repeat(20)
    const at = stopsAt(repetitionChecker({ words: 10 }), text)
    expect(at).toBeGreaterThan(88)
    expect(at).toBeLessThan(140)
    expect(repetitionChecker({ words: 10 })(text.slice(0, (at ?? 0) - 1))).toBeNull()
  })

  it('stops blanks without end, and a script that has no blanks', () => {
    expect(stopsAt(repetitionChecker(), `{"a":${' '.repeat(2000)}`)).toBe(1005)
    expect(stopsAt(repetitionChecker({ words: 5 }), '東京は大きい。'.repeat(5))).not.toBeNull()
  })

  it('lets a list of like objects, a table and a long text pass', () => {
    const list = JSON.stringify(Array.from({ length: 40 }, (_, id) => ({ id, label: 'positive', reason: null })))
    expect(stopsAt(repetitionChecker(), list)).toBeNull()
    expect(stopsAt(repetitionChecker(), words(2000))).toBeNull()
    expect(stopsAt(repetitionChecker(), `| - | - |\n`.repeat(80))).toBeNull()
  })
})

describe('anyChecker', () => {
  it('gives the first reason of several checkers', () => {
    const check = anyChecker([() => null, (text) => (text.length > 2 ? 'long' : null), () => 'always'])
    expect([check('a'), check('abc')]).toEqual(['always', 'long'])
  })
})
