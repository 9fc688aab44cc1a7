import type { TimeForecast } from '../domain/run.ts'

const BOUNDS: Readonly<Record<TimeForecast['boundBy'], string>> = {
  'calls-at-once': 'held back by the calls at once',
  'requests-per-minute': 'held back by the requests per minute',
  'tokens-per-minute': 'held back by the tokens per minute',
  batch: '',
}

/** What the forecast of a run's time rests on, in a sentence. */
export function describeTimeBasis({ basis, boundBy }: TimeForecast): string {
  switch (basis) {
    case 'history':
      return `Timed on earlier calls of these models; ${BOUNDS[boundBy]}.`
    case 'assumed':
      return `Assumed, since too few calls of these models were timed (of a real one: 0.3 to 3 s to the first token, then 150 to 30 tokens a second); ${BOUNDS[boundBy]}.`
    case 'batch':
      return 'Half of all batches end within 7 minutes, most within an hour; what is not done after 24 h expires.'
    default:
      return basis satisfies never
  }
}

/** A time of which only the size is known: "under 1 s", "75 s", "12 min", "24 h". */
export function aboutTime(ms: number): string {
  if (ms < 1000) return 'under 1 s'
  if (ms < 120_000) return `${Number((ms / 1000).toPrecision(2))} s`
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`
}
