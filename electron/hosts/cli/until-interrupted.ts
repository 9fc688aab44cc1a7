import { AppError } from '../../../shared/contract/errors.ts'

/** Work whose signal Ctrl+C aborts, so that it can take back what it has stored. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  const cancel = () => abort.abort(new AppError('cancelled', 'Interrupted.'))
  process.once('SIGINT', cancel)
  process.once('SIGTERM', cancel)
  try {
    return await work(abort.signal)
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}
