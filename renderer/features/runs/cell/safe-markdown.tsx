import { lexer, type Token, type Tokens } from 'marked'
import { Fragment, type ReactNode, useMemo } from 'react'
import styles from './cell-detail.module.css'

/** Nested deeper than this, the text is shown as it is written. */
const MAX_DEPTH = 30

/**
 * Markdown of a model, drawn as React elements from its tokens: raw HTML stays text, links and pictures are named and lead
 * nowhere, so that nothing in it can run, load or be followed.
 */
export function SafeMarkdown({ text }: { readonly text: string }) {
  const tokens = useMemo(() => read(text), [text])
  return <div className={styles.markdown}>{tokens === null ? <pre>{text}</pre> : draw(tokens, 0)}</div>
}

function read(text: string): readonly Token[] | null {
  try {
    return lexer(text)
  } catch {
    return null
  }
}

function draw(tokens: readonly Token[] | undefined, depth: number): ReactNode {
  if (depth > MAX_DEPTH) return (tokens ?? []).map(({ raw }) => raw).join('')
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens are made anew with the text
  return (tokens ?? []).map((token, index) => <Fragment key={index}>{drawOne(token, depth + 1)}</Fragment>)
}

// Marked types tokens as a union with an open member, so that narrowing by `type` needs the casts.
function drawOne(token: Token, depth: number): ReactNode {
  const inner = () => draw((token as Tokens.Generic).tokens, depth)
  switch (token.type) {
    case 'heading':
      return <p className={styles.mdHeading}>{inner()}</p>
    case 'paragraph':
      return <p>{inner()}</p>
    case 'text':
      return (token as Tokens.Text).tokens ? inner() : asWritten((token as Tokens.Text).text)
    case 'strong':
      return <strong>{inner()}</strong>
    case 'em':
      return <em>{inner()}</em>
    case 'del':
      return <del>{inner()}</del>
    case 'codespan':
      return <code>{asWritten((token as Tokens.Codespan).text)}</code>
    case 'code':
      return <pre>{(token as Tokens.Code).text}</pre>
    case 'blockquote':
      return <blockquote>{inner()}</blockquote>
    case 'list':
      return drawList(token as Tokens.List, depth)
    case 'table':
      return drawTable(token as Tokens.Table, depth)
    case 'link':
      return (
        <span className={styles.mdLink} title="Links in outputs are not followed">
          {inner()} [{(token as Tokens.Link).href}]
        </span>
      )
    case 'image':
      return (
        <span className={styles.mdLink} title="Pictures in outputs are not loaded">
          picture “{(token as Tokens.Image).text}” [{(token as Tokens.Image).href}]
        </span>
      )
    case 'hr':
      return <hr />
    case 'br':
      return <br />
    case 'space':
    case 'def':
      return null
    case 'escape':
      return asWritten((token as Tokens.Escape).text)
    default:
      // HTML among them.
      return token.raw
  }
}

function drawList({ ordered, start, items }: Tokens.List, depth: number): ReactNode {
  const drawn = items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: tokens are made anew with the text
    <li key={index}>
      {item.task ? (item.checked ? '☑ ' : '☐ ') : ''}
      {draw(item.tokens, depth)}
    </li>
  ))
  return ordered ? <ol start={start === '' ? 1 : start}>{drawn}</ol> : <ul>{drawn}</ul>
}

function drawTable({ header, rows }: Tokens.Table, depth: number): ReactNode {
  const cells = (row: Tokens.TableCell[], Cell: 'th' | 'td') => (
    <tr>
      {row.map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: tokens are made anew with the text
        <Cell key={index}>{draw(cell.tokens, depth)}</Cell>
      ))}
    </tr>
  )
  return (
    <table>
      <thead>{cells(header, 'th')}</thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens are made anew with the text
          <Fragment key={index}>{cells(row, 'td')}</Fragment>
        ))}
      </tbody>
    </table>
  )
}

/** Marked escapes these five for HTML, which React does once more. */
function asWritten(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  }
  return text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (sign) => signs[sign] ?? sign)
}
