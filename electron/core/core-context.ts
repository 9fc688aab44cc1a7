import type { Payload } from '../../shared/contract/routes.ts'
import type { ScorerContext } from '../../shared/score/scorer.ts'
import type { BundleDesk } from './bundle/bundle-desk.ts'
import type { Engine } from './evaluate/engine.ts'
import type { Calibrations } from './evaluate/judge/calibrations.ts'
import type { EventBus } from './event-bus.ts'
import type { JobRunner } from './jobs/job-runner.ts'
import type { ModelDirectory } from './models/model-directory.ts'
import type { ProviderDirectory } from './models/provider-directory.ts'
import type { Ports } from './ports.ts'
import type { Store } from './store/open-store.ts'
import type { PatternRunner } from './user-code/pattern-runner.ts'
import type { ScriptRunner } from './user-code/script-runner.ts'

/** What handlers and long work are given; made once, by createApp. */
export interface CoreContext {
  readonly ports: Ports
  readonly store: Store
  readonly bus: EventBus
  readonly providers: ProviderDirectory
  readonly models: ModelDirectory
  /** What every paid call of this process shares. */
  readonly engine: Engine
  /** What past calls say about how each model counts. */
  readonly calibrations: Calibrations
  readonly jobs: JobRunner
  readonly validateJson: ScorerContext['validateJson']
  /** Runs users' patterns so that none can hang the application. */
  readonly patterns: PatternRunner
  /** Bundles on their way in or out. */
  readonly bundles: BundleDesk
  /** Runs users' JavaScript in a sandbox. */
  readonly scripts: ScriptRunner
  /** Closes the library, changes its file, opens it again; calls wait meanwhile. */
  readonly exchange: <T>(change: () => T) => Promise<T>
  /** Tells the clients which kind of list to read again. */
  readonly changed: (kind: Payload<'library.changed'>['kind']) => void
}
