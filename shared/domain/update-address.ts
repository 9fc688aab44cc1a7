import { z } from 'zod'

/** A folder on a server, with the slash at its end that relative names need: https, or http on this machine. */
export const UpdateAddress = z
  .string()
  .max(500)
  .refine(isFolder, 'Begin with https:// (or http://127.0.0.1), without a name, a password, "?" or "#".')
  .transform((text) => (text.endsWith('/') ? text : `${text}/`))

function isFolder(text: string): boolean {
  return URL.canParse(text) && /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])[^\s?#@]*$/.test(text)
}
