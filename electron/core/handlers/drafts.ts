import { setImmediate as nextTick } from 'node:timers/promises'
import type { DraftSnapshot } from '../../../shared/domain/draft-snapshot.ts'
import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'

/** Longer texts are not counted for a list. */
const COUNTED_CHARACTERS = 400_000

export function draftHandlers(core: CoreContext): Pick<Handlers, 'drafts.list' | 'drafts.get'> {
  const { drafts, prompts } = core.store
  return {
    'drafts.list': async ({ promptId, letter, beforeNo, limit }, { signal }) => {
      const page = drafts.page(prompts.get(promptId).id, letter, beforeNo, limit)
      return withTokens(core, page, signal)
    },
    'drafts.get': ({ no }) => drafts.get(no),
  }
}

/** Counts what was never counted; once counted, it is stored. */
async function withTokens(
  { store: { drafts }, engine }: CoreContext,
  page: readonly DraftSnapshot[],
  signal: AbortSignal,
): Promise<DraftSnapshot[]> {
  if (page.every(({ tokens }) => tokens !== null)) return [...page]
  const encoder = await engine.encoders.load('o200k_base')
  const counts = new Map<string, number>()
  const counted: DraftSnapshot[] = []
  for (const snapshot of page) {
    if (snapshot.tokens !== null || snapshot.characters > COUNTED_CHARACTERS) {
      counted.push(snapshot)
      continue
    }
    let tokens = 0
    for (const { template } of drafts.get(snapshot.no).content.messages) {
      const count = counts.get(template) ?? encoder.count(template)
      counts.set(template, count)
      tokens += count
    }
    drafts.setTokens(snapshot.no, tokens)
    counted.push({ ...snapshot, tokens })
    await nextTick(undefined, { signal })
  }
  return counted
}
