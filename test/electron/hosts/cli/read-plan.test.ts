import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { readPlan } from '../../../../electron/hosts/cli/read-plan.ts'
import { tempFolder } from '../../../support/fake-ports.ts'

const folder = tempFolder()
afterAll(() => folder.remove())

const table = 'review,expected\nGood,positive\n'
const plan = `name: odd
prompts:
  - {label: a, text: "{{review}}"}
models: [sandbox/small]
cases: {file: cases.csv}
`

function write(name: string, content: string | Uint8Array): string {
  const file = folder.file(name)
  writeFileSync(file, content)
  return file
}

describe('reading a plan', () => {
  it.each([
    ['Windows line ends', plan.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${plan}`],
  ])('takes %s', async (_what, text) => {
    write('cases.csv', `\uFEFF${table}`)
    const loaded = await readPlan(write('plan.yaml', text), undefined)
    expect(loaded.plan.name).toBe('odd')
    expect(loaded.caseTable?.text).toBe(table)
  })

  const bomb = [
    'a0: &a0 [x, x, x]',
    ...Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`)}]`),
  ]

  it.each([
    ['an empty file', '\n', 'is empty'],
    ['aliases that unfold without end', bomb.join('\n'), 'too many YAML aliases'],
    ['two documents', `${plan}---\n${plan}`, 'holds 2 YAML documents'],
    ['a key twice', `${plan}name: again\n`, 'Map keys must be unique'],
    ['an unknown key', `${plan}colour: red\n`, 'Unrecognized key: "colour"'],
    ['UTF-16 without a mark', Buffer.from(plan, 'utf16le'), 'not text in UTF-8'],
    ['Latin-1', Buffer.from(`# größer\n${plan}`, 'latin1'), 'not text in UTF-8'],
    ['a table that is a folder', plan.replace('cases.csv', 'sub'), 'it is a folder'],
    ['a table that is not there', plan.replace('cases.csv', 'nowhere.csv'), 'nowhere.csv: it is not there'],
  ])('refuses %s and says why', async (_what, content, message) => {
    write('cases.csv', table)
    mkdirSync(folder.file('sub'), { recursive: true })
    const file = write('plan.yaml', content)
    await expect(readPlan(file, undefined)).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(message),
    })
  })

  it('reads UTF-16 where a byte order mark says so', async () => {
    write('cases.csv', Buffer.from(`\uFEFF${table}`, 'utf16le'))
    const loaded = await readPlan(write('plan.yaml', Buffer.from(`\uFEFF${plan}`, 'utf16le')), undefined)
    expect(loaded.caseTable?.text).toBe(table)
  })

  it('refuses a prompt that is no UTF-8 instead of sending it garbled', async () => {
    write('cases.csv', table)
    write('prompt.txt', Buffer.from('größer {{review}}', 'latin1'))
    const file = write('plan.yaml', plan.replace('text: "{{review}}"', 'file: prompt.txt'))
    await expect(readPlan(file, undefined)).rejects.toThrow('The prompt "a" is not text in UTF-8')
  })
})
