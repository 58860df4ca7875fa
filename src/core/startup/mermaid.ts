import type { StartupPath } from './map.ts';
import { reachedText } from './milestones.ts';

/**
 * A path as a Mermaid flowchart: an arrow leads from each function to every function that it calls, numbered in the order in which they
 * run; what exists from then on stands in the step that makes it.
 */
export function mermaidOf(path: StartupPath): string {
  const lines = ['flowchart LR', `  start(["${escaped(path.name)}"])`];
  const callers = ['start'];
  const calls: number[] = [];
  for (const [index, step] of path.steps.entries()) {
    const id = `s${index}`;
    const made = step.milestone === undefined ? '' : `<br/>${reachedText(step.milestone)}`;
    const [open, close] = step.milestone === undefined ? ['[', ']'] : ['{{', '}}'];
    lines.push(`  ${id}${open}"${escaped(step.name)}${made}"${close}`);
    calls[step.depth] = (calls[step.depth] ?? 0) + 1;
    calls.length = step.depth + 1;
    lines.push(`  ${callers[step.depth] ?? 'start'} -->|"${calls[step.depth]}${escaped(conditionText(step.conditions))}"| ${id}`);
    callers[step.depth + 1] = id;
    callers.length = step.depth + 2;
  }
  return `${lines.join('\n')}\n`;
}

function conditionText(conditions: readonly string[]): string {
  const text = conditions.join(' and ');
  return text === '' ? '' : `: ${text.length > 60 ? `${text.slice(0, 59)}\u2026` : text}`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
