import { describe, expect, it } from 'vitest'
import type { CacheMode, RenderedMessage } from '../../../shared/domain/prompt.ts'
import { cachedMessages } from '../../../shared/export/cached-messages.ts'

describe('what Anthropic is asked to cache', () => {
  const cached = (cache: CacheMode, messages: readonly RenderedMessage[]) => cachedMessages(messages, cache)
  const system = { role: 'system', content: 'Rules.' } as const
  const user = (content: string) => ({ role: 'user', content }) as const
  const assistant = { role: 'assistant', content: 'A1' } as const
  const mark = { cache_control: { type: 'ephemeral' } }
  const block = (text: string) => [{ type: 'text', text, ...mark }]

  it('is nothing unless the variant asks', () => {
    expect(cached('none', [system, user('Q')])).toEqual({ system: 'Rules.', messages: [user('Q')] })
  })

  it('is what stands before the last message, which is the case’s own', () => {
    expect(cached('prefix', [system, user('Q')])).toMatchObject({
      system: block('Rules.'),
      messages: [{ role: 'user', content: 'Q' }],
    })
    expect(cached('prefix', [system, user('Q1'), assistant, user('Q')])).toMatchObject({
      system: 'Rules.',
      messages: [user('Q1'), { role: 'assistant', content: block('A1') }, user('Q')],
    })
  })

  it('is nothing where nothing is shared: a mark on the whole prompt would be written anew with each case', () => {
    expect(JSON.stringify(cached('prefix', [user('Q')]))).not.toContain('cache_control')
  })

  it('is the whole prompt on request', () => {
    expect(cached('auto', [system, user('Q')])).toMatchObject({
      ...mark,
      system: 'Rules.',
      messages: [user('Q')],
    })
  })

  it('lives for an hour on request', () => {
    const ttl = { cache_control: { type: 'ephemeral', ttl: '1h' } }
    expect(cachedMessages([system, user('Q')], 'prefix', '1h')).toMatchObject({
      system: [{ type: 'text', text: 'Rules.', ...ttl }],
    })
    expect(cachedMessages([system, user('Q')], 'auto', '1h')).toMatchObject(ttl)
  })
})
