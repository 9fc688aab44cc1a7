import { hostname } from 'node:os'

/** After this long without a heartbeat a job's owner counts as dead, wherever it ran. */
export const STALE_AFTER_MS = 15_000

/** Names this process in the jobs that it owns. */
export function jobOwner(): string {
  return `${process.pid}@${hostname()}`
}

/** Whether the process that owns a job is gone: its heartbeat is stale, or it ran here and its process has ended. */
export function isOwnerDead(owner: string, heartbeatAtMs: number, nowMs: number): boolean {
  if (nowMs - heartbeatAtMs > STALE_AFTER_MS) return true
  const at = owner.indexOf('@')
  if (owner.slice(at + 1) !== hostname()) return false
  return !isRunning(Number(owner.slice(0, at)))
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 sends nothing; it asks whether the process is there.
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
