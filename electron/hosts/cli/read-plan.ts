import { dirname, extname, resolve } from 'node:path'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { AppError } from '../../../shared/contract/errors.ts'
import type { TableFormat } from '../../../shared/domain/import.ts'
import type { PartialTexts } from '../../../shared/domain/partial.ts'
import { Plan, type PlanPrompt } from '../../../shared/domain/plan.ts'
import { Message, type VariantContent } from '../../../shared/domain/prompt.ts'
import { Assertion } from '../../../shared/domain/score.ts'
import type { Shard } from '../../../shared/gate/snapshot.ts'
import { formatOfFile } from '../../../shared/import/format-of-file.ts'
import { parseAssertionType } from '../../../shared/score/parse-assertion-type.ts'
import { readTextFile } from './read-text-file.ts'

export interface LoadedPlan {
  readonly plan: Plan
  readonly file: string
  readonly prompts: readonly { readonly label: string; readonly content: VariantContent }[]
  readonly partials: PartialTexts
  readonly assertions: readonly Assertion[]
  /** Only every so manieth case is asked; absent = all. */
  readonly shard?: Shard
  /** The table of cases as text; null when the plan holds the cases itself. */
  readonly caseTable: { readonly text: string; readonly format: TableFormat; readonly fileName: string } | null
}

/** Reads a plan and every file that it names. @throws AppError `bad-input` with file and place */
export async function readPlan(file: string, base: string | undefined): Promise<LoadedPlan> {
  const folder = base === undefined ? dirname(resolve(file)) : resolve(base)
  const plan = parsePlan(file, await readTextFile(file, 'The plan'))
  const prompts = await Promise.all(
    plan.prompts.map(async (prompt) => ({
      label: prompt.label,
      content: {
        messages: await messagesOf(prompt, folder),
        parameters: prompt.parameters,
      },
    })),
  )
  const labels = new Set(prompts.map((prompt) => prompt.label))
  if (labels.size < prompts.length) throw new AppError('bad-input', `${file}: two prompts have the same label.`)
  return {
    plan,
    file,
    prompts,
    partials: await readPartials(plan, folder),
    assertions: plan.assertions.map(toAssertion),
    caseTable: await readCaseTable(plan, folder),
  }
}

function parsePlan(file: string, text: string): Plan {
  if (text.trim() === '') throw new AppError('bad-input', `${file} is empty: a plan names prompts, models and cases.`)
  const parsed = Plan.safeParse(parseYaml(file, text))
  if (!parsed.success) throw new AppError('bad-input', `${file} is not a plan:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** One YAML or JSON document. @throws AppError `bad-input` with file and place, also for aliases that unfold without end */
export function parseYaml(file: string, text: string): unknown {
  const [document, ...others] = parseAllDocuments(text, { prettyErrors: true })
  if (others.length > 0) {
    throw new AppError('bad-input', `${file} holds ${others.length + 1} YAML documents; one is expected.`)
  }
  const broken = document?.errors[0]
  if (broken) throw new AppError('bad-input', `${file} is not valid YAML or JSON: ${broken.message}`)
  try {
    // Aliases are capped, so that a few lines cannot unfold into gigabytes.
    return document?.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new AppError('bad-input', `${file} uses too many YAML aliases, or one that is not there.`, { cause })
  }
}

function toAssertion({ type, ...rest }: Plan['assertions'][number]): Assertion {
  return Assertion.parse({ ...rest, ...parseAssertionType(type) })
}

const PromptFile = z.union([z.string(), z.array(Message).min(1), z.object({ messages: z.array(Message).min(1) })])

async function messagesOf(prompt: PlanPrompt, folder: string): Promise<Message[]> {
  if (prompt.messages) return prompt.messages
  if (prompt.text !== undefined) return [{ role: 'user', template: prompt.text }]
  const path = resolve(folder, prompt.file ?? '')
  return readPromptFile(path, { what: `The prompt "${prompt.label}"`, key: prompt.key })
}

/**
 * The messages of a prompt's own file: a text file is one user message, a JSON file holds a text or messages.
 *
 * @param about how a message names the file, and which entry of a JSON object is meant
 * @throws AppError `bad-input` with the path
 */
export async function readPromptFile(
  path: string,
  about: { readonly what: string; readonly key?: string | undefined },
): Promise<Message[]> {
  const text = await readTextFile(path, about.what)
  if (extname(path).toLowerCase() !== '.json') return [{ role: 'user', template: text }]
  const content = pickKey(parseJson(path, text), about.key, path)
  const parsed = PromptFile.safeParse(content)
  if (!parsed.success) {
    throw new AppError(
      'bad-input',
      `${path} holds no prompt${about.key ? ` under "${about.key}"` : ''}: a text or a list of messages is expected.`,
    )
  }
  if (typeof parsed.data === 'string') return [{ role: 'user', template: parsed.data }]
  return Array.isArray(parsed.data) ? parsed.data : parsed.data.messages
}

function pickKey(content: unknown, key: string | undefined, path: string): unknown {
  if (key === undefined) return content
  if (typeof content === 'object' && content !== null && Object.hasOwn(content, key)) return Reflect.get(content, key)
  throw new AppError('bad-input', `${path} has no entry "${key}".`)
}

async function readPartials(plan: Plan, folder: string): Promise<PartialTexts> {
  const texts = Object.entries(plan.partials).map(async ([name, file]): Promise<readonly [string, string]> => {
    return [name, await readTextFile(resolve(folder, file), `The partial "${name}"`)]
  })
  return Object.fromEntries(await Promise.all(texts))
}

async function readCaseTable(plan: Plan, folder: string): Promise<LoadedPlan['caseTable']> {
  if (Array.isArray(plan.cases)) return null
  const path = resolve(folder, plan.cases.file)
  const format = plan.cases.format ?? formatOfFile(path) ?? 'csv'
  return { text: await readTextFile(path, 'The table of cases'), format, fileName: plan.cases.file }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-input', `${path} is not valid JSON: ${cause instanceof Error ? cause.message : ''}`, {
      cause,
    })
  }
}
