// Fails when package-lock.json lacks an entry for a platform's optional package (`npm ci` then fails, or leaves that platform
// out) or names the registry it was made with.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { root } from './find-node.mjs'

/** @param packages the field of that name in a lock file */
export function findLockProblems(packages) {
  const locations = Object.keys(packages)
  return Object.entries(packages).flatMap(([location, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !locations.some((other) => other === `node_modules/${name}` || other.endsWith(`/node_modules/${name}`)),
    )
    return [
      ...(entry.resolved ? [`${location} names where it came from: ${entry.resolved}`] : []),
      ...missing.map((name) => `${name}, wanted by ${location || 'package.json'}, has no entry`),
    ]
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'))
  const problems = findLockProblems(packages)
  for (const problem of problems) console.error(`package-lock.json: ${problem}`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
