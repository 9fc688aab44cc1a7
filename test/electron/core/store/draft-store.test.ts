import { expect, it } from 'vitest'
import { defaultParameters, type VariantContent } from '../../../../shared/domain/prompt.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { openTempStore } from '../../../support/temp-store.ts'

function saying(...templates: readonly string[]): VariantContent {
  return { messages: templates.map((template) => ({ role: 'user', template })), parameters: defaultParameters }
}

async function withVariant(first = 'one') {
  const { store, clock } = await openTempStore()
  const project = store.projects.create({ name: 'Work' })
  const prompt = store.prompts.create(project.id, 'P', {
    name: '',
    content: saying(first),
    origin: 'written',
    note: '',
  })
  const [a] = store.variants.list(prompt.id, { withAll: false })
  if (!a) throw new Error('A prompt has a first variant.')
  const states = () =>
    store.drafts.page(prompt.id, 'A', null, 200).map(({ no }) =>
      store.drafts
        .get(no)
        .content.messages.map(({ template }) => template)
        .join('|'),
    )
  return { store, clock, prompt, a, states }
}

it('keeps what was there before the first change and each pause, not saves in mid typing, and nothing twice', async () => {
  const { store, a, states } = await withVariant()
  store.variants.save(a.id, saying('one t'), false)
  store.variants.save(a.id, saying('one two'), true)
  store.variants.save(a.id, saying('one two'), true)
  store.variants.save(a.id, saying('one two three'), false)
  store.variants.save(a.id, saying('one two three'), true)
  expect(states()).toEqual(['one two three', 'one two', 'one'])
})

it('goes on over a new revision of the tab, and says which revision each state was', async () => {
  const { store, a, prompt, states } = await withVariant()
  store.variants.freeze([a.id])
  const next = store.variants.save(a.id, saying('two'))
  expect(states()).toEqual(['two', 'one'])
  expect(store.drafts.page(prompt.id, 'A', null, 9).map(({ variantId }) => variantId)).toEqual([next.id, a.id])
})

it('gives every state back byte for byte after random edits of long texts with characters outside the BMP', async () => {
  const random = seededRandom(7)
  const pieces = ['🙂', '🙃', 'ä', '\n', '"', '\\', 'word ', '{{x}}', '\u2028', '家']
  let text = Array.from({ length: 400 }, () => pieces[Math.floor(random() * pieces.length)]).join('')
  const { store, a, states, clock } = await withVariant(text)
  const expected = [text]
  for (let edit = 0; edit < 120; edit++) {
    const at = Math.floor(random() * text.length)
    const piece = pieces[Math.floor(random() * pieces.length)] ?? ''
    text = (text.slice(0, at) + piece + text.slice(at + Math.floor(random() * 3))).toWellFormed()
    clock.advance(600)
    store.variants.save(a.id, saying(text))
    if (expected.at(-1) !== text) expected.push(text)
  }
  expect(states()).toEqual(expected.toReversed())
  const stored = store.db.prepare('SELECT SUM(length(body)) FROM draft_snapshot').pluck().get()
  expect(stored).toBeLessThan(text.length * 60)
})

it('thins out what is older than a day when the text changes again, and every state left can be read', async () => {
  const { store, a, clock, states } = await withVariant('start '.repeat(50))
  for (let edit = 0; edit < 40; edit++) {
    clock.advance(10 * 60_000)
    store.variants.save(a.id, saying(`${'start '.repeat(50)}${edit}`))
  }
  expect(states()).toHaveLength(41)
  clock.advance(3 * 24 * 3_600_000)
  store.variants.save(a.id, saying('new'))
  const left = states()
  expect(left[0]).toBe('new')
  expect(left.at(-1)).toBe('start '.repeat(50))
  expect(left).toContain(`${'start '.repeat(50)}39`)
  expect(left.length).toBeLessThan(12)
})
