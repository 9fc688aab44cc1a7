import { useEffect, useState } from 'react'
import { proposeEdits } from '../../../shared/compress/propose-edits.ts'
import { compressors } from '../../../shared/compress/registry.ts'
import type { Proposal } from '../../../shared/domain/compression.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { useServices } from '../../client/services.tsx'
import type { TokenClient } from '../../tokens/token-client.ts'
import { useSettledValue } from './use-settled-value.ts'

export interface LosslessEdits {
  /** Null while they are looked for, and for texts that are too long to look through at every pause. */
  readonly proposal: Proposal | null
  /** The messages that the proposal is about. */
  readonly messages: readonly Message[]
  readonly problem: string | null
  readonly isTooLong: boolean
  readonly lookAnyway: () => void
}

const PAUSE_MS = 350
/** Beyond this the pure compressors take longer than a pause in typing. */
const LIVE_CHARACTERS = 200_000

/** The edits that the compressors without a model propose for what is on the screen, renewed when typing pauses. */
export function useLosslessEdits(messages: readonly Message[]): LosslessEdits {
  const tokens = useServices().tokens()
  const settled = useSettledValue(messages, PAUSE_MS)
  const [found, setFound] = useState<{ readonly messages: readonly Message[]; readonly proposal: Proposal } | null>(
    null,
  )
  const [problem, setProblem] = useState<string | null>(null)
  const [forced, setForced] = useState<readonly Message[] | null>(null)
  const length = settled.reduce((sum, { template }) => sum + template.length, 0)
  const isTooLong = length > LIVE_CHARACTERS && forced !== settled

  useEffect(() => {
    if (isTooLong) return
    const abort = new AbortController()
    proposeCounted(settled, tokens, abort.signal).then(
      (proposal) => {
        if (abort.signal.aborted) return
        setProblem(null)
        setFound({ messages: settled, proposal })
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setProblem(error instanceof Error ? error.message : String(error))
      },
    )
    return () => abort.abort()
  }, [settled, tokens, isTooLong])

  return {
    proposal: isTooLong ? null : (found?.proposal ?? null),
    messages: found?.messages ?? settled,
    problem,
    isTooLong,
    lookAnyway: () => setForced(settled),
  }
}

/** Proposes twice: first to learn which texts must be counted, then with the worker's counts of them. */
async function proposeCounted(
  messages: readonly Message[],
  tokens: TokenClient,
  signal: AbortSignal,
): Promise<Proposal> {
  const plain = compressors.all.filter(({ needsModel }) => !needsModel)
  const context = {
    signal,
    segmentIds: null,
    complete: () => Promise.reject(new Error('A plain compressor asked for a model.')),
    onProgress: () => {},
  }
  const asked = new Set<string>()
  await proposeEdits(messages, {
    compressors: plain,
    context,
    countTokens: (text) => {
      asked.add(text)
      return 0
    },
  })
  const texts = [...asked]
  const counts = await tokens.count(texts, 'o200k_base')
  const byText = new Map(texts.map((text, index) => [text, counts[index] ?? 0]))
  signal.throwIfAborted()
  return proposeEdits(messages, { compressors: plain, context, countTokens: (text) => byText.get(text) ?? 0 })
}
