import { rmSync } from 'node:fs'
import { AppError } from '../../../shared/contract/errors.ts'
import { type BundleCounts, noCounts } from '../../../shared/domain/bundle.ts'
import type { CaseContent } from '../../../shared/domain/eval-set.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { variantLabel } from '../../../shared/domain/prompt.ts'
import { fileStem } from '../../../shared/export/file-stem.ts'
import { textOfCase } from '../../../shared/savings/paired/text-of-case.ts'
import { BUNDLE_VERSION, type BundleManifest } from '../store/bundle/bundle-format.ts'
import type { BundleRows } from '../store/bundle/bundle-rows.ts'
import { embeddedTextHash } from '../store/embedding-store.ts'
import { createTurns } from '../turns/create-turns.ts'
import { type WrittenFile, ZipWriter } from '../zip/zip-writer.ts'

export interface BundleWish {
  readonly projectId: ProjectId
  readonly withRuns: boolean
  readonly appVersion: string
  readonly exportedAt: string
}

/**
 * Writes a project as a bundle to `path`: a ZIP archive of JSON files, with a manifest of their hashes as the last one. Keys are no part of
 * what is read, and settings are the project's own. A file that was begun and not finished is taken away.
 */
export async function writeBundle(
  rows: BundleRows,
  path: string,
  wish: BundleWish,
  signal: AbortSignal,
): Promise<{ readonly bytes: number; readonly counts: BundleCounts; readonly projectName: string }> {
  const zip = new ZipWriter(path)
  const writer = new BundleFiles(zip, signal)
  try {
    const project = rows.project(wish.projectId)
    if (!project) throw new AppError('not-found', `There is no project ${wish.projectId}.`)
    writer.json('project.json', project)
    writer.counts.ownRules = project.ownRules?.length ?? 0
    writePrompts(rows, writer, wish.projectId)
    await writeEvalSets(rows, writer, wish.projectId)
    if (wish.withRuns) await writeRuns(rows, writer, wish.projectId)
    await writeEmbeddings(rows, writer, wish)
    const { appVersion, exportedAt } = wish
    writer.text('README.md', readmeOf(project.name, wish, writer.counts))
    const manifest: BundleManifest = {
      format: 'pithy-bundle',
      version: BUNDLE_VERSION,
      appVersion,
      exportedAt,
      project: project.name,
      counts: writer.counts,
      files: writer.written,
    }
    writer.json('manifest.json', manifest)
    return { bytes: zip.finish(), counts: writer.counts, projectName: project.name }
  } catch (error) {
    zip.abandon()
    rmSync(path, { force: true })
    throw error
  }
}

function writePrompts(rows: BundleRows, writer: BundleFiles, projectId: string): void {
  for (const [index, prompt] of rows.prompts(projectId).entries()) {
    const folder = `prompts/${numbered(index, prompt.name)}`
    const variants = rows.variants(prompt.id).map((variant) => {
      const path = `${folder}/${variantLabel(variant)}.json`
      writer.json(path, variant)
      writer.counts.variants += 1
      return path
    })
    writer.json(`${folder}/prompt.json`, { ...prompt, variants })
    writer.counts.prompts += 1
  }
  for (const [index, partial] of rows.partials(projectId).entries()) {
    writer.json(`partials/${numbered(index, partial.name)}.json`, partial)
    writer.counts.partials += 1
  }
}

async function writeEvalSets(rows: BundleRows, writer: BundleFiles, projectId: string): Promise<void> {
  for (const [index, evalSet] of rows.evalSets(projectId).entries()) {
    const folder = `eval-sets/${numbered(index, evalSet.name)}`
    const cases = `${folder}/cases.jsonl`
    writer.counts.cases += await writer.lines(cases, rows.caseLines(evalSet.id))
    const labelPath = `${folder}/labels.jsonl`
    const labels = await writer.lines(labelPath, rows.labelLines(evalSet.id))
    writer.counts.labels += labels
    writer.json(`${folder}/eval-set.json`, { ...evalSet, cases, labels: labelPath })
    writer.counts.evalSets += 1
  }
}

async function writeRuns(rows: BundleRows, writer: BundleFiles, projectId: string): Promise<void> {
  const snapshots = new Map<number, string>()
  for (const [index, { no, snapshotNo, run }] of rows.runs(projectId).entries()) {
    const known = snapshots.get(snapshotNo)
    const cases = known ?? `runs/cases-${snapshots.size + 1}.jsonl`
    if (known === undefined) {
      snapshots.set(snapshotNo, cases)
      await writer.lines(cases, rows.snapshotLines(snapshotNo))
    }
    const folder = `runs/${numbered(index, run.name)}`
    const cells = `${folder}/cells.jsonl`
    writer.counts.cells += await writer.lines(cells, rows.cellLines(no))
    writer.json(`${folder}/run.json`, { ...run, cases, cells })
    writer.counts.runs += 1
  }
}

/** `01-support-triage`: unique within a folder by its number, whatever two things are called. */
function numbered(index: number, name: string): string {
  return `${String(index + 1).padStart(2, '0')}-${fileStem(name).slice(0, 60)}`
}

class BundleFiles {
  readonly #zip: ZipWriter
  readonly #signal: AbortSignal
  readonly #turn = createTurns()
  readonly written: WrittenFile[] = []
  readonly counts: { -readonly [Name in keyof BundleCounts]: number } = noCounts()

  constructor(zip: ZipWriter, signal: AbortSignal) {
    this.#zip = zip
    this.#signal = signal
  }

  text(path: string, body: string): void {
    this.#zip.begin(path)
    this.#zip.write(body)
    this.written.push(this.#zip.end())
  }

  json(path: string, value: unknown): void {
    this.text(path, `${JSON.stringify(value, null, 2)}\n`)
  }

  /** @returns how many */
  async lines(path: string, lines: Iterable<string>): Promise<number> {
    this.#zip.begin(path)
    let count = 0
    for (const line of lines) {
      this.#zip.write(`${line}\n`)
      count += 1
      await this.turn()
    }
    this.written.push(this.#zip.end())
    return count
  }

  /** Lets other work have its turn, now and then. @throws the signal's reason */
  turn(): Promise<void> | null {
    return this.#turn()?.then(() => this.#signal.throwIfAborted()) ?? null
  }
}

/** What models gave for the texts of the cases, whoever asked: it was paid for. */
async function writeEmbeddings(
  rows: BundleRows,
  writer: BundleFiles,
  { projectId, withRuns }: Pick<BundleWish, 'projectId' | 'withRuns'>,
): Promise<void> {
  const models = rows.embeddings()
  if (models.length === 0) return
  const textHashes = new Set<string>()
  for (const text of rows.variables(projectId, withRuns)) {
    const variables = JSON.parse(text) as CaseContent['variables'] // what the stores wrote
    textHashes.add(embeddedTextHash(textOfCase({ variables })).toString('hex'))
    await writer.turn()
  }
  let index = 0
  for (const model of models) {
    if (rows.vectorLines(model, textHashes).next().done) continue
    const folder = `embeddings/${numbered(index++, model.modelId)}`
    const vectors = `${folder}/vectors.jsonl`
    writer.counts.embeddings += await writer.lines(vectors, rows.vectorLines(model, textHashes))
    writer.json(`${folder}/embeddings.json`, { ...model, vectors })
  }
}

function readmeOf(name: string, { withRuns, exportedAt }: BundleWish, counts: BundleCounts): string {
  return `# ${name}

A project of Pithy's, written on ${exportedAt.slice(0, 10)}: ${counts.prompts} prompts with ${counts.variants} variants,
${counts.evalSets} eval sets with ${counts.cases} cases, ${counts.runs} runs with ${counts.cells} cells. Plain JSON; "cases.jsonl",
"cells.jsonl" and "vectors.jsonl" have one object in each line; a vector is 32-bit floats, little-endian, in Base64. "manifest.json" lists every file with its SHA-256: a file that was changed is refused.

Taken in again by "Import bundle…" in the project menu, or by "pithy bundle import FILE".

Not in it: keys, settings of the application, models and providers of your own (a run holds the prices it was billed with), what
providers sent word for word, the typing history, squeezes, comparisons${withRuns ? '' : ', and runs (left out on request)'}.
`
}
