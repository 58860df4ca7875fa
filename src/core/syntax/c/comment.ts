/** The words of a comment on one line, without the asterisks and the breaks of its lines. */
export function plainComment(comment: string): string {
  return comment.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim();
}

/** A constant of a header: where its name stands, and what the header says of it. */
export interface DeclaredConstant {
  readonly offset: number;
  /** The comment beside it, or else the paragraph on it in the comment above; may be empty. */
  readonly comment: string;
  /** The sentence that says what it is, without a subject that repeats its name; may be empty. */
  readonly sentence: string;
}

/** The macro or the enumerator of a name in the text of a header. */
export function constantOf(header: string, name: string): DeclaredConstant | undefined {
  const match = new RegExp(`^([ \\t]+|#define[ \\t]+)${name}\\b`, 'm').exec(header);
  if (!match) return undefined;
  const offset = match.index + (match[1] ?? '').length;
  const beside = /^(?:[^\n]*\\\r?\n)?[^\n]*?\/\*([\s\S]*?)\*\//.exec(header.slice(match.index, match.index + 400))?.[1];
  if (beside !== undefined) return { offset, comment: plainComment(beside), sentence: plainComment(beside) };
  return { offset, ...(above(header, match.index, name) ?? listed(header, match.index, name)) };
}

type Words = Pick<DeclaredConstant, 'comment' | 'sentence'>;

/** What the comment right above a constant says of it, where it names it. */
function above(header: string, offset: number, name: string): Words | undefined {
  const before = header.slice(0, offset).trimEnd();
  const comment = before.endsWith('*/') ? plainComment(before.slice(before.lastIndexOf('/*') + 2, -2)).replace(/^\*\s*/, '') : '';
  if (!new RegExp(`\\b${name}\\b`).test(comment)) return undefined;
  return { comment, sentence: withoutSubject(sentencesOf(comment)[0] ?? '') };
}

/** What the comment over an enum says of one of its words: the paragraph on SIGHUP options for PGC_SIGHUP. */
function listed(header: string, offset: number, name: string): Words {
  const short = /^[A-Z]+_(\w+)$/.exec(name)?.[1] ?? name;
  const open = header.lastIndexOf('/*', offset);
  const paragraphs = header.slice(open, header.indexOf('*/', open)).split(/\n \*[ \t]*\r?\n/);
  const own = paragraphs.find((one) => new RegExp(`^[^\\n]*\\b${short}\\b[^\\n]* options`).test(one));
  if (own === undefined) return { comment: '', sentence: '' };
  const comment = plainComment(own.replace(/^\s*\/?\*+/, ''));
  const sentences = sentencesOf(comment);
  return { comment, sentence: withoutSubject(sentences.find((one) => one.startsWith(`${short} options`)) ?? sentences[0] ?? '') };
}

function sentencesOf(comment: string): readonly string[] {
  return comment.split(/(?<=[a-z)]\.) +(?=\(?[A-Z])/);
}

function withoutSubject(sentence: string): string {
  return sentence.replace(/^[A-Z_]+(?: and [A-Z_]+)* (?:options |is )/, '').replace(/\.$/, '');
}
