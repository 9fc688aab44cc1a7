/**
 * Where a packaged desktop finds its versions: a folder with electron-builder's latest*.yml, of which only the version is read.
 *
 * @throws Error when it is none that a stranger's desktop should ask
 */
export function updateAddress() {
  const text = process.env.PITHY_UPDATE_ADDRESS
  if (!text) return null
  if (/^https:\/\/[^\s?#@]+\/$/.test(text)) return text
  throw new Error(`PITHY_UPDATE_ADDRESS is "${text}"; it must be a folder: https://host/path/`)
}
