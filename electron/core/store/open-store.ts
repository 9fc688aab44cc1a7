import type { Database } from 'better-sqlite3'
import type { Settings } from '../../../shared/domain/settings.ts'
import { AnswerStore } from './answer-store.ts'
import { BatchStore } from './batch-store.ts'
import { BudgetRuleStore } from './budget-rule-store.ts'
import { BudgetStore } from './budget-store.ts'
import { BundleInserts } from './bundle/bundle-inserts.ts'
import { BundleRows } from './bundle/bundle-rows.ts'
import { CellStore } from './cell-store.ts'
import { ComparisonStore } from './comparison-store.ts'
import { DraftStore } from './draft-store.ts'
import { EmbeddingStore } from './embedding-store.ts'
import { EvalSetStore } from './eval-set-store.ts'
import { FigureStore } from './figure-store.ts'
import { JobStore } from './job-store.ts'
import { LabelStore } from './label-store.ts'
import { LedgerStore } from './ledger-store.ts'
import { MarkStore } from './mark-store.ts'
import type { Migration } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { ModelStore } from './model-store.ts'
import { PartialStore } from './partial-store.ts'
import { ProjectStore } from './project-store.ts'
import { PromptStore } from './prompt-store.ts'
import { ProviderStore } from './provider-store.ts'
import { ReplyCache } from './reply-cache.ts'
import { ResultStore } from './result-store.ts'
import { ResultSearches } from './results/result-searches.ts'
import { RunStore } from './run-store.ts'
import { SettingsStore } from './settings-store.ts'
import { SnapshotStore } from './snapshot-store.ts'
import { SpendLimitStore } from './spend-limit-store.ts'
import { SpendStore } from './spend-store.ts'
import { SpreadStore } from './spread-store.ts'
import { Checkpointer } from './sqlite/checkpointer.ts'
import { CommitQueue } from './sqlite/commit-queue.ts'
import { loadSqlite, type OpenFile } from './sqlite/load-sqlite.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { SqlReader } from './sqlite/sql-reader.ts'
import { SqueezeStore } from './squeeze-store.ts'
import { TokenCountStore } from './token-count-store.ts'
import { UsageLogStore } from './usage-log-store.ts'
import { UsageStore } from './usage-store.ts'
import { VariantStore } from './variant-store.ts'
import { VerdictStore } from './verdict-store.ts'

export interface OpenStoreOptions {
  readonly now: () => number
  readonly newId: () => string
  readonly defaultSettings: Settings
  /** For tests of upgrading. */
  readonly migrations?: readonly Migration[]
  /** Path of better-sqlite3's binary; null = its own. */
  readonly nativeBinding?: string | null
}

/** One library file and all that is stored in it. */
export interface Store {
  readonly db: Database
  /** For other files: copies of the library. */
  readonly openFile: OpenFile
  readonly projects: ProjectStore
  readonly prompts: PromptStore
  readonly variants: VariantStore
  readonly drafts: DraftStore
  readonly partials: PartialStore
  readonly evalSets: EvalSetStore
  readonly settings: SettingsStore
  readonly models: ModelStore
  readonly providers: ProviderStore
  readonly jobs: JobStore
  readonly runs: RunStore
  readonly snapshots: SnapshotStore
  readonly cells: CellStore
  readonly answers: AnswerStore
  readonly results: ResultStore
  readonly searches: ResultSearches
  readonly marks: MarkStore
  readonly spreads: SpreadStore
  readonly figures: FigureStore
  readonly replies: ReplyCache
  readonly usage: UsageStore
  readonly tokenCounts: TokenCountStore
  readonly embeddings: EmbeddingStore
  readonly ledger: LedgerStore
  readonly budgets: BudgetStore
  readonly budgetRules: BudgetRuleStore
  readonly batches: BatchStore
  readonly verdicts: VerdictStore
  readonly labels: LabelStore
  readonly comparisons: ComparisonStore
  readonly usageLogs: UsageLogStore
  readonly spend: SpendStore
  readonly spendLimits: SpendLimitStore
  readonly squeezes: SqueezeStore
  /** Joins the writes of many calls into few commits. */
  readonly commits: CommitQueue
  /** A project at one moment, over a connection of its own that the caller closes. */
  readonly readBundleRows: () => BundleRows
  /** What takes a bundle in; used within one transaction of `db`. */
  readonly bundleInserts: () => BundleInserts
  /** Ends what reads by connections of its own: nobody can put another file in this one's place before. */
  readonly stopReaders: () => Promise<void>
  /** Commits what waits and gives the file back; may be called twice. */
  readonly close: () => void
}

/**
 * Opens the library at `path`, and makes it if it is not there; its folder must exist.
 *
 * @throws AppError naming the path: `damaged`, or `conflict` when the file is foreign or from a newer build
 */
export async function openStore(path: string, options: OpenStoreOptions): Promise<Store> {
  const db = await openDatabase(path, {
    now: options.now,
    migrations: options.migrations ?? migrations,
    nativeBinding: options.nativeBinding ?? null,
  })
  const openFile = await loadSqlite(options.nativeBinding ?? null)
  const clock = { newId: options.newId, nowIso: () => new Date(options.now()).toISOString() }
  const drafts = new DraftStore(db, clock)
  const partials = new PartialStore(db, clock)
  const variants = new VariantStore(db, clock, { drafts, partials })
  const checkpointer = new Checkpointer(db, options.nativeBinding ?? null)
  const budgetRules = new BudgetRuleStore(db, clock)
  const budgets = new BudgetStore(db, budgetRules)
  const reader = new SqlReader(db, options.nativeBinding ?? null)
  const searches = new ResultSearches(db, options.nativeBinding ?? null)
  const look = () => checkpointer.look()
  const stopReaders = async () => void (await Promise.all([searches.close(), reader.close()]))
  const commits = new CommitQueue(db, look, (writes) => budgets.together(writes))
  return {
    db,
    openFile,
    projects: new ProjectStore(db, clock),
    prompts: new PromptStore(db, clock, variants),
    variants,
    drafts,
    partials,
    evalSets: new EvalSetStore(db, clock),
    settings: new SettingsStore(db, options.defaultSettings),
    models: new ModelStore(db, clock),
    providers: new ProviderStore(db, clock),
    jobs: new JobStore(db),
    runs: new RunStore(db),
    snapshots: new SnapshotStore(db),
    cells: new CellStore(db),
    answers: new AnswerStore(db),
    results: new ResultStore(db),
    searches,
    marks: new MarkStore(db, clock),
    spreads: new SpreadStore(db),
    figures: new FigureStore(db),
    replies: new ReplyCache(db),
    usage: new UsageStore(db),
    tokenCounts: new TokenCountStore(db),
    embeddings: new EmbeddingStore(db),
    ledger: new LedgerStore(db, { budgets, rules: budgetRules }),
    budgets,
    budgetRules,
    batches: new BatchStore(db),
    verdicts: new VerdictStore(db, clock),
    labels: new LabelStore(db, clock),
    comparisons: new ComparisonStore(db, clock),
    usageLogs: new UsageLogStore(db, clock, checkpointer),
    spend: new SpendStore(db, reader),
    spendLimits: new SpendLimitStore(db, clock),
    squeezes: new SqueezeStore(db),
    commits,
    readBundleRows: () => new BundleRows(openFile(db.name, true)),
    bundleInserts: () => new BundleInserts(db),
    stopReaders,
    close() {
      if (!db.open) return
      commits.flush()
      void stopReaders()
      checkpointer.close()
      db.close()
    },
  }
}
