/** Every filter that a template may use: those of Liquid that read no clock and no random number, and run no code. */
export const TEMPLATE_FILTERS: ReadonlySet<string> = new Set(
  (
    'abs append array_to_sentence_string at_least at_most capitalize ceil compact concat default divided_by downcase ' +
    'escape first floor join json last lstrip map minus modulo newline_to_br normalize_whitespace number_of_words plus ' +
    'prepend remove remove_first remove_last replace replace_first replace_last reverse round rstrip size slice sort ' +
    'sort_natural split squish strip strip_html strip_newlines sum times truncate truncatewords uniq upcase where'
  ).split(' '),
)
