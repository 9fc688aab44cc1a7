import { cutPrompt } from '../../../shared/breakdown/cut-prompt.ts'
import { markedPrefix } from '../../../shared/breakdown/marked-prefix.ts'
import { promptParts } from '../../../shared/breakdown/prompt-parts.ts'
import { stablePrefix } from '../../../shared/breakdown/stable-prefix.ts'
import { splitModelId } from '../../../shared/domain/ids.ts'
import { promptTokensOf } from '../../../shared/domain/usage.ts'
import type { PromptTokens, SavingsAnswer, SavingsColumn } from '../../../shared/savings/savings-input.ts'
import type { EncodingId } from '../../../shared/tokens/encodings.ts'
import { requestParts } from '../../../shared/tokens/request-parts.ts'
import { tokenProfile } from '../../../shared/tokens/token-profile.ts'
import type { CoreContext } from '../core-context.ts'
import { countPrompt } from '../evaluate/calls/count-prompt.ts'
import { VariableCounts } from '../evaluate/forecast/variable-counts.ts'
import type { StoredRun } from '../store/run-store.ts'

/**
 * Where each column's prompt tokens are. Counted in the encoding of the model's family, and scaled to what the run's own usage says
 * a prompt takes, so that an estimated tokenizer misleads no figure in dollars.
 */
export async function promptTokensOfColumns(
  { store, engine }: CoreContext,
  { run }: StoredRun,
  given: {
    readonly columns: readonly SavingsColumn[]
    readonly answers: readonly (readonly (readonly SavingsAnswer[])[])[]
    readonly signal: AbortSignal
  },
): Promise<readonly PromptTokens[]> {
  const { columns, answers, signal } = given
  const evalSet = store.evalSets.get(run.spec.evalSetId)
  const variableCounts = new VariableCounts(store.evalSets, engine.encoders)
  const counted = new Map<string, Promise<Counted>>()
  const countOnce = (column: SavingsColumn, encoding: EncodingId) => {
    const key = `${column.variantId} ${encoding}`
    const known = counted.get(key)
    if (known) return known
    const { partials = {} } = store.variants.get(column.variantId)
    const counting = (async (): Promise<Counted> => {
      const { messages } = column.content
      const encoder = await engine.encoders.load(encoding)
      const counts = await countPrompt(store.evalSets, { messages, partials, evalSet, encoder, signal })
      const cuts = cutPrompt(messages, partials)
      return { cuts, tokens: counts.tokens.map((sum) => sum / counts.prompts), parts: promptParts(messages, cuts) }
    })()
    counted.set(key, counting)
    return counting
  }
  const found: PromptTokens[] = []
  for (const [columnNo, column] of columns.entries()) {
    const { providerId, modelName } = splitModelId(column.modelId)
    const profile = tokenProfile({ providerKind: providerId, modelName })
    const encoder = await engine.encoders.load(profile.encoding)
    const variables = await variableCounts.of(evalSet, profile.encoding)
    const { responseSchema, tools = [] } = column.content.parameters
    const extras = requestParts(
      profile.overheadRule,
      { responseSchema, tools },
      { count: (text) => encoder.count(text), ratio: 1 },
    )
    const tokensOf = (kind: 'tools' | 'schema') => extras.find((part) => part.kind === kind)?.tokens ?? 0
    found.push(
      placeTokens(await countOnce(column, profile.encoding), {
        column,
        tools: tokensOf('tools'),
        schema: tokensOf('schema'),
        variables,
        measured: meanPromptTokens(answers[columnNo] ?? []),
      }),
    )
  }
  return found
}

interface Counted {
  readonly cuts: ReturnType<typeof cutPrompt>
  /** Of an average case, by cut. */
  readonly tokens: readonly number[]
  readonly parts: ReturnType<typeof promptParts>
}

function placeTokens(
  { cuts, tokens, parts }: Counted,
  given: {
    readonly column: SavingsColumn
    readonly tools: number
    readonly schema: number
    readonly variables: readonly { readonly name: string; readonly mean: number; readonly isFixed: boolean }[]
    readonly measured: number | null
  },
): PromptTokens {
  const { column, tools, schema, variables, measured } = given
  const { messages } = column.content
  const fixed = new Set(variables.filter(({ isFixed }) => isFixed).map(({ name }) => name))
  const isFixed = (name: string) => fixed.has(name)
  const text = tokens.reduce((sum, one) => sum + one, 0)
  const ratio = measured === null || text + tools + schema === 0 ? 1 : measured / (text + tools + schema)
  const extras = column.cacheRule?.cachesExtras ? tools + schema : 0
  const stable = stablePrefix(cuts, tokens, { isSystem: (index) => messages[index]?.role === 'system', isFixed })
  const marked = markedPrefix(cuts, tokens, { roles: messages.map(({ role }) => role), isFixed })
  const withExtras = (counted: number) => (counted === 0 ? 0 : (counted + extras) * ratio)
  const sumOf = (indexes: readonly number[]) => indexes.reduce((sum, index) => sum + (tokens[index] ?? 0), 0)
  const leaves = parts.flatMap(function leaf(part): typeof parts {
    return part.kind === 'message' || part.kind === 'section' ? part.children.flatMap(leaf) : [part]
  })
  return {
    prompt: (text + tools + schema) * ratio,
    stablePrefix: withExtras(stable.tokens),
    markedPrefix: marked.changing === null ? withExtras(marked.tokens) : 0,
    prefixEndsAt: stable.end?.variable ?? null,
    ifMoved: stable.ifMoved.map(({ variable, tokens: counted }) => ({ variable, tokens: withExtras(counted) })),
    tools: tools * ratio,
    schema: schema * ratio,
    parts: leaves.map((part) => ({
      kind: part.kind,
      label: part.label,
      messageIndex: part.messageIndex,
      tokens: sumOf(part.cuts) * ratio,
    })),
    variables: variables.map(({ name, mean, isFixed: same }) => ({ name, tokens: mean * ratio, isFixed: same })),
  }
}

/** By the run's own usage; null where none came with the answers. */
function meanPromptTokens(ofCases: readonly (readonly SavingsAnswer[])[]): number | null {
  let sum = 0
  let count = 0
  for (const trials of ofCases) {
    for (const { usage } of trials) {
      if (usage === null || usage.isEstimated) continue
      sum += promptTokensOf(usage)
      count++
    }
  }
  return count === 0 ? null : sum / count
}
