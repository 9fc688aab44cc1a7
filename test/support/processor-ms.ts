/** What this process has worked so far, in milliseconds: on a busy machine the clock says nothing of it. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
