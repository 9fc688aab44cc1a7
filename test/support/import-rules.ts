import path from 'node:path'

interface ImportRule {
  /** The files it governs; the first rule that matches a file counts. */
  readonly files: RegExp
  readonly mayImport: readonly RegExp[]
  readonly packages: RegExp
  /** Packages of which only types may be imported. */
  readonly typePackages?: RegExp
}

const electronCorePackages =
  /^(node:|(better-sqlite3|zod|yaml|papaparse|ajv|ajv-formats|fflate|hyparquet|pino|echarts|parse5|saxes|fast-xml-parser|node-sql-parser|quickjs-emscripten-core|@jitl\/quickjs-singlefile-mjs-release-sync)(\/|$))/
const componentPackages =
  /^((react|react-dom|echarts|diff|marked|react-resizable-panels)(\/|$)|@mantine\/|@tanstack\/react-virtual$)/
const rendererPackages =
  /^((react|react-dom|monaco-editor|zod|zustand|echarts|diff|marked|react-resizable-panels)(\/|$)|@mantine\/|@tanstack\/)/

/** ARCHITECTURE: who may import whom. */
export const importRules: readonly ImportRule[] = [
  {
    files: /^shared\//,
    mayImport: [/^shared\//],
    packages: /^(zod|js-tiktoken|liquidjs|papaparse|yaml|js-rouge|fastest-levenshtein)(\/|$)/,
    typePackages: /^echarts(\/|$)/,
  },
  {
    files: /^electron\/core\/providers\//,
    mayImport: [/^electron\/core\//, /^shared\//],
    packages: /^(node:|(zod|openai|@anthropic-ai\/sdk)(\/|$))/,
  },
  { files: /^electron\/core\//, mayImport: [/^electron\/core\//, /^shared\//], packages: electronCorePackages },
  hostRule('desktop', /^(node:|electron(\/|$)|zod$)/),
  hostRule('cli', /^(node:|commander$|yaml$|zod$)/),
  hostRule('web', /^(node:|zod$)/),
  {
    files: /^renderer\/ui\//,
    mayImport: [/^renderer\/(ui|theme)\//, /^shared\/domain\//],
    packages: componentPackages,
  },
  {
    files: /^renderer\/charts\//,
    mayImport: [/^renderer\/(charts|ui|theme)\//, /^shared\/(domain|stats|charts)\//],
    packages: componentPackages,
  },
  {
    files: /^renderer\/client\//,
    mayImport: [/^renderer\/(client|ui|tokens)\//, /^shared\//],
    packages: rendererPackages,
  },
  {
    files: /^renderer\/features\/editor\/spelling\//,
    mayImport: [/^renderer\/[^/]+\//, /^shared\//],
    packages: /^((react|nspell)$|dictionary-en\/)/,
  },
  {
    // Another feature is refused below; what only the shell may know (main, app) lies at the top of renderer/.
    files: /^renderer\/features\//,
    mayImport: [/^renderer\/[^/]+\//, /^shared\//],
    packages: rendererPackages,
  },
  { files: /^renderer\//, mayImport: [/^renderer\//, /^shared\//], packages: rendererPackages },
]

interface Import {
  readonly specifier: string
  readonly isTypeOnly: boolean
}

/** Why the file may not import this; null when it may. Files outside the layers (tests, scripts) may import anything. */
export function findImportViolation(file: string, { specifier, isTypeOnly }: Import): string | null {
  const rule = importRules.find(({ files }) => files.test(file))
  if (!rule) return null
  if (!specifier.startsWith('.')) {
    const isAllowed = rule.packages.test(specifier) || (isTypeOnly && rule.typePackages?.test(specifier) === true)
    return isAllowed ? null : `${file} may not import the package ${specifier}`
  }
  const target = path.posix.join(path.posix.dirname(file), specifier.replace(/\?.*$/, ''))
  if (!/\.(ts|tsx|css|json|svg|txt)$/.test(target)) return `${file} imports ${specifier} without its extension`
  if (!rule.mayImport.some((allowed) => allowed.test(target))) return `${file} may not import ${target}`
  return findFeatureViolation(file, target) ?? findPluginViolation(file, target)
}

function findFeatureViolation(file: string, target: string): string | null {
  const own = /^renderer\/features\/[^/]+\//.exec(file)?.[0]
  const other = /^renderer\/features\/[^/]+\//.exec(target)?.[0]
  return own && other && own !== other ? `${file} may not import ${target}, which belongs to another feature` : null
}

function findPluginViolation(file: string, target: string): string | null {
  if (!file.includes('/plugins/')) return null
  if (target.includes('/plugins/')) return `${file} may not import ${target}, another plug-in`
  return /(^|\/)([a-z-]*)registry\.ts$/.test(target)
    ? `${file} may not import ${target}: a plug-in does not know its registry`
    : null
}

function hostRule(host: string, packages: RegExp): ImportRule {
  const own = new RegExp(`^electron/hosts/${host}/`)
  return { files: own, mayImport: [own, /^electron\/core\//, /^shared\//], packages }
}
