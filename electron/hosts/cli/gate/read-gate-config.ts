import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { GateConfig, type GateLimits } from '../../../../shared/gate/gate-config.ts'
import type { CriticalAssertion } from '../../../../shared/gate/snapshot.ts'
import { assertionKey } from '../../../../shared/verdict/assertion-key.ts'
import { type LoadedPlan, parseYaml } from '../read-plan.ts'
import { readTextFile } from '../read-text-file.ts'

const FILE_NAME = 'pithy.yaml'

export interface LoadedGate {
  readonly config: GateConfig
  /** By the prompt's label: the plan's limits, over them those beside the prompt's own file, over them those by its label. */
  readonly limits: ReadonlyMap<string, GateLimits>
  /** Of the plan's assertions, in their order. */
  readonly critical: readonly CriticalAssertion[]
}

/**
 * The limits of a plan's prompts, from `pithy.yaml` beside the plan and beside the prompts' files.
 *
 * @param file the one to read in place of that beside the plan; it must then be there
 * @throws AppError `bad-input` with the file and the place, also for a label that no prompt has
 */
export async function readGateConfig(
  { plan, file: planFile, assertions }: LoadedPlan,
  { base, config: file }: { readonly base?: string | undefined; readonly config?: string | undefined },
): Promise<LoadedGate> {
  const folder = base === undefined ? dirname(resolve(planFile)) : resolve(base)
  const ownFile = file === undefined ? join(folder, FILE_NAME) : resolve(file)
  const config = await readConfig(ownFile, file !== undefined)
  const limits = new Map<string, GateLimits>()
  const known = new Set<string>()
  const names = new Set(config.critical)
  for (const prompt of plan.prompts) {
    const beside = prompt.file === undefined ? ownFile : join(dirname(resolve(folder, prompt.file)), FILE_NAME)
    const near = beside === ownFile ? config : await readConfig(beside, false)
    for (const label of Object.keys(near.prompts)) known.add(label)
    for (const name of near.critical) names.add(name)
    const own = { ...config.prompts[prompt.label], ...near.prompts[prompt.label] }
    limits.set(prompt.label, { ...config.limits, ...near.limits, ...own })
  }
  const stranger = [...Object.keys(config.prompts), ...known].find((label) => !limits.has(label))
  if (stranger !== undefined) {
    const labels = [...limits.keys()].join(', ')
    throw new AppError(
      'bad-input',
      `${FILE_NAME} has limits for "${stranger}", which no prompt of ${planFile} is called: ${labels}.`,
    )
  }
  return { config, limits, critical: [...names].flatMap((name) => criticalAssertions(name, assertions)) }
}

/** By its metric, its type ("not-contains"), or both with its value, as the interface writes it. */
function criticalAssertions(name: string, assertions: readonly Assertion[]): readonly CriticalAssertion[] {
  const found = assertions.flatMap((assertion, index) => {
    const type = `${assertion.isNegated ? 'not-' : ''}${assertion.scorer}`
    return [assertion.metric, type, assertionKey(assertion)].includes(name) ? [{ index, name }] : []
  })
  if (found.length > 0) return found
  const keys = assertions.map(assertionKey).join('; ')
  throw new AppError(
    'bad-input',
    `${FILE_NAME} calls "${name}" critical, which no assertion of the plan is: ${keys || 'it has none'}.`,
  )
}

async function readConfig(path: string, isAsked: boolean): Promise<GateConfig> {
  const isThere = (await stat(path).catch(() => null)) !== null
  if (!isThere && !isAsked) return GateConfig.parse({})
  const text = await readTextFile(path, 'The limits of the gate')
  const parsed = GateConfig.safeParse(text.trim() === '' ? {} : (parseYaml(path, text) ?? {}))
  if (!parsed.success) throw new AppError('bad-input', `${path} holds no limits:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}
