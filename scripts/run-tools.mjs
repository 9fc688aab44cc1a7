import { spawn } from 'node:child_process'
import { environmentFor, root } from './find-node.mjs'

/**
 * Runs tools side by side; one line each on stderr, and the whole output of those that fail.
 *
 * @param tools each `{ name, command: [tool in node_modules/.bin or 'node', ...arguments] }`
 * @returns {Promise<boolean>} whether all of them succeeded
 */
export async function runTools(node, tools) {
  const results = await Promise.all(tools.map((tool) => runTool(node, tool)))
  return results.every(Boolean)
}

export function typecheckTools() {
  return ['shared', 'electron', 'renderer', 'test'].map((folder) => ({
    name: `typecheck ${folder}`,
    command: [
      'tsc',
      '-p',
      `${folder}/tsconfig.json`,
      '--incremental',
      '--tsBuildInfoFile',
      `node_modules/.cache/typecheck/${folder}.tsbuildinfo`,
      '--pretty',
      String(process.stderr.isTTY === true),
    ],
  }))
}

function runTool(node, { name, command: [tool, ...toolArguments] }) {
  return new Promise((resolve) => {
    const start = Date.now()
    const isNode = tool === 'node'
    const child = spawn(isNode ? node : tool, toolArguments, {
      cwd: root,
      env: environmentFor(node),
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && !isNode,
    })
    const output = []
    child.stdout.on('data', (bytes) => output.push(bytes))
    child.stderr.on('data', (bytes) => output.push(bytes))
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)))
    child.on('close', (code) => {
      const seconds = ((Date.now() - start) / 1000).toFixed(1)
      console.error(`pithy: ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`)
      if (code !== 0) process.stderr.write(Buffer.concat(output))
      resolve(code === 0)
    })
  })
}
