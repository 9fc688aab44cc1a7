import type { CacheMode, CacheTtl, RenderedMessage } from '../domain/prompt.ts'

/** Five minutes, renewed by every read, unless an hour is asked for, which costs twice the input price to write. */
type CacheControl = { readonly type: 'ephemeral'; readonly ttl?: '1h' }

type Turn = RenderedMessage & { readonly role: 'user' | 'assistant' }

interface TextBlock {
  readonly type: 'text'
  readonly text: string
  readonly cache_control: CacheControl
}

interface CachedMessages {
  readonly system?: string | readonly TextBlock[]
  readonly messages: readonly { readonly role: Turn['role']; readonly content: string | readonly TextBlock[] }[]
  readonly cache_control?: CacheControl
}

/**
 * A prompt in the fields of Messages, with the mark at which Anthropic ends its cached part. Below a model's minimum (512 to
 * 4,096 tokens) it is ignored without a word.
 *
 * `prefix` marks the end of what stands before the last message: a mark at the very end would be written anew with every
 * case, at 1.25 times the price, and never read.
 */
export function cachedMessages(
  messages: readonly RenderedMessage[],
  cache: CacheMode,
  ttl: CacheTtl = '5m',
): CachedMessages {
  const control: CacheControl = ttl === '1h' ? { type: 'ephemeral', ttl } : { type: 'ephemeral' }
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  const turns = messages.filter((message): message is Turn => message.role !== 'system')
  const marked = cache === 'prefix' ? turns.length - 2 : -1
  const isSystemMarked = cache === 'prefix' && turns.length === 1
  const systemText = system.join('\n\n')
  return {
    ...(systemText === '' ? {} : { system: isSystemMarked ? [markedBlock(systemText, control)] : systemText }),
    messages: turns.map(({ role, content }, index) => ({
      role,
      content: index === marked && content !== '' ? [markedBlock(content, control)] : content,
    })),
    ...(cache === 'auto' ? { cache_control: control } : {}),
  }
}

function markedBlock(text: string, control: CacheControl): TextBlock {
  return { type: 'text', text, cache_control: control }
}
