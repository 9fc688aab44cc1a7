import type { JobSnapshot } from '../../../shared/domain/job.ts'

export interface JobNotice {
  readonly title: string
  readonly body: string
}

/** What a notification says of work that ended; null where the user ended it. No prompt and no answer is in it. */
export function jobNotice({ state, title, done, failed, total, error }: JobSnapshot): JobNotice | null {
  switch (state) {
    case 'running':
    case 'cancelled':
      return null
    case 'succeeded': {
      const missed = failed === 0 ? '' : `, ${failed} failed`
      return { title: `${title} is complete`, body: `${done} of ${total}${missed}.` }
    }
    case 'failed':
    case 'interrupted':
      return { title: `${title} stopped`, body: error?.message ?? `${done} of ${total} done. It can be resumed.` }
    default:
      return state satisfies never
  }
}
