import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createApp } from '../electron/core/app.ts'
import { inProcessTransport } from '../electron/core/in-process-transport.ts'
import { environmentSecrets } from '../electron/core/platform/environment-secrets.ts'
import { nodePorts } from '../electron/core/platform/node-ports.ts'
import { type Client, createClient } from '../shared/contract/client.ts'
import { ModelId } from '../shared/domain/ids.ts'
import { isTerminal } from '../shared/domain/job.ts'
import { targetRow } from './target-row.ts'

// What a standard squeeze saves on both sample projects, by sandbox model and seed: one line of JSON each. Every squeeze works on
// a library of its own, so that no look at the hold-out and no answer comes from another one.
// PITHY_BENCH=text measures only those whose line ("Support tickets sandbox/small seed 2") contains it.

const wanted = process.env.PITHY_BENCH ?? ''
for (const project of ['Review sentiment', 'Support tickets'])
  for (const model of ['sandbox/small', 'sandbox/medium', 'sandbox/large'])
    for (const seed of [1, 2, 3])
      if (`${project} ${model} seed ${seed}`.includes(wanted)) await measure(project, model, seed)

async function measure(projectName: string, model: string, seed: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pithy-bench-'))
  const app = await createApp(nodePorts('cli', path.join(folder, 'library.sqlite'), environmentSecrets()))
  try {
    const client = createClient(inProcessTransport(app))
    const squeeze = await squeezeOf(client, projectName, model, seed)
    const { verdict, proof, calls, arms, bestArmId } = squeeze
    const best = arms.find(({ id }) => id === bestArmId)
    const costPercent = percent(verdict?.costRatio ?? 1) ?? 100
    console.log(
      JSON.stringify({
        project: projectName,
        model,
        seed,
        proof,
        verdict: verdict?.kind ?? null,
        savedPercent: percent(verdict?.costRatio == null ? null : 1 - verdict.costRatio),
        holdOutPoints: percent(verdict?.difference ?? null),
        holdOutCases: verdict?.cases ?? 0,
        moreCases: verdict?.moreCases ?? null,
        developmentPoints: percent(best?.difference ?? null),
        developmentCases: best?.n ?? 0,
        calls: calls.used,
        winner: best?.label ?? null,
        rows: [targetRow(`squeeze, ${projectName}, ${model}, seed ${seed}: billed cost, %`, costPercent, 60)],
      }),
    )
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function squeezeOf(client: Client, projectName: string, model: string, seed: number) {
  const project = (await client.call('projects.list', {})).find(({ name }) => name === projectName)
  if (!project) throw new Error(`There is no sample project ${projectName}.`)
  const [prompt] = await client.call('prompts.list', { projectId: project.id })
  const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
  const [variant] = prompt ? await client.call('variants.list', { promptId: prompt.id }) : []
  if (!variant || !evalSet) throw new Error(`The sample project ${projectName} is empty.`)
  const { squeezeId, jobId } = await client.call('squeeze.start', {
    variantId: variant.id,
    evalSetId: evalSet.id,
    mode: 'standard',
    modelId: ModelId.parse(model),
    rewriterId: ModelId.parse('sandbox/large'),
    budgetNanoUsd: 20_000_000_000,
    seed,
  })
  await new Promise<void>((resolve) => {
    const stop = client.on('job.changed', ({ id, state }) => {
      if (id !== jobId || !isTerminal(state)) return
      stop()
      resolve()
    })
  })
  return await client.call('squeeze.get', { squeezeId })
}

function percent(fraction: number | null): number | null {
  return fraction === null ? null : Math.round(fraction * 1000) / 10
}
