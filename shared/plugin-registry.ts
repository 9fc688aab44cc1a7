import { AppError } from './contract/errors.ts'

export interface Plugin {
  /** Stored in saved runs, so it never changes. Equals the file name. */
  readonly id: string
  readonly label: string
}

export interface Registry<P extends Plugin> {
  /** In the order of their labels. */
  readonly all: readonly P[]
  has(id: string): boolean
  /** @throws AppError `not-found`, naming the known ids */
  get(id: string): P
}

/**
 * Collects the plug-ins of one folder: the folder is the registry, the file name is the id, the export is `plugin`.
 *
 * @param kind    what the plug-ins are, for messages: 'scorer', 'exporter'
 * @param modules `import.meta.glob('./plugins/*.ts', { eager: true, import: 'plugin' })`
 * @throws Error when a file has no export `plugin` or its id differs from the file name
 */
export function createRegistry<P extends Plugin>(kind: string, modules: Readonly<Record<string, P>>): Registry<P> {
  const byId = new Map<string, P>()
  for (const [path, plugin] of Object.entries(modules)) {
    const fileName = path.slice(path.lastIndexOf('/') + 1).replace(/\.ts$/, '')
    // The glob's type promises a plug-in; a file that lacks the export yields undefined all the same.
    if ((plugin as P | undefined) === undefined) throw new Error(`The ${kind} file ${path} has no export "plugin".`)
    if (plugin.id !== fileName)
      throw new Error(`The ${kind} in ${path} calls itself "${plugin.id}"; the id must be "${fileName}".`)
    byId.set(plugin.id, plugin)
  }
  const all = [...byId.values()].sort((a, b) => a.label.localeCompare(b.label, 'en') || (a.id < b.id ? -1 : 1))
  return {
    all,
    has: (id) => byId.has(id),
    get(id) {
      const plugin = byId.get(id)
      if (plugin) return plugin
      const known = [...byId.keys()].sort().join(', ')
      throw new AppError('not-found', `There is no ${kind} "${id}". Known: ${known === '' ? 'none' : known}.`)
    },
  }
}
