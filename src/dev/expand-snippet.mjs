// What an editor makes of a snippet when its user accepts every default: VS Code's snippet syntax with tab stops, placeholders that
// may hold others, choices, variables and their transforms, escapes.

/**
 * @typedef {{ kind: 'text', text: string }
 *   | { kind: 'stop', number: number, children: Part[] | undefined }
 *   | { kind: 'variable', name: string, children: Part[] | undefined, change?: (value: string) => string }} Part
 */

/**
 * The text of a snippet with its defaults. Throws where the syntax is broken, a tab stop has several defaults, or a variable is none
 * that is given.
 * @param {string} body
 * @param {Readonly<Record<string, string>>} variables
 */
export function expand(body, variables = {}) {
  const { parts, end } = parse(body, 0, false);
  if (end !== body.length) throw new Error(`Unbalanced braces in a snippet: ${body}`);
  const defaults = new Map();
  collect(parts, defaults, variables);
  return render(parts, defaults, variables);
}

/** Numbers of the tab stops of a snippet, in the order in which an editor visits them: 0 comes last. */
export function tabStops(body) {
  const numbers = new Set();
  const visit = (parts) => {
    for (const part of parts) {
      if (part.kind === 'stop') numbers.add(part.number);
      if (part.kind !== 'text') visit(part.children ?? []);
    }
  };
  visit(parse(body, 0, false).parts);
  return [...numbers].sort((a, b) => (a === 0 ? 1 : b === 0 ? -1 : a - b));
}

/**
 * @param {string} text
 * @param {number} from
 * @param {boolean} nested whether `}` ends what is read
 * @returns {{ parts: Part[], end: number }}
 */
function parse(text, from, nested) {
  /** @type {Part[]} */
  const parts = [];
  let at = from;
  const add = (piece) => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += piece;
    else parts.push({ kind: 'text', text: piece });
  };
  while (at < text.length) {
    const rest = text.slice(at);
    const simple = /^\$(?:(\d+)|([A-Z_a-z]\w*))/.exec(rest);
    const braced = /^\$\{(?:(\d+)|([A-Z_a-z]\w*))([:}|])/.exec(rest);
    const transform = /^\$\{([A-Z_]+)\/((?:\\.|[^/])*)\/((?:\$\{[^}]*\}|\\.|[^/])*)\/(\w*)\}/.exec(rest);
    if (/^\\[$}\\]/.test(rest)) {
      add(rest[1]);
      at += 2;
    } else if (transform) {
      const [all = '', name = '', pattern = '', format = '', flags = ''] = transform;
      parts.push({
        kind: 'variable',
        name,
        children: undefined,
        change: (value) => value.replace(new RegExp(pattern, flags), replacement(format)),
      });
      at += all.length;
    } else if (simple) {
      parts.push(part(simple[1], simple[2], undefined));
      at += simple[0].length;
    } else if (braced) {
      at += braced[0].length;
      if (braced[3] === '}') parts.push(part(braced[1], braced[2], undefined));
      else if (braced[3] === ':') {
        const inner = parse(text, at, true);
        parts.push(part(braced[1], braced[2], inner.parts));
        at = inner.end + 1;
      } else {
        const choice = /^((?:\\.|[^\\|,])*)(?:,(?:\\.|[^\\|])*)?\|\}/.exec(text.slice(at));
        if (!choice || braced[1] === undefined) throw new Error(`A broken choice in a snippet: ${rest.slice(0, 60)}`);
        parts.push(part(braced[1], undefined, [{ kind: 'text', text: (choice[1] ?? '').replaceAll(/\\([,|\\])/g, '$1') }]));
        at += choice[0].length;
      }
    } else if (nested && rest[0] === '}') {
      return { parts, end: at };
    } else {
      add(rest[0]);
      at += 1;
    }
  }
  if (nested) throw new Error(`A placeholder is not closed: ${text}`);
  return { parts, end: at };
}

/** How a transform writes its match: groups as they are or in another case. */
function replacement(format) {
  return (...match) =>
    format.replaceAll(/\$\{(\d+):\/(upcase|downcase)\}|\$(\d+)/g, (_, group, letters, plain) => {
      const text = match[Number(group ?? plain)] ?? '';
      return letters === 'upcase' ? text.toUpperCase() : letters === 'downcase' ? text.toLowerCase() : text;
    });
}

/** @returns {Part} */
function part(number, name, children) {
  return number === undefined ? { kind: 'variable', name, children } : { kind: 'stop', number: Number(number), children };
}

/** The first default of each tab stop, which its other places repeat. */
function collect(parts, defaults, variables) {
  for (const one of parts) {
    if (one.kind === 'text' || one.children === undefined) continue;
    collect(one.children, defaults, variables);
    if (one.kind !== 'stop') continue;
    const text = render(one.children, defaults, variables);
    if (defaults.has(one.number) && defaults.get(one.number) !== text) throw new Error(`Tab stop ${one.number} has two defaults: ${text}`);
    defaults.set(one.number, text);
  }
}

/** @returns {string} */
function render(parts, defaults, variables) {
  return parts
    .map((one) => {
      if (one.kind === 'text') return one.text;
      if (one.kind === 'stop') return one.children ? render(one.children, defaults, variables) : (defaults.get(one.number) ?? '');
      const value = variables[one.name];
      if (value === undefined && one.children === undefined) throw new Error(`No such variable: ${one.name}`);
      return value === undefined ? render(one.children, defaults, variables) : (one.change?.(value) ?? value);
    })
    .join('');
}
