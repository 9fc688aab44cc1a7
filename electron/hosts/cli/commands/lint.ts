import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { AppError } from '../../../../shared/contract/errors.ts'
import { cacheRule } from '../../../../shared/cost/cache-rules.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { RiskClass } from '../../../../shared/domain/compression.ts'
import { splitModelId } from '../../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../../shared/domain/model.ts'
import type { PartialTexts } from '../../../../shared/domain/partial.ts'
import type { VariantContent } from '../../../../shared/domain/prompt.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { lintPrompt } from '../../../../shared/lint/lint-prompt.ts'
import { cacheMinimum } from '../../../../shared/lint/lint-setting.ts'
import { catalogModels } from '../../../../shared/models/catalog.ts'
import { textPosition } from '../../../../shared/template/text-position.ts'
import type { Encoder } from '../../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../../shared/tokens/encodings.ts'
import { modelTokenCounter } from '../../../../shared/tokens/model-token-counter.ts'
import { type TokenProfile, tokenProfile } from '../../../../shared/tokens/token-profile.ts'
import { exitCode } from '../exit-code.ts'
import { readPlan, readPromptFile } from '../read-plan.ts'

export interface LintOptions {
  readonly json?: boolean
  readonly model?: string
  readonly callsPerDay?: string
  readonly failOn?: string
}

interface Linted {
  readonly label: string
  readonly content: Pick<VariantContent, 'messages'> & Partial<Pick<VariantContent, 'parameters'>>
  readonly variableNames: readonly string[] | null
  readonly partials: PartialTexts
}

/** `pithy lint FILE`: opens no library, needs no key and sends nothing. */
export async function lintCommand(file: string, options: LintOptions): Promise<number> {
  const failOn = riskClassOf(options.failOn)
  const callsPerDay = callsPerDayOf(options.callsPerDay)
  const { prompts, modelId } = await readPrompts(file)
  const model = modelOf(options.model ?? modelId, options.model !== undefined)
  const { providerId, modelName } = model ? splitModelId(model.id) : { providerId: 'openai', modelName: 'gpt-4o' }
  const profile = tokenProfile({ providerKind: providerId, modelName })
  const encoder = await loadEncoder(profile.encoding)
  const results = prompts.map(({ label, content, variableNames, partials }) => ({
    label,
    messages: content.messages,
    findings: lintPrompt({
      messages: content.messages,
      tools: content.parameters?.tools ?? [],
      hasResponseSchema: Boolean(content.parameters?.responseSchema),
      variableNames,
      partials,
      cacheMinimum: cacheMinimum(model ? cacheRule({ providerKind: providerId, modelName }) : null),
      saving: { countTokens: counterFor(content.messages, profile, encoder), price: model?.price ?? null, callsPerDay },
    }),
  }))
  if (options.json) console.log(JSON.stringify(toJson(results, { file, model, callsPerDay }), null, 2))
  else console.log(results.map((result) => toText(result, model, callsPerDay)).join('\n\n'))
  const isRefused = results.some(({ findings }) => findings.some(({ risk }) => failOn !== null && risk <= failOn))
  return isRefused ? exitCode.failed : exitCode.passed
}

/** One ratio for the whole prompt, as the editor has it: the two say the same of the same text. */
function counterFor(
  messages: VariantContent['messages'],
  profile: TokenProfile,
  encoder: Encoder,
): (text: string) => number {
  if (!profile.ratioPrior) return (text) => encoder.count(text)
  const estimate = modelTokenCounter(profile, encoder)
  const sum = (count: (text: string) => number) => messages.reduce((total, { template }) => total + count(template), 0)
  const ratio =
    Math.round(
      (100 * sum(estimate)) /
        Math.max(
          1,
          sum((text) => encoder.count(text)),
        ),
    ) / 100
  return (text) => encoder.count(text) * ratio
}

async function readPrompts(file: string): Promise<{ prompts: readonly Linted[]; modelId: string | null }> {
  if (!(await isPlan(file))) {
    const messages = await readPromptFile(file, { what: 'The prompt' })
    return { prompts: [{ label: file, content: { messages }, variableNames: null, partials: {} }], modelId: null }
  }
  const { plan, prompts, partials } = await readPlan(file, undefined)
  const names = Array.isArray(plan.cases)
    ? new Set(plan.cases.flatMap(({ variables }) => Object.keys(variables)))
    : null
  const variableNames = names === null ? null : [...names]
  return { prompts: prompts.map((prompt) => ({ ...prompt, variableNames, partials })), modelId: plan.models[0] ?? null }
}

/** A plan names prompts; a JSON file that does not is itself one. */
async function isPlan(file: string): Promise<boolean> {
  const extension = extname(file).toLowerCase()
  if (extension !== '.json') return extension === '.yaml' || extension === '.yml'
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^\s*\{/.test(text) && /"prompts"\s*:\s*\[/.test(text)
}

/** A plan may name a model that only its own endpoint knows: then tokens are counted by o200k_base, without a price. */
function modelOf(id: string | null, isAsked: boolean): CatalogModel | null {
  const model = catalogModels.find((one) => one.id === id) ?? null
  if (model === null && isAsked) {
    throw new AppError('not-found', `The catalog has no model "${id}". Names look like "openai/gpt-5.4-mini".`)
  }
  return model
}

function riskClassOf(text: string | undefined): RiskClass | null {
  if (text === undefined) return null
  const parsed = RiskClass.safeParse(text.toUpperCase())
  if (!parsed.success) throw new AppError('bad-input', `--fail-on takes R0, R1 or R2, not "${text}".`)
  return parsed.data
}

function callsPerDayOf(text = '10000'): number {
  const count = Number(text)
  if (text.trim() !== '' && Number.isFinite(count) && count >= 0) return count
  throw new AppError('bad-input', `--calls-per-day takes a number from 0 on, not "${text}".`)
}

type Result = {
  readonly label: string
  readonly messages: VariantContent['messages']
  readonly findings: readonly Finding[]
}

function toJson(
  results: readonly Result[],
  given: { readonly file: string; readonly model: CatalogModel | null; readonly callsPerDay: number },
) {
  return {
    file: given.file,
    model: given.model?.id ?? null,
    callsPerDay: given.callsPerDay,
    prompts: results.map(({ label, messages, findings }) => ({
      label,
      savedTokens: tokens(findings),
      findings: findings.map(({ id: _id, key: _key, ...finding }) => ({
        ...finding,
        ...textPosition(messages[finding.messageIndex]?.template ?? '', finding.start),
      })),
    })),
  }
}

function toText({ label, messages, findings }: Result, model: CatalogModel | null, callsPerDay: number): string {
  const lines = findings.map((finding) => {
    const { messageIndex, start, ruleId, risk, message, savedTokens, savedNanoUsdPerMonth } = finding
    const { line, column } = textPosition(messages[messageIndex]?.template ?? '', start)
    const place = `${messages.length > 1 ? `message ${messageIndex + 1}, ` : ''}${line}:${column}`
    const money = savedNanoUsdPerMonth ? `, ${formatUsd(savedNanoUsdPerMonth)} / month` : ''
    const saved = savedTokens === null ? '' : ` [−${savedTokens} tokens${money}]`
    return `  ${place}  ${risk} ${ruleId}: ${message.replaceAll('\n', ' ')}${saved}`
  })
  const classes = RiskClass.options.map((risk) => `${risk} ${findings.filter((one) => one.risk === risk).length}`)
  const priced = findings.flatMap(({ savedNanoUsdPerMonth }) => savedNanoUsdPerMonth ?? [])
  const money =
    priced.length === 0 || !model
      ? ''
      : `, ≈ ${formatUsd(priced.reduce((sum, one) => sum + one, 0))} / month at ${callsPerDay.toLocaleString('en-US')} calls per day on ${model.id}`
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`
  return [
    label,
    ...lines,
    `${count}: ${classes.join(', ')}. Fixes save ${tokens(findings)} tokens per call${money}.`,
  ].join('\n')
}

function tokens(findings: readonly Finding[]): number {
  return findings.reduce((sum, { savedTokens }) => sum + (savedTokens ?? 0), 0)
}
