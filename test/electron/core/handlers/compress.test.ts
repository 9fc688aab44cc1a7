import { expect, test } from 'vitest'
import { compressHandlers } from '../../../../electron/core/handlers/compress.ts'
import { type Parsed, routes } from '../../../../shared/contract/routes.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import { type Answer, reply } from '../../../support/engine-bench.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { testModel } from '../../../support/test-model.ts'

const LONG =
  'Please make sure that you always very carefully read the whole review {{text}} before you say anything at all.'
const messages: Message[] = [
  { role: 'system', template: `Classify the review.  It is   important.\n\n${LONG}` },
  { role: 'user', template: '{{text}}' },
]

/** Gives every item back as `rewrite` makes it of the item's text. */
function rewriting(rewrite: (text: string) => string): Answer {
  return ({ messages: asked }) => {
    const items = (asked[1]?.content ?? '')
      .split('\n')
      .slice(1)
      .map((line) => JSON.parse(line) as { id: string; text: string })
    return reply(JSON.stringify({ edits: items.map(({ id, text }) => ({ id, text: rewrite(text) })) }))
  }
}

async function openCompress() {
  const bench = await openEngineBench({
    cases: [],
    variants: [messages],
    models: [testModel({ maxOutputTokens: 4000 })],
  })
  const handlers = compressHandlers(bench.core)
  const call = { signal: new AbortController().signal }
  const [variantId] = bench.spec().variantIds
  if (!variantId) throw new Error('no variant')
  const compress = async (wish: Partial<Parsed<'compress.start'>> = {}) => {
    const [modelId] = bench.spec().modelIds
    if (!modelId) throw new Error('no model')
    const common = { variantId, modelId, compressorId: 'rewrite', segmentIds: null, budgetNanoUsd: null }
    const { jobId } = await handlers['compress.start']({ ...common, ...wish }, call)
    return await bench.end(jobId)
  }
  const proposal = async (jobId: Parsed<'compress.proposal'>['jobId']) =>
    routes['compress.proposal'].output.parse(await handlers['compress.proposal']({ jobId }, call))
  return { bench, handlers, call, variantId, compress, proposal }
}

test('a small model proposes edits, paid through the ledger; the ones that are taken make a new variant', async () => {
  const { bench, handlers, call, variantId, compress, proposal } = await openCompress()
  bench.answerBy(rewriting((text) => (text.startsWith('Please') ? 'Always read the review ⟦1⟧ first.' : text)))
  const job = await compress()
  expect(job).toMatchObject({ state: 'succeeded', kind: 'compress', spentNanoUsd: 30_000 })
  expect(bench.store.ledger.budget(`job:${job.id}`)).toMatchObject({ settledNanoUsd: 30_000, heldNanoUsd: 0 })
  const { edits, tokensAfter, tokensBefore } = await proposal(job.id)
  expect(edits.map(({ replacement }) => replacement)).toEqual(['Always read the review {{text}} first.'])
  expect(tokensAfter).toBeLessThan(tokensBefore)

  const variant = await handlers['compress.take']({ variantId, edits }, call)
  expect(variant).toMatchObject({ letter: 'B', origin: 'compressed', parentId: variantId })
  expect(variant.note).toMatch(/^1 edit taken: Rewrite by a small model 1; about \d+ tokens saved\.$/)
  expect(variant.content.messages[0]?.template).toContain('Always read the review {{text}} first.')
  expect(bench.store.variants.get(variantId).content.messages).toEqual(messages)
})

test('a candidate that loses a protected span is rejected with the reason, and an edit that would is refused', async () => {
  const { bench, handlers, call, variantId, compress, proposal } = await openCompress()
  bench.answerBy(rewriting((text) => (text.startsWith('Please') ? 'Always read it first.' : text)))
  const job = await compress()
  const { edits, rejected } = await proposal(job.id)
  expect(edits).toEqual([])
  expect(rejected[0]?.candidate).toBe('Always read it first.')
  expect(rejected[0]?.reason).not.toBe('')
  const start = messages[1]?.template.indexOf('{{text}}') ?? 0
  const hurting = {
    id: 'x',
    messageIndex: 1,
    start,
    end: start + 8,
    original: '{{text}}',
    replacement: '',
    compressor: 'rewrite',
    reason: '',
    risk: 'R2' as const,
    savedTokens: 1,
  }
  const both = [hurting, { ...hurting, messageIndex: 0, start: messages[0]?.template.indexOf('{{text}}') ?? 0 }]
  const take = async () =>
    handlers['compress.take']({ variantId, edits: both.map((edit) => ({ ...edit, end: edit.start + 8 })) }, call)
  await expect(take()).rejects.toMatchObject({ code: 'bad-input' })
})

test('stops before a call that the budget would not bear, and answers the same wish again from the cache', async () => {
  const { bench, compress, proposal } = await openCompress()
  bench.answerBy(rewriting((text) => text))
  const stopped = await compress({ budgetNanoUsd: 1000 })
  expect(stopped).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
  expect(bench.asked).toHaveLength(0)
  await expect(proposal(stopped.id)).rejects.toMatchObject({ code: 'conflict' })
  await compress()
  const asked = bench.asked.length
  expect(await compress()).toMatchObject({ state: 'succeeded', spentNanoUsd: 0 })
  expect(bench.asked).toHaveLength(asked)
})

test('a plain compressor needs no call', async () => {
  const { bench, compress, proposal } = await openCompress()
  const job = await compress({ compressorId: 'whitespace' })
  expect((await proposal(job.id)).edits.length).toBeGreaterThan(0)
  expect(bench.asked).toHaveLength(0)
})
