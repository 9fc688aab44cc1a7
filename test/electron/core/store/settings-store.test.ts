import { expect, it } from 'vitest'
import { ModelId, ProjectId } from '../../../../shared/domain/ids.ts'
import { openTempStore } from '../../../support/temp-store.ts'

it('starts with two simulations and two real models, and a profile of ten thousand calls a day', async () => {
  const { store } = await openTempStore()
  expect(store.settings.get()).toEqual({
    theme: 'system',
    chosenModelIds: ['sandbox/small', 'sandbox/large', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-5-5'],
    compressModelId: 'sandbox/small',
    profile: { callsPerDay: 10_000, outputTokens: 200, arrivals: 'steady', burstCalls: 10 },
    defaultRunBudgetNanoUsd: null,
    providerDiscounts: {},
    modelRateLimits: {},
    dayBudgetNanoUsd: null,
    weekBudgetNanoUsd: null,
    monthBudgetNanoUsd: null,
    deadlines: { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000, totalMs: 900_000 },
    notifiesRunEnd: true,
    looksForUpdates: false,
    updateAddress: null,
    lastProjectId: null,
    projectWords: {},
    ownRules: {},
  })
})

it('changes what is given and leaves the rest', async () => {
  const { store } = await openTempStore()
  store.settings.save({ theme: 'dark', chosenModelIds: [ModelId.parse('openai/x')] })
  store.settings.save({
    profile: { callsPerDay: 5, outputTokens: 1, arrivals: 'bursts', burstCalls: 3 },
    theme: undefined,
  })
  expect(store.settings.get()).toMatchObject({
    theme: 'dark',
    chosenModelIds: ['openai/x'],
    compressModelId: 'sandbox/small',
    profile: { callsPerDay: 5, outputTokens: 1, arrivals: 'bursts', burstCalls: 3 },
  })
})

it('keeps what two fields of one form say that are left one after the other', async () => {
  const { store } = await openTempStore()
  store.settings.save({ profile: { callsPerDay: 5 }, deadlines: { idleMs: 1000 } })
  store.settings.save({ profile: { burstCalls: 3 }, deadlines: { totalMs: 2000 } })
  expect(store.settings.get()).toMatchObject({
    profile: { callsPerDay: 5, outputTokens: 200, arrivals: 'steady', burstCalls: 3 },
    deadlines: { connectMs: 10_000, idleMs: 1000, totalMs: 2000 },
  })
})

it('falls back to the default for a stored value that it cannot read, and keeps the others', async () => {
  const { store } = await openTempStore()
  store.settings.save({ theme: 'dark' })
  const insert = store.db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
  insert.run('profile', '{"callsPerDay": "many"}')
  insert.run('from-a-later-build', '1')
  expect(store.settings.get()).toMatchObject({ theme: 'dark', profile: { callsPerDay: 10_000 } })
})

it('reads a profile that was stored before profiles had an arrival pattern', async () => {
  const { store } = await openTempStore()
  const insert = store.db.prepare('INSERT INTO setting (key, value) VALUES (?, ?)')
  insert.run('profile', '{"callsPerDay": 7, "outputTokens": 9}')
  expect(store.settings.get().profile).toEqual({ callsPerDay: 7, outputTokens: 9, arrivals: 'steady', burstCalls: 10 })
})

it('keeps the rules of other projects when those of one are saved', async () => {
  const { store } = await openTempStore()
  const rule = { kind: 'question' as const, text: 'Open?', answer: 'Yes' }
  const [one, other] = [ProjectId.parse('one'), ProjectId.parse('other')]
  store.settings.save({ ownRules: { [one]: [rule] } })
  store.settings.save({ ownRules: { [other]: [rule, rule] } })
  expect(store.settings.get().ownRules).toEqual({ [one]: [rule], [other]: [rule, rule] })
})
