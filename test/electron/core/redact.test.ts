import { describe, expect, it } from 'vitest'
import { describeError, redact } from '../../../electron/core/redact.ts'
import { AppError } from '../../../shared/contract/errors.ts'

describe('redact', () => {
  it.each([
    ['Incorrect API key provided: sk-proj-abc_DEF-123456.', 'abc_DEF'],
    ['sk-ant-api03-AbCdEfGhIjKl', 'AbCdEfGh'],
    ['authorization: Bearer abcdef123456', 'abcdef123456'],
    ['{"x-api-key":"topsecretvalue"}', 'topsecretvalue'],
    ['x-api-key: topsecretvalue', 'topsecretvalue'],
    ['https://host/v1?key=topsecretvalue&x=1', 'topsecretvalue'],
    ['gsk_abcdefghijkl xai-abcdefghijkl', 'abcdefghijkl'],
    ['AIzaSyA1234567890abcdefghij', 'A1234567890'],
    ['eyJhbGciOiJI.eyJzdWIiOiIx.c2ln', 'eyJzdWIiOiIx'],
  ])('removes the key from %j', (text, secret) => {
    expect(redact(text)).not.toContain(secret)
    expect(redact(text)).toContain('[removed]')
  })

  it('leaves ordinary text alone', () => {
    const text = 'OpenAI answered 429: too many requests or tokens for now. The task-list has 3 risk-items.'
    expect(redact(text)).toBe(text)
  })
})

describe('describeError', () => {
  it('takes no field, body or foreign message into the log', () => {
    const foreign = Object.assign(new Error('The prompt text'), {
      status: 400,
      code: 'bad',
      body: 'The prompt text',
      headers: { authorization: 'Bearer abcdef' },
    })
    const error = new AppError('provider-failed', 'OpenAI failed with sk-abcdefghijkl.', { cause: foreign })
    const described = describeError(error)
    expect(described).toMatchObject({
      name: 'AppError',
      message: 'OpenAI failed with [removed].',
      code: 'provider-failed',
      cause: { name: 'Error', message: '', code: 'bad', status: 400 },
    })
    expect(JSON.stringify(described)).not.toMatch(/prompt text|Bearer|sk-abc/i)
    expect(described.stack).toMatch(/^\s+at /)
  })

  it('survives what is no error and causes without end', () => {
    const loop = new Error('a')
    loop.cause = loop
    expect(describeError('text').name).toBe('string')
    expect(JSON.stringify(describeError(loop)).length).toBeGreaterThan(0)
  })
})
