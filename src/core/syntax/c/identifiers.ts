/** The keywords of C up to C23, those of GNU C that it takes in any mode, and the words that PostgreSQL has as macros in their stead. */
const KEYWORDS = new Set(
  `alignas alignof asm auto bool break case char const constexpr continue default do double else enum extern false float for goto if
    inline int long nullptr register restrict return short signed sizeof static static_assert struct switch thread_local true typedef
    typeof typeof_unqual union unsigned void volatile while`.split(/\s+/),
);

/** Whether a text is a word of letters, digits and underscores that C takes for a name. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text) && !KEYWORDS.has(text);
}

/** Whether C keeps a word for itself. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}
