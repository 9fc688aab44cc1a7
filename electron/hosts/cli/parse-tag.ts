import { AppError } from '../../../shared/contract/errors.ts'
import { CallTag } from '../../../shared/domain/call-tag.ts'

/** @param source who says it: "--tag" @throws AppError `bad-input` unless the text is name=value */
export function parseTag(text: string, source: string): CallTag {
  const tag = CallTag.safeParse(text)
  if (!tag.success) throw new AppError('bad-input', `${source}: the tag "${text}" is not of the form name=value.`)
  return tag.data
}
