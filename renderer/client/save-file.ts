import { useServices } from './services.tsx'

export interface FileBody {
  readonly fileName: string
  readonly mediaType: string
  /** Text, or base64 of bytes. */
  readonly body: string
  readonly encoding?: 'utf8' | 'base64'
}

/** Saves a file: by the system's dialog on the desktop, as a download in a browser. True when it was saved. */
export function useSaveFile(): (file: FileBody) => Promise<boolean> {
  const { extras } = useServices()
  return async ({ fileName, mediaType, body, encoding = 'utf8' }) => {
    if (extras) return (await extras.saveFile({ fileName, body, encoding })) !== null
    const bytes = encoding === 'base64' ? Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)) : body
    const url = URL.createObjectURL(new Blob([bytes], { type: mediaType }))
    const link = document.createElement('a')
    link.href = url
    link.download = fileName
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
    return true
  }
}
