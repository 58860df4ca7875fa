import type { WireStartup } from '../protocol/requests.ts';

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
  for (const [index, step] of steps.entries()) {
    const x = LEFT + step.depth * INDENT;
    const parent = step.depth > 0 ? lastAt[step.depth - 1] : undefined;
    if (parent !== undefined) rows.push(`<path class="line" d="M${x - INDENT + 6} ${parent + 9}V${y}H${x}"/>`);
    const condition = conditionOf(step.conditions);
    const boxWidth = step.name.length * LETTER + 16;
    const label = [step.name, ...step.conditions, ...step.missing.map((one) => `no ${one} yet`)].join(', ');
    rows.push(
      `<g class="step${step.milestone === undefined ? '' : ' milestone'}" data-step="${index}" tabindex="-1" role="treeitem" aria-level="${step.depth + 1}" aria-label="${escaped(label)}">` +
        `<title>${escaped(label)}</title><rect x="${x}" y="${y - 9}" width="${boxWidth}" height="18" rx="3"/>` +
        `<text x="${x + 8}" y="${y + 4}">${escaped(step.name)}</text>` +
        (condition === '' ? '' : `<text class="condition" x="${x + boxWidth + 8}" y="${y + 4}">${escaped(condition)}</text>`) +
        '</g>',
    );
    lastAt[step.depth] = y;
    y += ROW;
    if (step.milestone !== undefined) {
      rows.push(
        `<path class="band" d="M0 ${y - 6}H${width}"/><text class="exists" x="${LEFT}" y="${y + 8}">${escaped(step.milestone)}</text>`,
      );
      y += ROW;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" role="tree" aria-label="${escaped(name)}" width="${Math.ceil(width)}" height="${y}" viewBox="0 0 ${Math.ceil(width)} ${y}">${rows.join('')}</svg>`;
}

function conditionOf(conditions: readonly string[]): string {
  const text = conditions.at(-1) ?? '';
  return text.length > 70 ? `${text.slice(0, 69)}\u2026` : text;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
