import type { CacheRule } from '../cost/cache-rules.ts'
import type { CacheMode, RenderedMessage } from '../domain/prompt.ts'

/** Below it the wait for a first answer costs more than a cache saves; read where a provider publishes no minimum. */
const USUAL_MIN_TOKENS = 1024

/**
 * Whether one call of a column is let through before the others. A provider's cache entry is usable only after the first
 * response begins (Claude docs, 2026-08-22): calls that start together each pay for writing the same prefix.
 *
 * @param prefixTokens of sharedPrefix, with tools and schema where the rule caches them
 */
export function isWarmedFirst(rule: CacheRule | null, prefixTokens: number): boolean {
  return rule !== null && prefixTokens >= (rule.minTokens ?? USUAL_MIN_TOKENS)
}

/**
 * What a column's requests have in common that its provider's cache can keep, system messages first, as providers send them.
 * Where the cache must be asked, it is what the request marks, all of it or nothing: see cached-messages.ts.
 *
 * @param requests some of the column's, drawn evenly from its cases
 * @returns the leading messages, the last one cut where the requests part; empty when nothing is shared
 */
export function sharedPrefix(
  requests: readonly (readonly RenderedMessage[])[],
  { mode }: Pick<CacheRule, 'mode'>,
  cache: CacheMode = 'none',
): readonly RenderedMessage[] {
  if (mode === 'automatic') return commonStart(requests.map(systemFirst))
  if (cache === 'none') return []
  const [first = [], ...others] = requests.map(cache === 'prefix' ? withoutLastTurn : systemFirst)
  return others.every((other) => isSame(first, other)) ? first : []
}

function systemFirst(messages: readonly RenderedMessage[]): readonly RenderedMessage[] {
  const isSystem = ({ role }: RenderedMessage) => role === 'system'
  return [...messages.filter(isSystem), ...messages.filter((message) => !isSystem(message))]
}

function withoutLastTurn(messages: readonly RenderedMessage[]): readonly RenderedMessage[] {
  const last = messages.findLastIndex(({ role }) => role !== 'system')
  return last === -1 ? [] : systemFirst(messages.filter((_, index) => index !== last))
}

function isSame(one: readonly RenderedMessage[], other: readonly RenderedMessage[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ role, content }, index) => role === other[index]?.role && content === other[index]?.content)
  )
}

function commonStart(requests: readonly (readonly RenderedMessage[])[]): readonly RenderedMessage[] {
  const [first = [], ...others] = requests
  const shared: RenderedMessage[] = []
  for (const [index, { role, content }] of first.entries()) {
    let length = content.length
    for (const other of others) {
      const message = other[index]
      length = message?.role === role ? commonLength(content.slice(0, length), message.content) : 0
    }
    if (length > 0) shared.push({ role, content: content.slice(0, length) })
    if (length < content.length || others.some((other) => other[index]?.content !== content)) break
  }
  return shared
}

function commonLength(one: string, other: string): number {
  let at = 0
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at++
  return at
}
