import { describe, expect, it } from 'vitest'
import { variantLetter } from '../../../../electron/core/store/variant-letter.ts'
import { VariantId } from '../../../../shared/domain/ids.ts'
import { defaultParameters, type VariantContent, variantLabel } from '../../../../shared/domain/prompt.ts'
import { openTempStore } from '../../../support/temp-store.ts'

function saying(template: string): VariantContent {
  return { messages: [{ role: 'user', template }], parameters: defaultParameters }
}

async function withPrompt() {
  const { store, clock } = await openTempStore()
  const project = store.projects.create({ name: 'Work' })
  const first = { name: '', content: saying('one'), origin: 'written', note: '' } as const
  const prompt = store.prompts.create(project.id, 'Greeter', first)
  const [a] = store.variants.list(prompt.id, { withAll: false })
  if (!a) throw new Error('A prompt has a first variant.')
  return { store, clock, project, prompt, variants: store.variants, a }
}

describe('VariantStore', () => {
  it('saves in place as long as no evidence hangs on the variant', async () => {
    const { variants, clock, a } = await withPrompt()
    clock.advance(1000)
    const saved = variants.save(a.id, saying('two'))
    expect(saved).toEqual({ ...a, content: saying('two'), updatedAt: '2026-01-02T12:00:01.000Z' })
    expect(variants.get(a.id)).toEqual(saved)
  })

  it('makes the next revision of a frozen variant and leaves its text readable', async () => {
    const { variants, prompt, a } = await withPrompt()
    variants.rename(a.id, 'polite')
    variants.freeze([a.id])
    const next = variants.save(a.id, saying('two'))
    expect({ ...next, id: a.id, createdAt: a.createdAt, updatedAt: a.updatedAt }).toEqual({
      ...a,
      revision: 2,
      name: 'polite',
      content: saying('two'),
      parentId: a.id,
    })
    expect(next.id).not.toBe(a.id)
    expect(variantLabel(next)).toBe('A2')
    expect(variants.get(a.id)).toMatchObject({ content: saying('one'), isFrozen: true, supersededById: next.id })
    expect(variants.list(prompt.id, { withAll: false })).toEqual([next])
    expect(variants.list(prompt.id, { withAll: true }).map(variantLabel)).toEqual(['A', 'A2'])
  })

  it('changes nothing when the same content is saved, frozen or not, whatever the order of its members', async () => {
    const { variants, clock, a } = await withPrompt()
    clock.advance(1000)
    expect(variants.save(a.id, { parameters: { ...defaultParameters }, messages: saying('one').messages })).toEqual(a)
    variants.freeze([a.id])
    expect(variants.save(a.id, saying('one'))).toEqual({ ...a, isFrozen: true })
  })

  it('refuses to change a revision that was replaced, and names the one to change', async () => {
    const { variants, a } = await withPrompt()
    variants.freeze([a.id])
    variants.save(a.id, saying('two'))
    expect(() => variants.save(a.id, saying('three'))).toThrow('Variant A was replaced by A2.')
  })

  it('forks under the next free letter and freezes the parent, so that its text stays what the child came from', async () => {
    const { variants, prompt, a } = await withPrompt()
    const b = variants.fork(a.id, { name: 'shorter' })
    expect(b).toMatchObject({ letter: 'B', revision: 1, name: 'shorter', content: a.content, parentId: a.id })
    expect(b.isFrozen).toBe(false)
    expect(variants.get(a.id).isFrozen).toBe(true)
    variants.setArchived(b.id, true)
    const c = variants.fork(a.id, { content: saying('three'), origin: 'compressed', note: 'Two edits taken' })
    expect(c).toMatchObject({ letter: 'C', content: saying('three'), origin: 'compressed', note: 'Two edits taken' })
    expect(variants.list(prompt.id, { withAll: false }).map(variantLabel)).toEqual(['A', 'C'])
  })

  it('archives and restores, but not the last variant that the prompt shows', async () => {
    const { variants, prompt, a } = await withPrompt()
    const b = variants.fork(a.id)
    variants.setArchived(a.id, true)
    expect(() => variants.setArchived(b.id, true)).toThrow('Variant B is the last one of its prompt')
    expect(() => variants.save(a.id, saying('two'))).toThrow('Variant A is archived. Restore it')
    variants.setArchived(a.id, false)
    variants.setArchived(b.id, true)
    expect(variants.list(prompt.id, { withAll: false }).map(variantLabel)).toEqual(['A'])
    expect(variants.list(prompt.id, { withAll: true }).map(variantLabel)).toEqual(['A', 'B'])
  })

  it('freezes all of the named variants or, when one is unknown, none', async () => {
    const { variants, a } = await withPrompt()
    expect(() => variants.freeze([a.id, VariantId.parse('nobody')])).toThrow('There is no variant nobody.')
    expect(variants.get(a.id).isFrozen).toBe(false)
  })

  it('touches the prompt when one of its variants changes, so that lists can sort by it', async () => {
    const { store, variants, clock, prompt, a } = await withPrompt()
    clock.advance(5000)
    variants.save(a.id, saying('two'))
    expect(store.prompts.get(prompt.id).updatedAt).toBe('2026-01-02T12:00:05.000Z')
  })
})

describe('variantLetter', () => {
  it('goes on with two letters after Z', () => {
    expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(variantLetter)).toEqual('A B Z AA AB AZ BA ZZ AAA'.split(' '))
  })
})
