/** Seeded generator of numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new RangeError('Nothing to pick from.')
  return value
}

export function pickInteger(random: () => number, below: number): number {
  return Math.floor(random() * below)
}

/** A sentence or two in each of 24 scripts and languages. */
export const SCRIPTS: readonly string[] = [
  "The reviewer wasn't sure; they'd read it TWICE, and SHE'LL say: \"it's 3,141.59 km away\".",
  'Der Prüfer überlegt: »Größe, Straße, Fußgängerübergänge« kosten 1.234,56 € – naïve Übermaße.',
  'Où est l’élève ? Ça coûte 12,50 €, n’est-ce pas… Cœur, œuvre, ÉCOLE.',
  'Được rồi, Nguyễn Thị Hồng Nhung đã trả 120.000₫ cho việc này.',
  'Проверка показала: съёмка началась в 18:45, а ЗАВЕРШИЛАСЬ утром.',
  'Η επιτροπή ΕΛΕΓΞΕ τα στοιχεία· ήταν άψογα, 100 %.',
  'המבקר אמר: "זה לא נכון", והלך הביתה ב־17:30. שָׁלוֹם',
  'قال المراجع: «هذا غير صحيح» ثم غادر في الساعة ١٧:٣٠. مُحَمَّد',
  'جائزہ لینے والے نے کہا کہ یہ ۱۲۳ روپے ہے۔',
  'समीक्षक ने कहा कि यह सही नहीं है, और १२३ रुपये लगेंगे।',
  'পর্যালোচক বললেন এটি ঠিক নয়; ৪৫৬ টাকা।',
  'மதிப்பாய்வாளர் இது சரியல்ல என்றார். ௧௨௩',
  'సమీక్షకుడు ఇది సరికాదని చెప్పాడు.',
  'ผู้ตรวจสอบกล่าวว่าสิ่งนี้ไม่ถูกต้อง ราคา ๑๒๓ บาท',
  'ຜູ້ກວດສອບກ່າວວ່າ ນີ້ບໍ່ຖືກຕ້ອງ',
  'စစ်ဆေးသူက ဒါမမှန်ဘူးလို့ ပြောတယ်။',
  'អ្នកពិនិត្យបាននិយាយថា វាមិនត្រឹមត្រូវទេ។',
  '审稿人说：“这不对”，然后在17:30离开了。费用一百二十三元。',
  '審査員は「これは正しくない」と言って、17時30分に帰った。カタカナﾊﾝｶｸ',
  '심사위원은 "이것은 옳지 않다"고 말하고 17시 30분에 떠났다.',
  'მიმომხილველმა თქვა, რომ ეს არ არის სწორი.',
  'Գրախոսն ասաց, որ դա ճիշտ չէ։',
  'ገምጋሚው ይህ ትክክል አይደለም አለ።',
  'ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ ꮳꮃꭹ 𐐀𐐨 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 Ⅷ ½ ² ǅ ʰ',
]

/** What split patterns trip over: classes, contractions, white space, marks, surrogates, both byte order characters. */
export const HOSTILE: readonly string[] = [
  ...['a', 'B', 'é', 'É', 'ß', 'ǅ', 'ʰ', '中', 'ก', 'ا', '한', '\u0301', '\u0e31', '\u20dd', '1', '٣', '½', '𝟘', ' '],
  ...[
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u3000',
    '\ufeff',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u00ad',
  ],
  ...[
    '.',
    '/',
    "'",
    "'s",
    "'LL",
    "'\u017f",
    '\u2019',
    '_',
    '<|',
    '|>',
    '😀',
    '👩‍👩‍👧',
    '🇩🇪',
    '\ud83d',
    '\udc00',
    '\u0000',
    '\uffff',
    '𐐀',
  ],
]

const SPECIAL_TEXTS: readonly string[] = [
  '<|endoftext|>',
  '<|endofprompt|>',
  '<|fim_prefix|>',
  '<|start|>user<|message|>',
  '<|im_start|>system\n',
  '<|im_end|>',
]

const CODE: readonly string[] = [
  'export function f<T>(a: readonly T[], b = 0x1F): T | null {\n  return a[b] ?? null // 100 %\n}\n',
  '{"id": 10482, "tags": ["a-b", "c_d"], "price": 12.50, "ok": true, "nested": {"x": null}}',
  'SELECT user_id, COUNT(*) FROM "Orders" WHERE created_at >= \'2026-01-01\' GROUP BY 1;\r\n',
  '| name | value |\n|---|---|\n| **x** | `y` |\n\n- [ ] item\n\t- nested    \n',
  'https://example.com/a/b?c=d&e=%20f#g  user@example.com  550e8400-e29b-41d4-a716-446655440000',
]

const RUNS: readonly string[] = [
  'a',
  'A',
  ' ',
  '\n',
  '-',
  '_',
  '=',
  '1',
  '中',
  'ก',
  '\u0301',
  '😀',
  '\t',
  'ab',
  'é',
  '.\n',
  '\ufeff',
  '\u0085',
]

/** A text of one of many kinds, up to about `size` code units. */
export function randomText(random: () => number, size: number): string {
  const length = 1 + pickInteger(random, size)
  const kind = pickInteger(random, 6)
  let text = ''
  while (text.length < length) {
    if (kind === 0) text += pick(random, HOSTILE)
    else if (kind === 1) text += randomSlice(random, pick(random, SCRIPTS))
    else if (kind === 2) text += randomSlice(random, pick(random, CODE))
    else if (kind === 3) text += pick(random, RUNS).repeat(1 + pickInteger(random, Math.min(300, size)))
    else if (kind === 4) text += String.fromCodePoint(randomCodePoint(random))
    else text += randomFragment(random)
  }
  return text
}

/** A short piece of anything, to insert. */
export function randomFragment(random: () => number): string {
  const kind = pickInteger(random, 8)
  if (kind === 0) return pick(random, SPECIAL_TEXTS)
  if (kind === 1) return pick(random, RUNS).repeat(1 + pickInteger(random, 40))
  if (kind === 2) return randomSlice(random, pick(random, SCRIPTS))
  if (kind === 3) return randomSlice(random, pick(random, CODE))
  let text = ''
  for (let count = 1 + pickInteger(random, 4); count > 0; count--) text += pick(random, HOSTILE)
  return text
}

/** May begin and end inside a surrogate pair. */
function randomSlice(random: () => number, text: string): string {
  const start = pickInteger(random, text.length)
  return text.slice(start, start + 1 + pickInteger(random, text.length - start))
}

function randomCodePoint(random: () => number): number {
  const plane = pickInteger(random, 4)
  if (plane === 0) return pickInteger(random, 0x300)
  return plane === 1 ? pickInteger(random, 0x110000) : pickInteger(random, 0x10000)
}
