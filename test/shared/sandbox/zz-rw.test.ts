import { test } from 'vitest'
import { sampleMessages } from './sample-runs.ts'
import { plugin } from '../../../shared/compress/plugins/rewrite.ts'
import { splitSegments } from '../../../shared/compress/split-segments.ts'
import { PromptLibrary } from '../../../shared/sandbox/prompt-library.ts'
import { simulate } from '../../../shared/sandbox/simulate.ts'
test('rw', async () => {
  const library = new PromptLibrary()
  for (const name of ['Review sentiment', 'Support tickets'])
    for (const size of ['small', 'medium', 'large'] as const) {
      const messages = sampleMessages(name)
      const r = await plugin.compress(messages, splitSegments(messages), {
        signal: new AbortController().signal, segmentIds: null, onProgress() {},
        complete: async ({ system, user }) => simulate({ size, messages: [{ role: 'system', content: system }, { role: 'user', content: user }], parameters: { responseSchema: null }, repeat: 0 }, library),
      })
      const segs = splitSegments(messages).filter((s) => ['paragraph', 'list-item', 'sentence'].includes(s.kind) && s.text.length >= 40)
      const orig = segs.reduce((n, s) => n + s.text.length, 0)
      const saved = r.edits.reduce((n, e) => n + (e.end - e.start) - e.replacement.length, 0)
      console.log(name, size, 'segments', segs.length, 'edits', r.edits.length, 'rejected', r.rejected.length, 'saved', (saved / orig).toFixed(3), 'within edited', (saved / r.edits.reduce((n, e) => n + e.end - e.start, 1)).toFixed(2))
      if (size === 'large') for (const e of r.edits) console.log('  -', (messages[e.messageIndex]!.template.slice(e.start, e.end)), '\n  +', e.replacement)
      for (const e of r.rejected) console.log('  REJ', e.reason, '|', e.original, '|', e.candidate)
    }
})
