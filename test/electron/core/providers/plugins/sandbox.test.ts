import { describe, expect, test } from 'vitest'
import { plugin } from '../../../../../electron/core/providers/plugins/sandbox.ts'
import type { ProviderContext, ProviderRequest } from '../../../../../electron/core/providers/provider.ts'
import { defaultParameters, type Parameters, type RenderedMessage } from '../../../../../shared/domain/prompt.ts'
import { describeModel } from '../../../../../shared/models/describe-model.ts'
import { sandboxModels } from '../../../../../shared/models/sandbox-models.ts'
import { EncoderStore } from '../../../../../shared/tokens/encodings.ts'

const messages: RenderedMessage[] = [
  { role: 'system', content: 'Is the review positive or negative? Explain your answer in a complete sentence.' },
  { role: 'user', content: 'Review: An excellent kettle, I love it. 🫖' },
]

function request(parameters: Partial<Parameters> = {}, size = 'large'): ProviderRequest {
  const row = sandboxModels.find(({ name }) => name === size)
  if (!row) throw new Error(`The catalog has no sandbox model named "${size}".`)
  return {
    modelName: size,
    model: describeModel('sandbox', row),
    messages,
    parameters: { ...defaultParameters, ...parameters },
    repeat: 0,
  }
}

function context(events: string[] = [], signal = new AbortController().signal): ProviderContext {
  return {
    signal,
    fetch: () => Promise.reject(new Error('The sandbox must not use the network.')),
    key: null,
    baseUrl: null,
    onSend: () => events.push('send'),
    onText: (text) => events.push(text),
    deadlines: { connectMs: 1, firstByteMs: 1, idleMs: 1, totalMs: 1 },
  }
}

describe('the sandbox provider', () => {
  test('answers without key and network and says that it is a simulation', async () => {
    const events: string[] = []
    const reply = await plugin.complete(request(), context(events))
    expect(reply.output).toContain('positive')
    expect(events).toEqual(['send', reply.output])
    expect(reply.answeredBy).toContain('simulation')
    expect(reply).toMatchObject({ finishReason: 'stop', raw: { simulation: true } })
    expect(plugin.label).toContain('simulation')
  })

  test('tells how sure it is only where it is asked, the same each time, and is less sure of a close choice', async () => {
    const asked = { ...request({}, 'small'), wantsLogProbabilities: true }
    const about = (content: string) => ({
      ...asked,
      messages: [
        { role: 'system' as const, content: 'Answer with one label: positive, negative.' },
        { role: 'user' as const, content },
      ],
    })
    const sureOf = async (content: string) => (await plugin.complete(about(content), context())).logProbability
    expect(await plugin.complete(request(), context())).not.toHaveProperty('logProbability')
    const clear = await sureOf('Excellent, great, I love it.')
    const close = await sureOf('Good, but bad.')
    expect(await sureOf('Good, but bad.')).toEqual(close)
    expect(clear?.tokens).toBeGreaterThan(0)
    expect([clear?.mean, close?.mean].every((mean) => mean !== undefined && mean <= 0)).toBe(true)
    expect(clear?.mean).toBeGreaterThan(close?.mean ?? 0)
  })

  test('counts tokens exactly, contents only', async () => {
    const encoder = await new EncoderStore().load('o200k_base')
    const { output, usage } = await plugin.complete(request(), context())
    expect(usage).toEqual({
      inputTokens: messages.reduce((sum, { content }) => sum + encoder.count(content), 0),
      cacheReadTokens: 0,
      cacheWrite5mTokens: 0,
      cacheWrite1hTokens: 0,
      outputTokens: encoder.count(output),
      reasoningTokens: null,
      isEstimated: false,
    })
  })

  test('stops at the token limit and says so', async () => {
    const whole = await plugin.complete(request(), context())
    const cut = await plugin.complete(request({ maxOutputTokens: 4 }), context())
    expect(cut.finishReason).toBe('length')
    expect(cut.usage?.outputTokens).toBe(4)
    expect(whole.output.startsWith(cut.output)).toBe(true)
    expect(cut.output.length).toBeGreaterThan(0)
  })

  test('ends before the first stop sequence', async () => {
    const whole = await plugin.complete(request(), context())
    const cut = await plugin.complete(request({ stop: ['never said', ', because'] }), context())
    expect(cut.output).toBe(whole.output.slice(0, whole.output.indexOf(', because')))
    expect(cut.finishReason).toBe('stop')
  })

  test('an aborted call sends nothing', async () => {
    const events: string[] = []
    const abort = new AbortController()
    abort.abort(new Error('Cancelled.'))
    await expect(plugin.complete(request(), context(events, abort.signal))).rejects.toThrow('Cancelled.')
    expect(events).toEqual([])
  })

  test('offers the three sizes of the catalog', async () => {
    expect(await plugin.listModels(context())).toEqual(sandboxModels.map(({ name }) => name))
  })

  test('the model name chooses the size: only the largest hears irony', async () => {
    const ironic: RenderedMessage[] = [
      { role: 'system', content: 'Is the review positive or negative? Mind sarcasm. Answer with the label only.' },
      {
        role: 'user',
        content: 'Review: Oh great, another brilliant update, and all my lists are gone after it. Just what I needed.',
      },
    ]
    const ask = async (size: string) =>
      (await plugin.complete({ ...request({}, size), messages: ironic }, context())).output
    expect([await ask('small'), await ask('large')]).toEqual(['positive', 'negative'])
  })
})
