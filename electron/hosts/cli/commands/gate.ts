import { AppError } from '../../../../shared/contract/errors.ts'
import { needsRun } from '../../../../shared/gate/gate-config.ts'
import { judgeGate } from '../../../../shared/gate/judge-gate.ts'
import type { Shard } from '../../../../shared/gate/snapshot.ts'
import { exitCode } from '../exit-code.ts'
import { countPromptTokens } from '../gate/count-prompt-tokens.ts'
import { readGateConfig } from '../gate/read-gate-config.ts'
import { readBaseline } from '../gate/read-snapshot.ts'
import { type RunWish, runForSnapshot } from '../gate/run-for-snapshot.ts'
import { checkGateFiles, type GateOutput, tellGate } from '../gate/tell-gate.ts'
import { type GlobalOptions, withClient } from '../open-session.ts'
import { type LoadedPlan, readPlan } from '../read-plan.ts'
import { writeResultFile } from '../write-result-file.ts'

export interface GateOptions extends GlobalOptions, GateOutput, RunWish {
  readonly baseline?: string
  readonly config?: string
  readonly base?: string
  readonly tokensOnly?: boolean
  readonly shard?: string
  readonly json?: boolean
}

/**
 * `pithy gate PLAN`: tokens first, which cost nothing; a prompt that breaks their limit is not run at all. Without another limit
 * or a baseline no library is opened and nothing is sent.
 */
export async function gateCommand(file: string, options: GateOptions): Promise<number> {
  const shard = options.shard === undefined ? null : parseShard(options.shard)
  if (shard && options.out === undefined)
    throw new AppError('bad-input', 'A shard writes its part to a file: name it by --out.')
  const plan = await readPlan(file, options.base)
  const loaded: LoadedPlan = shard ? { ...plan, shard } : plan
  const gate = await readGateConfig(loaded, options)
  const prompts = await countPromptTokens(loaded, gate)
  const { critical } = gate
  const about = { name: loaded.plan.name, prompts, rule: gate.config.baseline, critical }
  const onTokens = judgeGate({ ...about, snapshot: null, baseline: null })
  const hasMore = options.baseline !== undefined || shard !== null || options.out !== undefined
  const isDone = !hasMore && critical.length === 0 && ![...gate.limits.values()].some(needsRun)
  if (isDone || options.tokensOnly || onTokens.outcome === 'failed') return await tellGate(onTokens, options, null)
  await checkGateFiles(options)
  return await withClient(options, async (client) => {
    // A baseline that cannot be read must not come to light after the run is paid for.
    const baseline = options.baseline === undefined ? null : await readBaseline(client, options.baseline)
    const { runId, isCancelled, snapshot } = await runForSnapshot(client, loaded, options)
    if (options.out !== undefined) {
      const part = shard
        ? { part: { shard, prompts: [...prompts], rule: gate.config.baseline, critical: [...critical] } }
        : {}
      await writeResultFile(options.out, `${JSON.stringify({ ...snapshot, ...part })}\n`)
    }
    if (isCancelled) return exitCode.interrupted
    if (!shard) return await tellGate(judgeGate({ ...about, snapshot, baseline }), options, runId)
    console.error(`Part ${shard.index} of ${shard.count}: ${options.out}. Judge all parts together by "pithy merge".`)
    return snapshot.isComplete ? exitCode.passed : exitCode.incomplete
  })
}

function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number)
  if (index >= 1 && index <= count) return { index, count }
  throw new AppError('bad-input', `--shard ${text} is not of the form i/n, such as 1/4.`)
}
