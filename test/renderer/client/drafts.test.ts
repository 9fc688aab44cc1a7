import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDrafts, shownContent, tabKeyOf } from '../../../renderer/client/drafts.ts'
import type { Client } from '../../../shared/contract/client.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { defaultParameters, Variant, type VariantContent } from '../../../shared/domain/prompt.ts'

const start = '2026-11-21T10:00:00.000Z'

function content(template: string): VariantContent {
  return { messages: [{ role: 'user', template }], parameters: defaultParameters }
}

function variant(change: Record<string, unknown> = {}): Variant {
  return Variant.parse({
    id: 'a1',
    promptId: 'p',
    letter: 'A',
    revision: 1,
    name: '',
    content: content('before'),
    parentId: null,
    origin: 'written',
    note: '',
    isFrozen: true,
    supersededById: null,
    archivedAt: null,
    createdAt: start,
    updatedAt: start,
    ...change,
  })
}

/** A library in which every save of "a1" makes "a2", as of a frozen variant. */
function fakeLibrary() {
  const saves: { variantId: string; text: string }[] = []
  let answer: () => Promise<void> = async () => {}
  const client = {
    call: async (_name: string, input: { variantId: string; content: VariantContent }) => {
      saves.push({ variantId: input.variantId, text: input.content.messages[0]?.template ?? '' })
      await answer()
      const updatedAt = new Date(Date.parse(start) + saves.length * 1000).toISOString()
      return variant({ id: 'a2', revision: 2, isFrozen: false, content: input.content, updatedAt })
    },
    on: () => () => {},
  } as unknown as Client // only variants.save is called
  return { client, saves, answerWith: (next: () => Promise<void>) => (answer = next) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('saves 600 ms after the last key, once', async () => {
  const { client, saves } = fakeLibrary()
  const drafts = createDrafts(client, new QueryClient()).getState()
  drafts.edit(variant(), () => content('one'))
  await vi.advanceTimersByTimeAsync(500)
  drafts.edit(variant(), () => content('two'))
  await vi.advanceTimersByTimeAsync(599)
  expect(saves).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saves).toEqual([{ variantId: 'a1', text: 'two' }])
})

test('what is typed while a save is on its way goes into the revision that the save made', async () => {
  const { client, saves, answerWith } = fakeLibrary()
  const store = createDrafts(client, new QueryClient())
  const { edit, flush } = store.getState()
  edit(variant(), () => content('one'))
  answerWith(async () => {
    answerWith(async () => {})
    edit(variant(), () => content('two'))
  })
  await flush()
  expect(store.getState().byTab.get(tabKeyOf(variant()))).toMatchObject({ state: 'dirty', variantId: 'a2' })
  await vi.advanceTimersByTimeAsync(600)
  expect(saves).toEqual([
    { variantId: 'a1', text: 'one' },
    { variantId: 'a2', text: 'two' },
  ])
})

test('shows the saved text while the list is still the old one, and a newer text from elsewhere', async () => {
  const { client } = fakeLibrary()
  const store = createDrafts(client, new QueryClient())
  store.getState().edit(variant(), () => content('mine'))
  await store.getState().flush()
  const draft = store.getState().byTab.get(tabKeyOf(variant()))
  expect(shownContent(variant(), draft)).toEqual(content('mine'))
  const newer = variant({ id: 'a2', content: content('theirs'), updatedAt: '2026-11-21T11:00:00.000Z' })
  expect(shownContent(newer, draft)).toEqual(content('theirs'))
})

test('keeps the text and says why when it could not be saved, and saves it on the next flush', async () => {
  const { client, saves, answerWith } = fakeLibrary()
  const store = createDrafts(client, new QueryClient())
  answerWith(() => Promise.reject(new AppError('host-unreachable', 'Pithy does not answer.')))
  store.getState().edit(variant(), () => content('mine'))
  expect(await store.getState().flush()).toBe(false)
  const key = tabKeyOf(variant())
  expect(store.getState().byTab.get(key)).toMatchObject({ state: 'failed', problem: 'Pithy does not answer.' })
  expect(await store.getState().saveTab(variant())).toBeNull()
  answerWith(async () => {})
  expect(await store.getState().flush()).toBe(true)
  expect(await store.getState().saveTab(variant())).toBe('a2')
  expect(saves.at(-1)?.text).toBe('mine')
})

test('tries again by itself while the library is away', async () => {
  const { client, saves, answerWith } = fakeLibrary()
  const store = createDrafts(client, new QueryClient())
  answerWith(() => Promise.reject(new AppError('host-unreachable', 'Pithy does not answer.', { retryable: true })))
  store.getState().edit(variant(), () => content('mine'))
  await store.getState().flush()
  answerWith(async () => {})
  await vi.advanceTimersByTimeAsync(5000)
  expect(saves).toHaveLength(2)
  expect(store.getState().hasUnsaved()).toBe(false)
})
