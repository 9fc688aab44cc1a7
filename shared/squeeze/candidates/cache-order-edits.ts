import type { SqueezeEdit } from '../../domain/squeeze.ts'
import type { Caching } from '../caching-of.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { cutOf, editOf, templateOf } from './edit-of.ts'

/** Less text after a variable is not worth moving it. */
const MIN_STATIC_TOKENS = 60

/**
 * Where the prefix gets long enough to be cached at all, moves what varies to the end of its message, where text that never varies stands behind it: a provider caches a prompt
 * only up to the first difference. Only stretches without blocks are moved; their order stays.
 *
 * @param caching of the target model; a prefix below its minimum gains nothing
 */
export function cacheOrderEdits(prompt: SqueezePrompt, { minPrefixTokens }: Caching): SqueezeEdit[] {
  return prompt.trees.flatMap(({ messageIndex, pieces }) => {
    const template = templateOf(prompt, messageIndex)
    if (template.includes('{%')) return []
    const slots = pieces.filter(({ leaf }) => leaf === 'slot')
    const lastStatic = pieces.findLast(({ leaf }) => leaf !== null && leaf !== 'slot')
    const early = slots.filter(({ start }) => lastStatic !== undefined && start < lastStatic.start)
    const [first] = early
    if (!first) return []
    const behind = pieces.filter(({ leaf, start }) => leaf !== null && leaf !== 'slot' && start > first.start)
    const movedTokens = behind.reduce((sum, { start, end }) => sum + prompt.countTokens(template.slice(start, end)), 0)
    if (movedTokens < MIN_STATIC_TOKENS) return []
    const before = prompt.messages.slice(0, messageIndex).map((message) => message.template)
    // Whatever varies in a message before ends the prefix there.
    if (before.some((text) => text.includes('{{') || text.includes('{%'))) return []
    const ahead = prompt.countTokens(template.slice(0, first.start)) + movedTokens
    if (before.reduce((sum, text) => sum + prompt.countTokens(text), ahead) < minPrefixTokens) return []
    const moved = early.map(({ start, end }) => template.slice(start, end)).join('\n\n')
    const edit = editOf(prompt, {
      id: `cache-order-m${messageIndex}`,
      kind: 'cache-order',
      risk: 'R2',
      label: 'Put what varies last',
      reason: `${movedTokens} tokens that never change stand behind a variable, so that no cache can hold them.`,
      changes: [
        ...early.map(({ start, end }) => ({ messageIndex, ...cutOf(template, start, end), replacement: '' })),
        {
          messageIndex,
          start: template.length,
          end: template.length,
          replacement: `${template.endsWith('\n') ? '\n' : '\n\n'}${moved}`,
        },
      ],
    })
    return edit ? [edit] : []
  })
}
