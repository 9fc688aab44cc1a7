import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { misspellings } from '../../../../../renderer/features/editor/spelling/misspellings.ts'
import { createSpellChecker } from '../../../../../renderer/features/editor/spelling/spell-checker.ts'
import { SpellingSession } from '../../../../../renderer/features/editor/spelling/spelling-session.ts'

const folder = path.join(import.meta.dirname, '../../../../../node_modules/dictionary-en')
const texts = {
  aff: readFileSync(path.join(folder, 'index.aff'), 'utf8'),
  dic: readFileSync(path.join(folder, 'index.dic'), 'utf8'),
}
const checker = createSpellChecker(texts)
const wrongIn = (template: string, locked?: string[]) =>
  misspellings({ template, locked }, checker.knows).map(({ word }) => word)

describe('the spelling of a prompt', () => {
  it('marks what no dictionary knows, at its place', () => {
    const template = 'Teh delivry was recieved.'
    const found = misspellings({ template }, checker.knows)
    expect(found.map(({ start, end }) => template.slice(start, end))).toEqual(['Teh', 'delivry', 'recieved'])
  })

  it.each([
    ['variables and tags', 'Read {{reveiw}} and {% if tonne2 %}{{ custmer.naem }}{% endif %} well.'],
    ['code', 'Call `getUsr` or\n```\nretrun usr_naem\n```\nand stop.'],
    ['quoted words and JSON', 'Say "teh" or {"lable": "positve"} as it is.'],
    ['addresses, paths and tags', 'See https://exmaple.com/pth, usr@exmaple.com, src/indx.ts, @usr and #hashtg.'],
    ['names within a sentence', 'Ask Mistral, Qwen or Zhipu about Kubernetes.'],
    ['abbreviations and camelCase', 'The LLM returns JSON by maxOutputTokens, e.g. in UTF-8.'],
    [
      'both ways of writing English',
      'Summarise the colour and the behavior of the organisation; analyze its centre, travelled far.',
    ],
    ['words of prompts', 'Tokenize the dataset, then lowercase each snippet of the codebase as plaintext.'],
    ['a straight or a curly apostrophe', "It isn’t the reviewer’s, and it doesn't matter."],
  ])('leaves %s alone', (_what, template) => {
    expect(wrongIn(template)).toEqual([])
  })

  it('leaves alone what is locked', () => {
    expect(wrongIn('The brand is blorptastik today.')).toEqual(['blorptastik'])
    expect(wrongIn('The brand is blorptastik today.', ['blorptastik'])).toEqual([])
  })

  it('says nothing about a text in another language', () => {
    expect(wrongIn('Bitte lies die folgende Bewertung sorgfältig und antworte nur mit einem der drei Wörter.')).toEqual(
      [],
    )
  })

  it('offers what was meant, two exchanged letters first', () => {
    expect(checker.suggest('Teh')[0]).toBe('The')
    expect(checker.suggest('recieve')[0]).toBe('receive')
    expect(checker.suggest('classifcation')[0]).toBe('classification')
  })
})

describe('the worker of the spelling', () => {
  it('keeps the messages that are not sent again, and takes up the words of the project at once', () => {
    const session = new SpellingSession(texts)
    const first = session.receive({
      type: 'look',
      id: 1,
      messages: [{ template: 'A blorp.' }, { template: 'A wugg.' }],
      words: [],
    })
    expect(first).toMatchObject({ id: 1, found: [[{ word: 'blorp' }], [{ word: 'wugg' }]] })
    const second = session.receive({ type: 'look', id: 2, messages: [null, { template: 'A wug.' }], words: ['Blorp'] })
    expect(second).toEqual({ type: 'found', id: 2, found: [[], [{ start: 2, end: 5, word: 'wug' }]] })
  })
})
