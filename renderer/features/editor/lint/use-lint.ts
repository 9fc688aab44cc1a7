import { useEffect, useMemo, useRef, useState } from 'react'
import { cacheRule } from '../../../../shared/cost/cache-rules.ts'
import type { RiskClass } from '../../../../shared/domain/compression.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { cacheMinimum, type LintSetting } from '../../../../shared/lint/lint-setting.ts'
import type { RuledDraft } from '../../../../shared/lint/run-rules.ts'
import { settleFindings, textsToCount } from '../../../../shared/lint/settle-findings.ts'
import type { TokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { useServices } from '../../../client/services.tsx'
import type { CalmDraft } from '../../../client/use-draft.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import type { TokenClient } from '../../../tokens/token-client.ts'
import type { Desk } from '../use-desk.ts'
import { useSettledValue } from '../use-settled-value.ts'
import { followText } from './follow-text.ts'
import { createLintClient, type LintClient } from './lint-client.ts'
import { useFix } from './use-fix.ts'

export interface Lint {
  /** Null until the first look. */
  readonly findings: readonly Finding[] | null
  /** The messages that the findings were found in. */
  readonly messages: readonly Message[]
  /** True while the text is not the one that was looked at. */
  readonly isStale: boolean
  readonly problem: string | null
  readonly dismissedCount: number
  readonly actions: LintActions
}

/** Always the same object, so that rows and marks need not be drawn anew at every key. */
export interface LintActions {
  /** Makes these fixes in the text where it still stands as it was looked at; Undo takes them back. */
  readonly fix: (findings: readonly Finding[], what: string) => void
  readonly fixRule: (ruleId: string) => void
  readonly fixClass: (risk: RiskClass) => void
  readonly dismiss: (finding: Finding) => void
  readonly restoreDismissed: () => void
}

const PAUSE_MS = 350
const NOTHING: readonly never[] = []
const CLASS_NAMES = { R0: 'lossless', R1: 'near-lossless', R2: 'to be evaluated' } as const

interface Look {
  readonly messages: readonly Message[]
  readonly drafts: readonly RuledDraft[]
  readonly counts: ReadonlyMap<string, number>
}

/** What the lint rules find in the text on the screen, renewed when typing pauses; found and counted off this thread. */
export function useLint(desk: Desk): Lint {
  const { messages } = desk.draft.content
  const settled = useSettledValue(messages, PAUSE_MS)
  const profile = desk.costs[0]?.profile ?? null
  const setting = useLintSetting(desk)
  const { look, problem } = useLook(settled, setting, profile)
  const [dismissed, remember] = useRemembered<readonly string[]>(
    `lint-dismissed.${desk.prompt.id}.${desk.variant.letter}`,
    NOTHING,
  )
  const price = desk.models[0]?.price ?? null
  const callsPerDay = desk.settings?.profile.callsPerDay ?? 0
  // As the estimate of this very prompt has it, past calls included; to the percent, so that it stands still while one types.
  const ratio = Math.round((desk.costs[0]?.tokenRatio ?? 1) * 100) / 100
  const found = useMemo(() => {
    if (!look) return null
    const countTokens = (text: string) => (look.counts.get(text) ?? 0) * ratio
    return settleFindings(look.messages, look.drafts, { countTokens, price, callsPerDay })
  }, [look, ratio, price, callsPerDay])
  const findings = useMemo(() => {
    const hidden = new Set(dismissed)
    return found?.filter(({ key }) => !hidden.has(key)) ?? null
  }, [found, dismissed])
  const looked = look?.messages ?? NOTHING
  const fix = useFix(desk.draft)
  const { newest } = desk.draft
  const state = { findings: findings ?? NOTHING, looked, newest, dismissed, remember, fix }
  const actions = useLintActions(state)
  return {
    findings,
    messages: looked,
    isStale:
      looked.length !== messages.length || messages.some(({ template }, index) => looked[index]?.template !== template),
    problem,
    dismissedCount: (found ?? []).length - (findings ?? []).length,
    actions,
  }
}

interface LintState {
  readonly findings: readonly Finding[]
  readonly looked: readonly Message[]
  readonly newest: CalmDraft['newest']
  readonly dismissed: readonly string[]
  readonly remember: (keys: readonly string[]) => void
  readonly fix: (findings: readonly Finding[], what: string) => void
}

function useLintActions(state: LintState): LintActions {
  const latest = useRef(state)
  latest.current = state
  return useMemo(() => {
    function fixAll(list: readonly Finding[], what: string): void {
      const now = latest.current
      const { messages } = now.newest()
      const fresh = list.flatMap((finding) => {
        const before = now.looked[finding.messageIndex]
        const message = messages[finding.messageIndex]
        if (finding.fix === null || !before || !message) return []
        return followText(finding, before.template, message.template) ?? []
      })
      if (fresh.length > 0) now.fix(fresh, what)
    }
    const those = (has: (finding: Finding) => boolean) => latest.current.findings.filter(has)
    return {
      fix: fixAll,
      fixRule: (ruleId) =>
        fixAll(
          those((finding) => finding.ruleId === ruleId),
          'of this rule',
        ),
      fixClass: (risk) =>
        fixAll(
          those((finding) => finding.risk === risk),
          CLASS_NAMES[risk],
        ),
      dismiss: ({ key }) => latest.current.remember([...new Set([...latest.current.dismissed, key])]),
      restoreDismissed: () => latest.current.remember([]),
    }
  }, [])
}

function useLintSetting({ evalSet, models, draft, partials }: Desk): LintSetting {
  const model = models[0] ?? null
  const { responseSchema, tools } = draft.content.parameters
  return useMemo(() => {
    const { providerId, modelName } = model ? splitModelId(model.id) : { providerId: '', modelName: '' }
    return {
      hasResponseSchema: responseSchema !== null,
      tools: tools ?? [],
      variableNames: evalSet?.variableNames ?? null,
      partials: partials.texts,
      cacheMinimum: cacheMinimum(model ? cacheRule({ providerKind: providerId, modelName }) : null),
    }
  }, [responseSchema, tools, evalSet, model, partials.texts])
}

function useLook(
  messages: readonly Message[],
  setting: LintSetting,
  profile: TokenProfile | null,
): { readonly look: Look | null; readonly problem: string | null } {
  const tokens = useServices().tokens()
  const client = useLintClient()
  const [look, setLook] = useState<Look | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const encoding = profile?.encoding ?? 'o200k_base'
  useEffect(() => {
    let isGone = false
    lookAndCount({ client: client(), tokens, messages, setting, encoding }).then(
      (result) => {
        if (isGone || result === null) return
        setProblem(null)
        setLook(result)
      },
      (error: unknown) => {
        if (!isGone) setProblem(error instanceof Error ? error.message : String(error))
      },
    )
    return () => {
      isGone = true
    }
  }, [client, tokens, messages, setting, encoding])
  return { look, problem }
}

async function lookAndCount(given: {
  readonly client: LintClient
  readonly tokens: TokenClient
  readonly messages: readonly Message[]
  readonly setting: LintSetting
  readonly encoding: TokenProfile['encoding']
}): Promise<Look | null> {
  const { messages } = given
  const drafts = await given.client.look(messages, given.setting)
  if (drafts === null) return null
  const texts = textsToCount(messages, drafts)
  const counts = await given.tokens.count(texts, given.encoding)
  return { messages, drafts, counts: new Map(texts.map((text, index) => [text, counts[index] ?? 0])) }
}

/** The worker starts with the first look, and ends with the desk. */
function useLintClient(): () => LintClient {
  const client = useRef<LintClient | null>(null)
  useEffect(
    () => () => {
      client.current?.dispose()
      client.current = null
    },
    [],
  )
  return useMemo(
    () => () => {
      client.current ??= createLintClient()
      return client.current
    },
    [],
  )
}
