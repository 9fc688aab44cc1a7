import { expect, onTestFinished, test, vi } from 'vitest'
import { CellStreams } from '../../../../../electron/core/evaluate/cells/cell-streams.ts'
import { readStreamingCells } from '../../../../../electron/core/evaluate/results/read-streaming-cells.ts'
import { CaseId, ModelId, RunId, VariantId } from '../../../../../shared/domain/ids.ts'
import { EncoderStore } from '../../../../../shared/tokens/encodings.ts'
import { reply, turn } from '../../../../support/engine-bench.ts'
import { openEngineBench } from '../../../../support/open-engine-bench.ts'

const runId = RunId.parse('00000000-0000-7000-8000-000000000001')
const key = {
  variantId: VariantId.parse('00000000-0000-7000-8000-000000000002'),
  modelId: ModelId.parse('lab/one'),
  caseId: CaseId.parse('00000000-0000-7000-8000-000000000003'),
  repeat: 0,
}

function open() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const events: unknown[] = []
  const clock = { nowMs: 1000 }
  const streams = new CellStreams({ now: () => clock.nowMs, publish: (event) => events.push(event) })
  return { streams, events, clock }
}

test('many pieces of text make at most one event in 200 ms, and the end makes one more', () => {
  const { streams, events } = open()
  const cell = streams.open(runId, key)
  cell.begin()
  for (let index = 0; index < 100; index++) cell.text('word ')
  vi.advanceTimersByTime(199)
  expect(events).toEqual([])
  vi.advanceTimersByTime(1)
  cell.text('more')
  cell.end()
  vi.advanceTimersByTime(1000)
  expect(events).toEqual([
    { runId, cells: 1 },
    { runId, cells: 0 },
  ])
  expect(streams.of(runId)).toEqual([])
})

test('keeps the end of a long text in a few kilobytes, and counts the whole of it', async () => {
  const { streams } = open()
  const cell = streams.open(runId, key)
  cell.begin()
  for (let index = 0; index < 10_000; index++) cell.text(`word ${index % 10} `)
  const [stream] = streams.of(runId)
  expect(stream?.characters).toBe(70_000)
  expect(stream?.tail.length).toBeLessThanOrEqual(4000)
  const [shown] = await readStreamingCells({ streams, encoders: new EncoderStore() }, runId, new Set([key.caseId]))
  expect(shown).toMatchObject({ ...key, isCut: true })
  expect(shown?.text.endsWith('word 9 ')).toBe(true)
  // "word", " ", a digit and " " of the next word: 3 to 4 tokens each.
  expect(shown?.outputTokens).toBeGreaterThan(29_000)
  expect(shown?.outputTokens).toBeLessThan(41_000)
})

test('a further attempt begins its text anew, with its own time to the first piece', () => {
  const { streams, clock } = open()
  const cell = streams.open(runId, key)
  cell.begin()
  cell.text('lost')
  clock.nowMs += 5000
  cell.begin()
  expect(streams.of(runId)).toEqual([])
  clock.nowMs += 70
  cell.text('kept')
  expect(streams.of(runId)).toEqual([{ key, tail: 'kept', characters: 4, firstTokenMs: 70 }])
})

test('the text of a run is there while its cells answer, and gone when they are stored', async () => {
  const gate = Promise.withResolvers<void>()
  const bench = await openEngineBench({
    cases: [{ variables: { text: 'a' } }, { variables: { text: 'b' } }],
    async answer({ messages }, { onText }) {
      const text = messages[0]?.content ?? ''
      onText(`so far ${text}`)
      await gate.promise
      return reply(`so far ${text}, done`)
    },
  })
  const running = bench.run()
  while (bench.asked.length < 2) await turn()
  const [run] = bench.store.runs.list(bench.spec().projectId, false)
  const streaming = () => bench.core.engine.streams.of(run?.id ?? runId)
  expect(
    streaming()
      .map(({ tail }) => tail)
      .toSorted(),
  ).toEqual(['so far a', 'so far b'])
  gate.resolve()
  await running
  expect(streaming()).toEqual([])
})
