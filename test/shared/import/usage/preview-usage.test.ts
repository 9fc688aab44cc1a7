import { describe, expect, it } from 'vitest'
import type { UsageReading } from '../../../../shared/domain/usage-log.ts'
import { previewUsage } from '../../../../shared/import/usage/preview-usage.ts'
import { createUsageReader, type UsageRecord } from '../../../../shared/import/usage/read-usage-row.ts'
import { createRowSplitter } from '../../../../shared/import/usage/split-usage-rows.ts'
import { textHash } from '../../../../shared/import/usage/text-hash.ts'

/** All records of a file that comes in pieces of so many characters, and what was wrong with the other rows. */
function readAll(text: string, reading: UsageReading, size = 7): (UsageRecord | string)[] {
  const splitter = createRowSplitter(reading.kind, reading.delimiter)
  const found: (UsageRecord | string)[] = []
  for (let at = 0; at < text.length; at += size) {
    for (const rows of splitter.push(text.slice(at, at + size), at + size >= text.length)) {
      const { read } = createUsageReader(reading, splitter.header())
      for (const row of rows) found.push(...[read(row)].flat())
    }
  }
  return found
}

function readFile(fileName: string, text: string) {
  const preview = previewUsage({ fileName, text, isWhole: true, formatId: null })
  return { preview, records: readAll(text, preview.reading) }
}

const NOTHING = {
  isError: null,
  cacheReadTokens: null,
  cacheWrite5mTokens: null,
  cacheWrite1hTokens: null,
  reasoningTokens: null,
  costNanoUsd: null,
  latencyMs: null,
  promptHash: null,
}

describe('usage formats', () => {
  it('takes a table of calls, cached tokens out of the prompt, and tags with their names', () => {
    const { preview, records } = readFile(
      'calls.csv',
      '\uFEFFtimestamp,model,feature,prompt_tokens,cached_tokens,completion_tokens,cost_usd,latency_ms,status\r\n' +
        '2026-11-20T10:00:00Z,gpt-5.4-mini,"chat, long",1000,400,20,0.0005,350,200\r\n' +
        '1763632801,gpt-5.4-mini,mail,10,,2,,,500\r\n',
    )
    expect(preview.reading.formatId).toBe('generic')
    expect(records).toMatchObject([
      {
        atMs: Date.UTC(2026, 10, 20, 10),
        calls: 1,
        model: 'gpt-5.4-mini',
        isError: false,
        inputTokens: 600,
        cacheReadTokens: 400,
        outputTokens: 20,
        costNanoUsd: 500_000,
        latencyMs: 350,
        tags: ['chat, long'],
      },
      {
        atMs: 1_763_632_801_000,
        isError: true,
        inputTokens: 10,
        cacheReadTokens: null,
        costNanoUsd: null,
        tags: ['mail'],
      },
    ])
  })

  it('takes "true" for an error in a column of errors, and for a success in one of statuses', () => {
    const line = (rest: object) => `${JSON.stringify({ model: 'm', output_tokens: 1, ...rest })}\n`
    const errorsOf = (name: string, values: readonly unknown[]) =>
      readFile('calls.jsonl', values.map((value) => line({ [name]: value })).join('')).records.map((record) =>
        typeof record === 'string' ? record : record.isError,
      )
    expect(errorsOf('error', [true, false, 'false', null])).toEqual([true, false, false, null])
    expect(errorsOf('is_error', [0, 1])).toEqual([false, true])
    expect(errorsOf('status', [true, false, 200, 500])).toEqual([false, true, false, true])
  })

  it("reads OpenAI's buckets as rows of many calls", () => {
    const result = {
      object: 'organization.usage.completions.result',
      model: 'gpt-5.4-2026-03-05',
      num_model_requests: 12,
    }
    const { preview, records } = readFile(
      'usage.json',
      JSON.stringify({
        object: 'page',
        data: [
          {
            object: 'bucket',
            start_time: 1763596800,
            end_time: 1763683200,
            results: [
              { ...result, input_tokens: 1000, input_cached_tokens: 800, output_tokens: 90, project_id: 'proj_1' },
            ],
          },
        ],
        has_more: false,
      }),
    )
    expect(preview.reading.formatId).toBe('openai-usage')
    expect(records).toEqual([
      {
        ...NOTHING,
        atMs: 1_763_596_800_000,
        calls: 12,
        model: 'gpt-5.4-2026-03-05',
        inputTokens: 200,
        cacheReadTokens: 800,
        outputTokens: 90,
        tags: ['proj_1'],
        hash: expect.any(Number),
        hasRequestId: false,
      },
    ])
  })

  it("reads Anthropic's usage with its own classes of input, and its costs as cents", () => {
    const usage = readFile(
      'usage.json',
      JSON.stringify({
        data: [
          {
            starting_at: '2026-11-20T00:00:00Z',
            ending_at: '2026-11-21T00:00:00Z',
            results: [
              {
                uncached_input_tokens: 100,
                cache_creation: { ephemeral_1h_input_tokens: 30, ephemeral_5m_input_tokens: 20 },
                cache_read_input_tokens: 500,
                output_tokens: 7,
                model: 'claude-opus-5-5',
                workspace_id: 'wrkspc_1',
              },
            ],
          },
        ],
      }),
    )
    expect(usage.records).toMatchObject([
      {
        calls: null,
        inputTokens: 100,
        cacheWrite1hTokens: 30,
        cacheWrite5mTokens: 20,
        cacheReadTokens: 500,
        outputTokens: 7,
      },
    ])
    const cost = readFile(
      'cost.json',
      '{"data":[{"starting_at":"2026-11-20T00:00:00Z","results":[{"currency":"USD","amount":"123.45","cost_type":"tokens","model":"claude-opus-5-5"}]}]}',
    )
    expect(cost.records).toMatchObject([{ costNanoUsd: 1_234_500_000, inputTokens: null, model: 'claude-opus-5-5' }])
  })

  it("reads Langfuse's generations, reasoning added to the output, and leaves spans out", () => {
    const generation = {
      id: 'o1',
      traceId: 't1',
      type: 'GENERATION',
      startTime: '2026-11-20T10:00:00.500Z',
      model: 'gpt-5.4',
      usageDetails: { input: 100, input_cached_tokens: 50, output: 10, output_reasoning_tokens: 40 },
      costDetails: { total: 0.002 },
      latency: 1.5,
      level: 'ERROR',
      userId: 'u1',
    }
    const { preview, records } = readFile(
      'observations.json',
      JSON.stringify([generation, { ...generation, type: 'SPAN' }]),
    )
    expect(preview.reading.formatId).toBe('langfuse')
    expect(records).toMatchObject([
      {
        inputTokens: 100,
        cacheReadTokens: 50,
        outputTokens: 50,
        reasoningTokens: 40,
        costNanoUsd: 2_000_000,
        latencyMs: 1500,
        isError: true,
        hash: textHash('o1'),
        hasRequestId: true,
      },
    ])
  })

  it("reads LiteLLM's spend logs, from JSON Lines as from a CSV with JSON in its cells", () => {
    const row = {
      request_id: 'r1',
      call_type: 'acompletion',
      spend: 0.001,
      prompt_tokens: 100,
      completion_tokens: 10,
      startTime: '2026-11-20T10:00:00.000Z',
      endTime: '2026-11-20T10:00:02.000Z',
      model: 'openai/gpt-5.4',
      request_tags: ['chat', 'eu'],
      metadata: { usage_object: { prompt_tokens_details: { cached_tokens: 60 } } },
    }
    const expected = [
      {
        inputTokens: 40,
        cacheReadTokens: 60,
        costNanoUsd: 1_000_000,
        latencyMs: 2000,
        tags: ['acompletion', 'chat, eu'],
      },
    ]
    const lines = readFile('spend.jsonl', `${JSON.stringify(row)}\n`)
    expect(lines.preview.reading.formatId).toBe('litellm')
    expect(lines.records).toMatchObject(expected)
    const cell = (value: unknown) =>
      `"${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('"', '""')}"`
    const csv = `${Object.keys(row).join(',')}\n${Object.values(row).map(cell).join(',')}\n`
    expect(readFile('spend.csv', csv).records).toMatchObject(expected)
  })
})

describe('rows that cannot be read', () => {
  it('are named, and the others come in', () => {
    const text =
      'time,model,input_tokens,output_tokens\n2026-11-20,a,ten,1\nyesterday,a,1,1\n2026-11-20,a,,\n2026-11-20,a,5,1\n'
    const { records } = readFile('calls.csv', text)
    expect(records.map((one) => (typeof one === 'string' ? one : one.inputTokens))).toEqual([
      'Its input "ten" is not a number from 0 on.',
      'Its time "yesterday" is no date and no moment in seconds or milliseconds.',
      'It has neither tokens nor a cost.',
      5,
    ])
  })

  it('are refused where more is cached than the prompt holds, which would make the input negative', () => {
    const { records } = readFile(
      'calls.jsonl',
      '{"time":1763632801,"prompt_tokens":5,"cached_tokens":6,"completion_tokens":1}\nnot json\n',
    )
    expect(records).toEqual(['It counts 6 cached tokens in a prompt of 5.', 'The row is not valid JSON.'])
  })

  it('a file without any row is refused with a sentence', () => {
    expect(() => readFile('empty.csv', 'time,model,cost\n')).toThrow('The file "empty.csv" holds no row of usage.')
  })
})
