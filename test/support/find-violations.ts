import path from 'node:path'
import { findImportViolation } from './import-rules.ts'
import { type ModuleFacts, readModule } from './read-module.ts'

const maxLines = 400
const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config|module|d))?\.(ts|tsx|mjs|css)$/
const vagueName = /(^|\/)(utils?|helpers?|common|constants?|misc)(\.|\/)/

/**
 * Which rules of ARCHITECTURE and STYLE a source file breaks, as sentences.
 *
 * @param file path from the top of the repository, with forward slashes
 */
export function findViolations(file: string, source: string): string[] {
  const violations = [...findFileViolations(file, source)]
  if (file.endsWith('.css')) return violations
  const facts = readModule(file, source)
  for (const found of facts.imports) violations.push(...present(findImportViolation(file, found)))
  return [...violations, ...findModuleViolations(file, facts), ...findPluginShapeViolations(file, facts)]
}

function findFileViolations(file: string, source: string): string[] {
  const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0)
  return [
    ...(lines > maxLines ? [`${file} has ${lines} lines; more than ${maxLines} are more than one idea`] : []),
    ...(fileName.test(path.posix.basename(file)) ? [] : [`${file} is not named in kebab-case`]),
    ...(vagueName.test(file) && !file.startsWith('test/') ? [`${file} does not say what is in it`] : []),
  ]
}

function findModuleViolations(file: string, facts: ModuleFacts): string[] {
  const isLayer = /^(shared|electron|renderer)\//.test(file)
  return [
    ...(facts.hasDefaultExport && !/^[a-z]+\.config\.ts$/.test(file) ? [`${file} has a default export`] : []),
    ...(facts.hasExportAll ? [`${file} has an "export *"`] : []),
    ...(isLayer ? facts.mutableNames.map((name) => `${file} keeps state in the module: ${name}`) : []),
  ]
}

/** A registry takes the folder beside it and nothing else, and everything in that folder is a plug-in. */
function findPluginShapeViolations(file: string, facts: ModuleFacts): string[] {
  if (file.startsWith('test/')) return []
  const foreign = facts.globs.filter((pattern) => pattern !== './plugins/*.ts')
  const isPlugin = /\/plugins\/[^/]+\.ts$/.test(file)
  return [
    ...foreign.map((pattern) => `${file} collects ${pattern}; a registry collects ./plugins/*.ts`),
    ...(isPlugin && !facts.exportedNames.includes('plugin') ? [`${file} has no export named plugin`] : []),
  ]
}

function present(violation: string | null): string[] {
  return violation === null ? [] : [violation]
}
