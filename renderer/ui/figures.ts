import type { Interval } from '../../shared/domain/results.ts'

/** "87.5 %"; a dash where it is unknown. */
export function percentText(rate: number | null): string {
  return rate === null ? '–' : `${(rate * 100).toFixed(1)} %`
}

/** "80.1 to 92.4": the bounds of a rate in percent, without the sign. */
export function intervalText(interval: Interval): string {
  return `${(interval.low * 100).toFixed(1)} to ${(interval.high * 100).toFixed(1)}`
}

/** "840 ms", "1.24 s", "3 min 20 s"; a dash where it is unknown. */
export function durationText(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 9.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_500) return `${(ms / 1000).toPrecision(ms < 9_995 ? 3 : 2)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** "12,345"; a dash where it is unknown. */
export function countText(count: number | null): string {
  return count === null ? '–' : Math.round(count).toLocaleString('en-US')
}

/** "812 kB", "1.4 MB": decimal, as file managers show it. */
export function bytesText(bytes: number): string {
  if (bytes < 999_500) return `${Math.max(1, Math.round(bytes / 1000))} kB`
  return bytes < 999_500_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}

/** "1 case", "12 cases". */
export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** "21 Nov, 14:05", in the reader's time zone; with the year where it is not this one. */
export function momentText(iso: string): string {
  const moment = new Date(iso)
  return moment.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(moment.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  })
}
