import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createDrafts, shownContent, tabKeyOf } from '../../../renderer/client/drafts.ts'
import type { UnsavedText } from '../../../renderer/client/unsaved-texts.ts'
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
  const saves: { variantId: string; text: string; isPause: boolean }[] = []
  let answer: () => Promise<void> = async () => {}
  const client = {
    call: async (_name: string, input: { variantId: string; content: VariantContent; isPause: boolean }) => {
      saves.push({
        variantId: input.variantId,
        text: input.content.messages[0]?.template ?? '',
        isPause: input.isPause,
      })
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

const noNet = { keep: () => {}, drop: () => {}, left: async () => [], forget: async () => {} }

test('saves 500 ms after the last key, once, as a pause', async () => {
  const { client, saves } = fakeLibrary()
  const drafts = createDrafts(client, new QueryClient(), noNet).getState()
  drafts.edit(variant(), () => content('one'))
  await vi.advanceTimersByTimeAsync(200)
  drafts.edit(variant(), () => content('two'))
  await vi.advanceTimersByTimeAsync(499)
  expect(saves).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(saves).toEqual([{ variantId: 'a1', text: 'two', isPause: true }])
})

test('who types on without a pause is saved every 800 ms, and the history gets the text at the pause', async () => {
  const { client, saves } = fakeLibrary()
  const kept = new Map<string, string>()
  const net = {
    keep: (text: UnsavedText) => void kept.set(text.key, text.content.messages[0]?.template ?? ''),
    drop: (key: string) => void kept.delete(key),
    left: async () => [],
    forget: async () => {},
  }
  const store = createDrafts(client, new QueryClient(), net)
  for (let key = 1; key <= 10; key++) {
    store.getState().edit(variant(), () => content('x'.repeat(key)))
    expect([...kept.values()]).toEqual(['x'.repeat(key)])
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(saves).toEqual([{ variantId: 'a1', text: 'x'.repeat(8), isPause: false }])
  await vi.advanceTimersByTimeAsync(400)
  expect(saves.at(-1)).toEqual({ variantId: 'a2', text: 'x'.repeat(10), isPause: true })
  expect(kept.size).toBe(0)
  await vi.advanceTimersByTimeAsync(5000)
  expect(saves).toHaveLength(2)
})

test('a text that was saved in mid typing is handed to the history at the pause, though nothing changed since', async () => {
  const { client, saves } = fakeLibrary()
  const store = createDrafts(client, new QueryClient(), noNet)
  for (let key = 1; key <= 5; key++) {
    store.getState().edit(variant(), () => content('x'.repeat(key)))
    await vi.advanceTimersByTimeAsync(190)
  }
  // The last key came at 760 ms, so that the save at 800 ms had all of it.
  await vi.advanceTimersByTimeAsync(600)
  expect(saves.map(({ text, isPause }) => [text.length, isPause])).toEqual([
    [5, false],
    [5, true],
  ])
})

test('what is typed while a save is on its way goes into the revision that the save made', async () => {
  const { client, saves, answerWith } = fakeLibrary()
  const store = createDrafts(client, new QueryClient(), noNet)
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
    { variantId: 'a1', text: 'one', isPause: true },
    { variantId: 'a2', text: 'two', isPause: true },
  ])
})

test('shows the saved text while the list is still the old one, and a newer text from elsewhere', async () => {
  const { client } = fakeLibrary()
  const store = createDrafts(client, new QueryClient(), noNet)
  store.getState().edit(variant(), () => content('mine'))
  await store.getState().flush()
  const draft = store.getState().byTab.get(tabKeyOf(variant()))
  expect(shownContent(variant(), draft)).toEqual(content('mine'))
  const newer = variant({ id: 'a2', content: content('theirs'), updatedAt: '2026-11-21T11:00:00.000Z' })
  expect(shownContent(newer, draft)).toEqual(content('theirs'))
})

test('shows an older text of a library that took the place of this one, but keeps what is not saved yet', async () => {
  const { client, saves, answerWith } = fakeLibrary()
  const store = createDrafts(client, new QueryClient(), noNet)
  const other = variant({ id: 'b1', letter: 'B' })
  store.getState().edit(variant(), () => content('mine'))
  await store.getState().flush()
  answerWith(() => Promise.reject(new AppError('host-unreachable', 'Pithy does not answer.')))
  store.getState().edit(other, () => content('unsaved'))
  await store.getState().flush()
  store.getState().forgetSaved()
  const shown = (tab: Variant) => shownContent(tab, store.getState().byTab.get(tabKeyOf(tab)))
  expect([shown(variant()), shown(other)]).toEqual([content('before'), content('unsaved')])
  store.getState().edit(variant(), ({ messages }) => content(`${messages[0]?.template}!`))
  answerWith(async () => {})
  await store.getState().flush()
  expect(saves).toContainEqual({ variantId: 'a1', text: 'before!', isPause: true })
})

test('keeps the text and says why when it could not be saved, and saves it on the next flush', async () => {
  const { client, saves, answerWith } = fakeLibrary()
  const store = createDrafts(client, new QueryClient(), noNet)
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
  const store = createDrafts(client, new QueryClient(), noNet)
  answerWith(() => Promise.reject(new AppError('host-unreachable', 'Pithy does not answer.', { retryable: true })))
  store.getState().edit(variant(), () => content('mine'))
  await store.getState().flush()
  answerWith(async () => {})
  await vi.advanceTimersByTimeAsync(5000)
  expect(saves).toHaveLength(2)
  expect(store.getState().hasUnsaved()).toBe(false)
})
