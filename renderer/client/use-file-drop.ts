import { useEffect, useRef } from 'react'

/** Must decide at once: entries of dropped folders are gone afterwards. True = the drop is taken, and nobody else sees it. */
export type TakeDrop = (transfer: DataTransfer, event: DragEvent) => boolean

/**
 * Files and folders dropped anywhere on the window.
 *
 * @param reach `everywhere` is asked first, on every page; `page` gets what is left, before the elements of the page
 */
export function useFileDrop(reach: 'everywhere' | 'page', take: TakeDrop): void {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const place: GlobalEventHandlers = reach === 'everywhere' ? window : document
    // On its way in: before the editor, which would take a file for text.
    function onDrop(event: DragEvent): void {
      const { dataTransfer } = event
      if (!dataTransfer || !hasFiles(event) || !latest.current(dataTransfer, event)) return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    // Without it the browser opens a dropped file that nobody takes in the place of Pithy. Each use needs a function of its own, since a
    // window holds the same one only once: the page that leaves would take it from the others.
    function keepPage(event: DragEvent): void {
      if (hasFiles(event)) event.preventDefault()
    }
    place.addEventListener('drop', onDrop, true)
    window.addEventListener('dragover', keepPage, true)
    window.addEventListener('drop', keepPage)
    return () => {
      place.removeEventListener('drop', onDrop, true)
      window.removeEventListener('dragover', keepPage, true)
      window.removeEventListener('drop', keepPage)
    }
  }, [reach])
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false
}
