import { fail, ok, type Result } from '../../base/result.ts';

/** An option as the form takes it. */
interface OptionText {
  readonly name: string;
  readonly value?: string;
  readonly hidden?: boolean;
}

/** Reads options as people type them: `off, on, auto=KMS_AUTO, yes?`, where `=` names the C constant and `?` hides an option. */
export function parseOptions(text: string): Result<readonly OptionText[]> {
  const options: OptionText[] = [];
  for (const part of text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, name = '', hidden, value] = /^([A-Za-z_][\w-]*)(\?)?(?:\s*=\s*([A-Za-z_]\w*|-?\d+))?$/.exec(part) ?? [];
    if (name === '') {
      return fail({
        code: 'guc/bad-option',
        message: `"${part}" is no option`,
        hint: 'Write NAME, NAME=C_CONSTANT, or NAME? for one that is accepted but not shown.',
      });
    }
    options.push({ name, ...(value === undefined ? {} : { value }), ...(hidden === undefined ? {} : { hidden: true }) });
  }
  return ok(options);
}

/** Writes options as `parseOptions` reads them. */
export function printOptions(list: readonly unknown[]): string {
  return list
    .map((one) => {
      const { name, value, hidden } = one as OptionText;
      return `${name}${hidden === true ? '?' : ''}${value === undefined ? '' : `=${value}`}`;
    })
    .join(', ');
}
