import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../../../../electron/core/app.ts'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { wishFor } from '../../../support/squeeze-client.ts'
import { clientOf, createTestApp } from '../../../support/temp-app.ts'
import { until } from '../../../support/until.ts'

describe('an optimization of the sample projects', { timeout: 240_000 }, () => {
  it.each([
    ['Review sentiment', 'sandbox/large', 0.75],
    ['Support tickets', 'sandbox/small', 0.9],
  ])('%s on %s: cheaper and not worse by more than 3 points on the hold-out', async (name, model, most) => {
    const { client, close } = await createTestApp()
    onTestFinished(close)
    const wish = await wishFor(client, name, { mode: 'medium', modelId: ModelId.parse(model), seed: 2 })
    const { squeezeId, jobId } = await client.call('squeeze.start', wish)
    expect((await until(client, jobId)).state).toBe('succeeded')
    const optimized = await client.call('squeeze.get', { squeezeId })
    const { verdict, arms, winnerVariantId, confirmations, hypervolumes, edits, ledger } = optimized
    expect(verdict?.part).toBe('hold-out')
    expect(verdict?.cases).toBeGreaterThanOrEqual(60)
    expect(verdict?.costRatio).toBeLessThanOrEqual(most)
    expect(verdict?.difference).toBeGreaterThanOrEqual(-0.03)
    expect(optimized.calls.used).toBeLessThanOrEqual(800)
    // The pool never gets worse, and every candidate says where it comes from.
    expect(hypervolumes).toEqual(hypervolumes.toSorted((a, b) => a - b))
    const ids = new Set(arms.map(({ id }) => id))
    for (const { isBaseline, mutation, parentIds } of arms) {
      expect(mutation === null).toBe(isBaseline)
      expect(parentIds.every((id) => ids.has(id))).toBe(true)
    }
    expect(confirmations.length).toBeLessThanOrEqual(2)
    expect(confirmations.every(({ armId }) => ids.has(armId))).toBe(true)
    // Nobody consented to new rules.
    expect(edits.filter(({ kind }) => kind === 'new-rule')).toEqual([])
    expect(ledger.length).toBeGreaterThan(0)
    const winner = winnerVariantId === null ? null : await client.call('variants.get', { variantId: winnerVariantId })
    expect(winner).toMatchObject({ name: 'Optimized', origin: 'optimized', parentId: optimized.variantId })
    const variables = JSON.stringify(winner?.content.messages)
      .match(/\{\{\w+\}\}/g)
      ?.toSorted()
    const original = await client.call('variants.get', { variantId: optimized.variantId })
    expect(variables).toEqual(
      JSON.stringify(original.content.messages)
        .match(/\{\{\w+\}\}/g)
        ?.toSorted(),
    )
  })

  it('leaves frozen parts alone and no candidate is longer than the limit', async () => {
    const { client, close } = await createTestApp()
    onTestFinished(close)
    const wish = await wishFor(client, 'Support tickets', { mode: 'light', mayAddRules: true })
    const { segments, promptTokens } = await client.call('squeeze.preview', wish)
    const frozen = segments.filter(({ kind, role }) => role === 'system' && kind !== 'json').slice(0, 6)
    const { squeezeId, jobId } = await client.call('squeeze.start', {
      ...wish,
      frozenSegmentIds: frozen.map(({ id }) => id),
      maxPromptTokens: promptTokens - 40,
    })
    await until(client, jobId)
    const optimized = await client.call('squeeze.get', { squeezeId })
    const children = optimized.arms.filter(({ isBaseline }) => !isBaseline)
    expect(children.length).toBeGreaterThan(0)
    for (const child of children) {
      expect(child.promptTokens).toBeLessThanOrEqual(promptTokens - 40)
      const { messages } = await client.call('squeeze.check', { squeezeId, editIds: child.editIds })
      const text = messages.map(({ template }) => template).join('\n')
      // Spaces may go anywhere; the words of a frozen part may not.
      for (const { text: part } of frozen) expect(squashed(text)).toContain(squashed(part))
    }
  })

  it('goes on after a pause and a restart without paying twice, and ends as if nothing had happened', async () => {
    const straight = await createTestApp()
    onTestFinished(straight.close)
    const more = { mode: 'light', mayAddRules: true } as const
    const first = await straight.client.call('squeeze.start', await wishFor(straight.client, 'Review sentiment', more))
    await until(straight.client, first.jobId)
    const expected = await straight.client.call('squeeze.get', { squeezeId: first.squeezeId })

    const test = await createTestApp()
    onTestFinished(test.close)
    const wish = await wishFor(test.client, 'Review sentiment', more)
    const { squeezeId, jobId } = await test.client.call('squeeze.start', wish)
    await until(test.client, jobId, ({ done }) => done > 70)
    expect((await test.client.call('squeeze.pause', { squeezeId })).state).toBe('paused')
    await test.app.close()

    const app = await createApp(test.ports)
    onTestFinished(() => app.close())
    const client = clientOf(app)
    const again = await client.call('squeeze.resume', { squeezeId })
    await until(client, again.jobId)
    const resumed = await client.call('squeeze.get', { squeezeId })
    expect(resumed.state).toBe('finished')
    expect(resumed.arms).toEqual(expected.arms)
    expect(resumed.verdict?.sentence).toBe(expected.verdict?.sentence)
    expect(resumed.spentNanoUsd).toBe(expected.spentNanoUsd)
    expect(resumed.calls.cached).toBeGreaterThanOrEqual(60)
  })

  it('never spends more than its limit, and says so', async () => {
    const { client, close } = await createTestApp()
    onTestFinished(close)
    const limit = 80_000_000
    const wish = await wishFor(client, 'Review sentiment', { mode: 'light', budgetNanoUsd: limit })
    const { squeezeId, jobId } = await client.call('squeeze.start', wish)
    await until(client, jobId)
    const broke = await client.call('squeeze.get', { squeezeId })
    expect(broke.state).toBe('stopped')
    expect(broke.spentNanoUsd).toBeLessThanOrEqual(limit)
    expect(broke.notes.at(-1)).toMatch(/The budget of \$0\.08.* stopped the optimization/)
    expect(broke.error).toMatchObject({ code: 'budget-exceeded', message: broke.notes.at(-1) })
  })
})

function squashed(text: string): string {
  return text.replaceAll(/\s+/g, '')
}
