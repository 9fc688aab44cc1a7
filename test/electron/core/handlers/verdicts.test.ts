import { describe, expect, it, onTestFinished } from 'vitest'
import { ModelId } from '../../../../shared/domain/ids.ts'
import { createTestApp } from '../../../support/temp-app.ts'
import { until } from '../../../support/until.ts'

/** The sample of support tickets on two sandbox models, run to its end. */
async function openRun() {
  const test = await createTestApp()
  onTestFinished(test.close)
  const { client } = test
  const projects = await client.call('projects.list', {})
  const project = projects.find(({ name }) => name === 'Support tickets')
  if (!project) throw new Error('no sample project')
  const [prompt] = await client.call('prompts.list', { projectId: project.id })
  const [evalSet] = await client.call('eval-sets.list', { projectId: project.id })
  if (!prompt || !evalSet) throw new Error('no sample prompt')
  const [variant] = await client.call('variants.list', { promptId: prompt.id })
  if (!variant) throw new Error('no sample variant')
  const modelIds = ['sandbox/large', 'sandbox/small'].map((id) => ModelId.parse(id))
  const spec = { projectId: project.id, evalSetId: evalSet.id, variantIds: [variant.id], modelIds }
  const { runId, jobId } = await client.call('runs.start', spec)
  await until(client, jobId)
  const [baseline, candidate] = (await client.call('runs.get', { runId })).columns.map(({ variantId, modelId }) => ({
    variantId,
    modelId,
  }))
  if (!baseline || !candidate) throw new Error('no columns')
  return { ...test, spec, project, evalSet, runId, baseline, candidate }
}

describe('verdicts of a run', () => {
  it('pair the columns on the development cases first, and say that a simulation proves nothing', async () => {
    const { client, runId, baseline, candidate, evalSet } = await openRun()
    const report = await client.call('verdicts.list', { runId })
    expect(report).toMatchObject({ baseline, part: 'dev', split: { looks: 0, isWorn: false } })
    const { devCases, holdOutCases } = report.split
    expect(devCases + holdOutCases).toBe(evalSet.caseCount)
    expect(devCases / evalSet.caseCount).toBeCloseTo(0.6, 1)
    const [only] = report.verdicts
    expect(report.verdicts).toHaveLength(1)
    expect(only?.verdict).toMatchObject({ candidate, part: 'dev', cases: devCases, leftOut: 0, isProven: false })
    expect(only?.verdict?.caveats).toEqual(expect.arrayContaining(['simulation', 'not-hold-out']))
    expect(only?.verdict?.sentence).toMatch(/^Indicative: .*development cases/)
    expect(only?.verdict?.discordant.length).toBe((only?.verdict?.losses ?? 0) + (only?.verdict?.gains ?? 0))
    expect(await client.call('verdicts.list', { runId })).toEqual(report)
  })

  it('name the cheapest column that is not worse; on the hold-out only once all were looked at', async () => {
    const { client, runId, baseline, candidate } = await openRun()
    const onDev = await client.call('verdicts.cheapest', { runId })
    expect(onDev).toMatchObject({ part: 'dev', compared: 1 })
    expect(onDev?.sentence).toMatch(/than large by more than 3 points.*1 compared, development cases/)
    expect(await client.call('verdicts.cheapest', { runId, part: 'hold-out' })).toBe(null)
    await client.call('verdicts.look', { runId, baseline, candidate })
    expect(await client.call('verdicts.cheapest', { runId, part: 'hold-out' })).toMatchObject({ part: 'hold-out' })
  })

  it('hide the hold-out until somebody looks, and count every pair once', async () => {
    const { client, runId, baseline, candidate } = await openRun()
    const ask = { runId, baseline, part: 'hold-out' as const }
    expect((await client.call('verdicts.list', ask)).verdicts).toEqual([{ candidate, verdict: null }])
    expect(await client.call('verdicts.look', { runId, baseline, candidate })).toMatchObject({ looks: 1 })
    expect(await client.call('verdicts.look', { runId, baseline, candidate })).toMatchObject({
      looks: 1,
      isWorn: false,
    })
    const report = await client.call('verdicts.list', ask)
    expect(report.verdicts[0]?.verdict).toMatchObject({ part: 'hold-out', cases: report.split.holdOutCases })
    // The other way round is another question.
    expect((await client.call('verdicts.list', { ...ask, baseline: candidate })).verdicts[0]?.verdict).toBeNull()
    expect(await client.call('verdicts.look', { runId, baseline: candidate, candidate: baseline })).toMatchObject({
      looks: 2,
    })
  })

  it('follow the rule of the project, critical assertions included', async () => {
    const { client, runId, project } = await openRun()
    const before = await client.call('verdicts.list', { runId })
    expect(before.rule).toEqual({ margin: 0.03, alpha: 0.05, criticalAssertions: [] })
    const critical = before.assertions.map(({ key }) => key)
    expect(critical.length).toBeGreaterThan(0)
    const rule = { margin: 0.1, alpha: 0.1, criticalAssertions: critical }
    // As a form does it whose fields are left one after the other.
    await client.call('verdicts.save-rule', { projectId: project.id, change: { margin: 0.1 } })
    await client.call('verdicts.save-rule', {
      projectId: project.id,
      change: { alpha: 0.1, criticalAssertions: critical },
    })
    const after = await client.call('verdicts.list', { runId })
    expect(after.rule).toEqual(rule)
    expect(after.verdicts[0]?.verdict).toMatchObject({ margin: 0.1, alpha: 0.1 })
    expect(after.verdicts[0]?.verdict?.critical.map(({ key }) => key)).toEqual(critical)
    expect(after.verdicts[0]?.verdict?.critical.every(({ cases }) => cases > 0)).toBe(true)
  })

  it('stand in the report and in an export, as strong as they are', async () => {
    const { client, runId, baseline, candidate } = await openRun()
    const before = (await client.call('reports.render', { runId })).body
    expect(before).toContain('<article class="verdict"')
    expect(before).toMatch(/Indicative: .*development cases/)
    await client.call('verdicts.look', { runId, baseline, candidate })
    expect((await client.call('reports.render', { runId, baseline })).body).toMatch(
      /<p class="sentence">Indicative: .*hold-out\)/,
    )
    const file = await client.call('exports.render', { ...candidate, exporterId: 'markdown', runId })
    expect(file.body).toMatch(/Verdict: unverified: Indicative: .*hold-out\)\. Sandbox models are a simulation/)
  })

  it('keep every case in its part when cases are added, removed and edited', async () => {
    const { client, runId, evalSet } = await openRun()
    const before = (await client.call('verdicts.list', { runId, part: 'dev' })).verdicts[0]?.verdict
    const { cases } = await client.call('cases.page', { evalSetId: evalSet.id, limit: 3 })
    const [first, second] = cases
    if (!first || !second) throw new Error('no cases')
    await client.call('cases.remove', { evalSetId: evalSet.id, caseIds: [first.id] })
    await client.call('cases.save', { evalSetId: evalSet.id, caseId: second.id, content: { ...second, weight: 2 } })
    for (let index = 0; index < 10; index++) {
      const content = {
        variables: { ...second.variables, subject: `New ${index}` },
        expected: null,
        tags: [],
        weight: 1,
      }
      await client.call('cases.add', { evalSetId: evalSet.id, content })
    }
    const split = await client.call('splits.get', { evalSetId: evalSet.id })
    expect(split.devCases + split.holdOutCases).toBe(evalSet.caseCount + 9)
    expect((await client.call('verdicts.list', { runId, part: 'dev' })).verdicts[0]?.verdict).toEqual(before)
  })
})
