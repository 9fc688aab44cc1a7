import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { EmbeddingStore } from '../../electron/core/store/embedding-store.ts'
import { ZipReader } from '../../electron/core/zip/zip-reader.ts'
import type { Client } from '../../shared/contract/client.ts'
import { ModelId, type ProjectId } from '../../shared/domain/ids.ts'
import { defaultParameters } from '../../shared/domain/prompt.ts'
import { Assertion } from '../../shared/domain/score.ts'
import { suggestAnswers } from '../../shared/import/suggest-answers.ts'
import { makeZip } from './make-zip.ts'
import { must } from './must.ts'
import type { TestApp } from './temp-app.ts'

const TABLE = [
  'question,ideal,topic,small_response,small_score,small_cost,large_response',
  '1 + 1,2,add,2,0.3333333333333333,0.001,2',
  '"2 + 2, ""please""",4,add,5,false,0.001,4',
  '3 × 3 = ü😀,9,times,9,1,0.002,',
].join('\n')

/** A project with something of everything that a bundle holds. */
export async function makeProject({ client, ports }: TestApp): Promise<ProjectId> {
  const { id: projectId } = await client.call('projects.create', { name: 'Sums & more' })
  await client.call('projects.set-budget', { projectId, budgetNanoUsd: 5_000_000_000 })
  await client.call('partials.create', { projectId, name: 'rules', text: 'Answer by the number only.' })
  const ownRules = { [projectId]: [{ kind: 'pattern' as const, text: String.raw`^\s*$`, answer: 'Ask me a sum.' }] }
  await client.call('settings.save', { projectWords: { [projectId]: ['sumz'] }, ownRules })
  const messages = [
    { role: 'system' as const, template: "{% render 'rules' %}", locked: ['rules'] },
    { role: 'user' as const, template: 'What is {{question}}?' },
  ]
  const parameters = { ...defaultParameters, maxOutputTokens: 20, stop: ['\n'], cache: 'prefix' as const }
  const { id: promptId } = await client.call('prompts.create', {
    projectId,
    name: 'Sum',
    content: { messages, parameters },
  })
  const first = must((await client.call('variants.list', { promptId }))[0])
  const second = await client.call('variants.fork', { variantId: first.id, name: 'short' })
  await client.call('variants.save', {
    variantId: second.id,
    content: { messages: messages.slice(1), parameters: defaultParameters },
  })
  const source = { text: TABLE, format: null, delimiter: null }
  const preview = await client.call('imports.preview', source)
  const use = (column: string, name: 'variable' | 'expected' | 'tag') => ({ column, use: name, variableName: column })
  const { runId, evalSet } = await client.call('imports.answers', {
    ...source,
    projectId,
    name: 'Recorded',
    variantId: first.id,
    mapping: [use('question', 'variable'), use('ideal', 'expected'), use('topic', 'tag')],
    answers: [...suggestAnswers(preview.columns)],
    assertions: [Assertion.parse({ scorer: 'equals', value: '{{expected}}', metric: 'exact' })],
  })
  // A later state of the tab, so that the run's variant has a revision after it.
  await client.call('variants.save', { variantId: first.id, content: { messages, parameters: defaultParameters } })
  const db = new Database(ports.libraryPath)
  try {
    const cases = db
      .prepare<[string], string>('SELECT id FROM eval_case WHERE eval_set_id = ? ORDER BY position')
      .pluck()
    const [one = '', two = ''] = cases.all(evalSet.id)
    const place = db.prepare(`INSERT OR REPLACE INTO case_place VALUES (?, ?, ?, 'c')`)
    place.run(one, evalSet.id, 'dev')
    place.run(two, evalSet.id, 'hold-out')
    db.prepare(`INSERT INTO human_label (judge_key, output_hash, case_id, labeller, judge_passed, human_passed, labelled_at)
      VALUES ('judge', x'000102030405060708090a0b0c0d0e0f', ?, 'Ann', 1, 0, '2026-01-02T12:00:00.000Z')`).run(one)
    db.prepare(`INSERT INTO hold_out_look (eval_set_id, run_id, baseline, candidate, looked_at)
      VALUES (?, ?, ?, ?, '2026-01-02T12:00:00.000Z')`).run(evalSet.id, runId, `${first.id} a/b`, `${second.id} a/b`)
    db.prepare(`INSERT INTO cell_mark (run_no, row_no, column_no, repeat_no, thumb, score, comment, label, is_highlighted,
      marked_at, reply_no) SELECT run.no, 0, 0, 0, 1, 0.5, 'good', 'x', 1, '2026-01-02T12:00:00.000Z', cell.reply_no FROM run
      JOIN cell ON cell.run_no = run.no AND row_no = 0 AND column_no = 0 AND repeat_no = 0 WHERE run.id = ?`).run(runId)
    const embeddings = new EmbeddingStore(db)
    // The last is of no case of this project.
    for (const [at, text] of ['1 + 1', '3 × 3 = ü😀', 'another project'].entries())
      embeddings.put(ModelId.parse('lab/embed'), text, { vector: [at, 0.1, -1e-9], tokens: 3 })
    db.prepare('UPDATE reply SET mean_log_probability = -0.25, log_probability_tokens = 7').run()
  } finally {
    db.close()
  }
  return projectId
}

export async function exportBundle(client: Client, projectId: ProjectId): Promise<Buffer> {
  const { bundleId } = await client.call('bundles.export', { projectId })
  const parts: Buffer[] = []
  for (let next: number | null = 0; next !== null; ) {
    const part: { readonly body: string; readonly next: number | null } = await client.call('bundles.read', {
      bundleId,
      offset: next,
    })
    parts.push(Buffer.from(part.body, 'base64'))
    next = part.next
  }
  await client.call('bundles.close', { bundleId })
  return Buffer.concat(parts)
}

/** Hands a bundle to the core. @returns its id there */
export async function giveBundle(client: Client, bytes: Buffer): Promise<string> {
  const { bundleId } = await client.call('bundles.begin', {})
  await client.call('bundles.append', { bundleId, offset: 0, body: bytes.toString('base64') })
  return bundleId
}

/** The texts of an archive's files by path. */
export function filesOf(bytes: Buffer, folder: string): ReadonlyMap<string, string> {
  const path = join(folder, 'looked-at.zip')
  writeFileSync(path, bytes)
  const zip = new ZipReader(path)
  try {
    return new Map(zip.entries.map((entry) => [entry.path, Buffer.concat([...zip.bytesOf(entry)]).toString('utf8')]))
  } finally {
    zip.close()
  }
}

/** The same bundle with other texts, under a manifest that is true again. */
export function rebuilt(files: ReadonlyMap<string, string>, changes: Readonly<Record<string, string>>): Buffer {
  const texts = new Map([...files, ...Object.entries(changes)])
  const manifest = JSON.parse(must(files.get('manifest.json')))
  texts.delete('manifest.json')
  const listed = [...texts].map(([path, body]) => ({
    path,
    bytes: Buffer.byteLength(body),
    sha256: createHash('sha256').update(body).digest('hex'),
  }))
  texts.set(
    'manifest.json',
    JSON.stringify({ ...manifest, files: listed, ...JSON.parse(changes['manifest.json'] ?? '{}') }),
  )
  return makeZip([...texts].map(([name, body]) => ({ name, body })))
}
