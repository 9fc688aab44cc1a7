/** What one workload came to, by the name of the figure. */
export type Figures = Readonly<Record<string, unknown>> & { readonly name: string }

export interface Row {
  readonly name: string
  readonly target: string
  readonly measured: number
  readonly met: boolean
}

interface Target {
  /** The workload. */
  readonly of: string
  readonly figure: string
  readonly name: string
  readonly bound: 'at most' | 'at least'
  readonly limit: number
}

const atMost = (of: string, figure: string, name: string, limit: number): Target => ({
  of,
  figure,
  name,
  bound: 'at most',
  limit,
})

/** The engine's targets. A figure is met when its run is the only work of a machine with two cores. */
const targets: readonly Target[] = [
  atMost('matrix at 4', 'wallByIdeal', 'concurrency 4: wall ÷ ideal', 1.03),
  atMost('matrix at 20', 'wallByIdeal', 'concurrency 20: wall ÷ ideal', 1.05),
  atMost('matrix at 100', 'wallByIdeal', 'concurrency 100: wall ÷ ideal', 1.15),
  atMost('10k', 'wallByIdeal', '10,000 calls: wall ÷ ideal', 1.5),
  atMost('10k', 'cpuMsPerCell', '10,000 calls: CPU per call, ms', 1),
  atMost('10k', 'peakRssMiB', '10,000 calls: peak memory, MiB', 250),
  atMost('10k again, from the cache', 'wallMsPerCell', '10,000 cells from the cache: ms per case', 0.2),
  { of: '100k', figure: 'cellsPerSecond', name: '100,000 calls: calls per second', bound: 'at least', limit: 800 },
  atMost('100k', 'lagP99Ms', '100,000 calls: event-loop lag, 99th percentile, ms', 50),
  atMost('import', 'longestGapMs', 'import of 100,000 cases: longest step, ms', 50),
  atMost('100k', 'peakRssMb', '100,000 calls: peak memory, MB', 600),
  atMost('pithy --version', 'medianMs', 'pithy --version: median, ms', 150),
  atMost('pithy run, one case', 'medianMs', 'pithy run, one case: median, ms', 600),
]

/** One row for each target whose workload was run. */
export function judge(figures: readonly Figures[]): Row[] {
  return targets.flatMap(({ of, figure, name, bound, limit }) => {
    const measured = figures.find((one) => one.name === of)?.[figure]
    if (typeof measured !== 'number') return []
    return [
      { name, target: `${bound} ${limit}`, measured, met: bound === 'at most' ? measured <= limit : measured >= limit },
    ]
  })
}
