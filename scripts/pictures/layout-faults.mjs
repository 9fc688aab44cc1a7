/** In the page: what an eye would find wrong, as a sentence each: the page scrolls, text is cut, a button's words wrap, bars in bars. */
export function layoutFaults() {
  const faults = []
  const { scrollWidth, scrollHeight } = document.documentElement
  if (scrollWidth > innerWidth) faults.push(`the page is ${scrollWidth - innerWidth} px too wide`)
  if (scrollHeight > innerHeight) faults.push(`the page is ${scrollHeight - innerHeight} px too high`)
  const nameOf = (element) => {
    const id = element.getAttribute('data-testid') ?? element.getAttribute('aria-label') ?? element.className
    return `${element.localName}[${String(id).slice(0, 40)}] "${element.textContent.trim().slice(0, 40)}"`
  }
  const scrolls = (element, axis) => {
    const style = getComputedStyle(element)
    return axis === 'x'
      ? /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1
      : /auto|scroll/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1
  }
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('.monaco-editor, .monaco-diff-editor, svg, .visually-hidden, [data-clips]')) continue
    const box = element.getBoundingClientRect()
    if (
      box.width < 2 ||
      box.height < 2 ||
      !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    )
      continue
    const style = getComputedStyle(element)
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
    const isCut = hasText && style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
    if (isCut && style.textOverflow !== 'ellipsis' && !scrolls(element, 'x'))
      faults.push(`text is cut: ${nameOf(element)}`)
    if (hasText && box.right > innerWidth + 1 && !element.parentElement.closest('[style*="transform"]'))
      faults.push(`beyond the right edge: ${nameOf(element)}`)
    if (element.localName === 'button' && hasText) {
      const range = document.createRange()
      range.selectNodeContents(element)
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top / 8)))
      if (lines.size > 1 && box.height > 40 && element.children.length === 0)
        faults.push(`words wrap: ${nameOf(element)}`)
    }
    if (scrolls(element, 'y')) {
      let outer = element.parentElement
      while (outer && !scrolls(outer, 'y')) outer = outer.parentElement
      if (outer && Math.abs(outer.getBoundingClientRect().right - box.right) < 24)
        faults.push(`two scroll bars side by side: ${nameOf(element)} in ${nameOf(outer)}`)
    }
    if (scrolls(element, 'x') && element.localName !== 'textarea' && !element.matches('pre, code'))
      faults.push(`scrolls sideways: ${nameOf(element)}`)
  }
  return [...new Set(faults)]
}
