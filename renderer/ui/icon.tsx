/** 16 × 16, drawn with a line of 1.5; the names say what they stand for. */
const PATHS = {
  add: 'M8 3v10M3 8h10',
  archive: 'M2.5 3h11v3h-11zM3.5 6v7h9V6M6.5 8.5h3',
  'arrow-down': 'M8 3v10M4 9l4 4 4-4',
  'arrow-up': 'M8 13V3M4 7l4-4 4 4',
  cancel: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.5 3.5L13 4.5',
  'chevron-down': 'M4 6l4 4 4-4',
  'chevron-left': 'M10 4L6 8l4 4',
  'chevron-right': 'M6 4l4 4-4 4',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.9 3v10',
  comment: 'M2.5 3h11v8H8l-3.5 2.8V11h-2z',
  compare: 'M2.5 3h4.5v10H2.5zM9 3h4.5v10H9zM11.2 6v4M9.3 8h3.9',
  compress: 'M8 1.5v4M6 3.7l2 2 2-2M8 14.5v-4M6 12.3l2-2 2 2M2.5 8h11',
  copy: 'M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11',
  edit: 'M10.5 2.5l3 3-8 8H2.5v-3z',
  'eval-sets': 'M2.5 3h11v10h-11zM2.5 6.3h11M2.5 9.6h11M6.5 3v10',
  file: 'M4 1.5h5.5L13 5v9.5H4zM9 1.5V5.5h4',
  filter: 'M2.5 3h11L9.5 8v4.5l-3 1V8z',
  fold: 'M4 2.5l4 3.5 4-3.5M4 13.5L8 10l4 3.5M2.5 8h11',
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  help: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M6.2 6.2a1.8 1.8 0 1 1 2.6 1.6c-.5.3-.8.6-.8 1.2M8 11.2v.3',
  info: 'M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M8 7.2v4M8 4.8v.3',
  lock: 'M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  models: 'M5 5h6v6H5zM6.5 2.5V5M9.5 2.5V5M6.5 11v2.5M9.5 11v2.5M2.5 6.5H5M2.5 9.5H5M11 6.5h2.5M11 9.5h2.5',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  note: 'M3 2.5h10v7.5l-3.5 3.5H3zM9.5 13.5V10H13M5.5 5.5h5M5.5 8h3',
  'pane-left': 'M2 3h12v10H2zM6 3v10',
  'pane-right': 'M2 3h12v10H2zM10 3v10',
  play: 'M5 3l8 5-8 5z',
  projects: 'M2 4h4.5l1.5 2h6v7.5H2z',
  prompts: 'M2.5 3.5h11M2.5 6.5h11M2.5 9.5h7M2.5 12.5h4',
  savings: 'M2.5 3h3v10.5h-3zM6.5 6h3v7.5h-3zM10.5 9.5h3v4h-3z',
  runs: 'M2.5 13.5v-11M2.5 13.5h11M5.5 10.5l2.5-3 2 1.5 3-4.5',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9M10.3 10.3l3.2 3.2',
  settings:
    'M2 4.5h7M12.5 4.5H14M2 11.5h2.5M8 11.5h6M10.7 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4M6.2 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4',
  star: 'M8 1.8l1.9 4 4.4.6-3.2 3 .8 4.4L8 11.7l-3.9 2.1.8-4.4-3.2-3 4.4-.6z',
  'thumb-down': 'M5 9.5V3h6.5l2 5v1.5H9.5l.5 4H8.6L5 9.5M2.5 3v6.5',
  'thumb-up': 'M5 6.5V13h6.5l2-5V6.5H9.5l.5-4H8.6L5 6.5M2.5 13V6.5',
  undo: 'M5.5 3L2.5 6l3 3M2.5 6h7a3.7 3.7 0 0 1 0 7.4H6',
  upload: 'M8 10.5v-8M4.5 5.5L8 2l3.5 3.5M2.5 13.5h11',
  warning: 'M8 2L14.5 13.5h-13zM8 6.5v3.5M8 11.8v.2',
} as const

export type IconName = keyof typeof PATHS

/** Decoration: what it stands for is said by the text or label beside it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', display: 'block' }}
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
