import { toWireError } from '../../shared/contract/errors.ts'
import { events } from '../../shared/contract/routes.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { BundleDesk } from './bundle/bundle-desk.ts'
import type { CoreContext } from './core-context.ts'
import { defaultSettings } from './default-settings.ts'
import { createDispatch, type Dispatch } from './dispatch.ts'
import { keepCollecting } from './evaluate/batch/keep-collecting.ts'
import { createEngine } from './evaluate/engine.ts'
import { Calibrations } from './evaluate/judge/calibrations.ts'
import { keepRecovering } from './evaluate/recovery/keep-recovering.ts'
import { createEventBus, type EventBus } from './event-bus.ts'
import { createHandlers } from './handlers/index.ts'
import { dropDeadLogs, dropLog } from './import/drop-dead-logs.ts'
import { JobRunner } from './jobs/job-runner.ts'
import { createJsonValidator } from './json/validate-json.ts'
import { createModelDirectory } from './models/model-directory.ts'
import { createProviderDirectory } from './models/provider-directory.ts'
import type { Ports } from './ports.ts'
import { providers as providerPlugins } from './providers/registry.ts'
import { seedSamples } from './samples/seed-samples.ts'
import { openStore, type Store } from './store/open-store.ts'
import { ownBinding } from './store/sqlite/load-sqlite.ts'
import { toStoreError } from './store/sqlite/store-error.ts'
import { PatternRunner } from './user-code/pattern-runner.ts'
import { ScriptRunner } from './user-code/script-runner.ts'

export interface App {
  readonly dispatch: Dispatch
  readonly events: EventBus
  /** Ends long work, then gives the library back. */
  readonly close: () => Promise<void>
}

/**
 * The only composition root: hosts lend ports and a transport, and hold no product logic.
 *
 * @throws AppError when the library cannot be opened; its message names the path
 */
export async function createApp(ports: Ports): Promise<App> {
  const bus = createEventBus(ports.log)
  /** Pending while the library's file is exchanged: calls wait. Rejected when it could not be opened again: calls say why. */
  let current: Promise<OpenCore> = openCore(ports, bus, exchange)
  await current

  async function exchange<T>(change: () => T): Promise<T> {
    const former = await current
    const next = Promise.withResolvers<OpenCore>()
    next.promise.catch(() => undefined)
    current = next.promise
    try {
      await former.close()
      return change()
    } finally {
      await openCore(ports, bus, exchange).then(next.resolve, next.reject)
      for (const kind of events['library.changed'].shape.kind.options) bus.publish('library.changed', { kind })
    }
  }

  return {
    async dispatch(name, input, call) {
      try {
        return await (await current).dispatch(name, input, call)
      } catch (error) {
        return { ok: false, error: toWireError(error) }
      }
    },
    events: bus,
    async close() {
      const core = await current.catch(() => null)
      await core?.close()
    },
  }
}

interface OpenCore {
  readonly dispatch: Dispatch
  readonly close: () => Promise<void>
}

async function openCore(ports: Ports, bus: EventBus, exchange: CoreContext['exchange']): Promise<OpenCore> {
  const store = await openLibrary(ports)
  const engine = createEngine({
    ports,
    commits: store.commits,
    ledger: store.ledger,
    onStreamed: (event) => bus.publish('cells.streamed', event),
  })
  const core: CoreContext = {
    ports,
    store,
    bus,
    providers: createProviderDirectory({ plugins: providerPlugins, store: store.providers, secrets: ports.secrets }),
    models: createModelDirectory(catalogModels, store.models, () => store.settings.get().providerDiscounts),
    engine,
    calibrations: new Calibrations({ store, encoders: engine.encoders }),
    jobs: new JobRunner({ store: store.jobs, ports, publish: (job) => bus.publish('job.changed', job) }),
    validateJson: createJsonValidator(),
    patterns: new PatternRunner(),
    bundles: new BundleDesk(ports.newId),
    scripts: new ScriptRunner(),
    exchange,
    changed: (kind) => bus.publish('library.changed', { kind }),
  }
  const stopRecovering = keepRecovering(core)
  dropDeadLogs(core, { drop: (id) => dropLog(core, id), isAdding: () => false }).catch((error) =>
    ports.log.error('What killed imports left could not be dropped.', error),
  )
  // A command of the command line looks only after what it was told to.
  const stopCollecting = ports.host === 'cli' ? () => undefined : keepCollecting(core)
  const dispatch = createDispatch(createHandlers(core), {
    translate: (error) => toStoreError(error, ports.libraryPath),
    onInternalError: (route, error) => ports.log.error(`The route "${route}" failed.`, error),
  })
  return {
    dispatch,
    async close() {
      stopRecovering()
      stopCollecting()
      await core.jobs.close()
      core.engine.lanes.close()
      await core.patterns.close()
      await core.scripts.close()
      await store.stopReaders()
      core.bundles.closeAll()
      store.close()
    },
  }
}

async function openLibrary({ libraryPath, now, newId }: Ports): Promise<Store> {
  const store = await openStore(libraryPath, {
    now,
    newId,
    defaultSettings: defaultSettings(catalogModels),
    nativeBinding: ownBinding(),
  })
  try {
    seedSamples(store)
    return store
  } catch (error) {
    store.close()
    throw toStoreError(error, libraryPath)
  }
}
