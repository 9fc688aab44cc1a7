import { escapeXml } from './escape-xml.ts'

/** The SVG with a title, for those who do not see it. */
export function titledSvg(svg: string, title: string): string {
  const start = svg.indexOf('>') + 1
  return title === '' ? svg : `${svg.slice(0, start)}<title>${escapeXml(title)}</title>${svg.slice(start)}`
}
