import { spawn } from 'node:child_process'
import os from 'node:os'

/**
 * Runs a command with the terminal's input and output and resolves with how it ended.
 *
 * Signals are handed on and then waited for, so that the command closes its files and its exit code is kept.
 *
 * @returns {Promise<{ code: number, signal: string | null }>} `code` is 128 + signal number after a signal, 127 when it cannot be started
 */
export function runCommand(command, commandArguments, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, { stdio: 'inherit', ...options })
    const handOn = (signal) => {
      // A terminal's Ctrl+C reaches the command by itself; a second one would tell it to stop without cleaning up.
      const hasTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
      if (signal !== 'SIGINT' || !hasTerminal) child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, handOn)
    const finish = (code, signal) => {
      for (const name of signals) process.off(name, handOn)
      resolve({ code: signal ? 128 + (os.constants.signals[signal] ?? 1) : (code ?? 1), signal })
    }
    child.on('exit', finish)
    child.on('error', (error) => {
      console.error(`Cannot start "${command}": ${error.message}`)
      finish(127, null)
    })
  })
}
