import type { WireStartup, WireStep } from '../protocol/requests.ts';

/** Measures of the picture, in pixels. */
const ROW = 24;
const INDENT = 22;
const LETTER = 7.3;
const LEFT = 12;

/**
 * A start-up path as a picture: one row for each call, indented below its caller, joined by lines; a band across the picture where
 * something begins to exist. Colours come from classes, so that a theme or a style sheet gives them.
 */
export function startupSvg({ name, steps }: WireStartup): string {
  const rows: string[] = [];
  const lastAt: number[] = [];
  const width = Math.max(
    ...steps.map((step) => LEFT + step.depth * INDENT + (step.name.length + conditionOf(step.conditions).length + 6) * LETTER),
    480,
  );
  let y = ROW;
  /** Calls that make something exist once they return, which is where the next one of their depth or above is made. */
  const running: { readonly depth: number; readonly milestone: string }[] = [];
  const returned = (depth: number) => {
    for (let last = running.at(-1); last && last.depth >= depth; last = running.at(-1)) {
      running.pop();
      rows.push(
        `<path class="band" d="M0 ${y - 6}H${width}"/><text class="exists" x="${LEFT}" y="${y + 8}">${escaped(last.milestone)}</text>`,
      );
      y += ROW;
    }
  };
  for (const [index, step] of steps.entries()) {
    returned(step.depth);
    const x = LEFT + step.depth * INDENT;
    const parent = step.depth > 0 ? lastAt[step.depth - 1] : undefined;
    if (parent !== undefined) rows.push(`<path class="line" d="M${x - INDENT + 6} ${parent + 9}V${y}H${x}"/>`);
    rows.push(stepShape(step, index, x, y));
    lastAt[step.depth] = y;
    y += ROW;
    if (step.milestone !== undefined) running.push({ depth: step.depth, milestone: step.milestone });
  }
  returned(0);
  return `<svg xmlns="http://www.w3.org/2000/svg" role="tree" aria-label="${escaped(name)}" width="${Math.ceil(width)}" height="${y}" viewBox="0 0 ${Math.ceil(width)} ${y}">${rows.join('')}</svg>`;
}

/** The box of one call, with its condition beside it. */
function stepShape(step: WireStep, index: number, x: number, y: number): string {
  const condition = conditionOf(step.conditions);
  const width = step.name.length * LETTER + 16;
  const label = escaped([step.name, ...step.conditions, ...step.missing].join(', '));
  const kind = step.milestone === undefined ? 'step' : 'step milestone';
  return [
    `<g class="${kind}" data-step="${index}" tabindex="-1" role="treeitem" aria-level="${step.depth + 1}" aria-label="${label}">`,
    `<title>${label}</title><rect x="${x}" y="${y - 9}" width="${width}" height="18" rx="3"/>`,
    `<text x="${x + 8}" y="${y + 4}">${escaped(step.name)}</text>`,
    condition === '' ? '' : `<text class="condition" x="${x + width + 8}" y="${y + 4}">${escaped(condition)}</text>`,
    '</g>',
  ].join('');
}

function conditionOf(conditions: readonly string[]): string {
  const text = conditions.at(-1) ?? '';
  return text.length > 70 ? `${text.slice(0, 69)}\u2026` : text;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
