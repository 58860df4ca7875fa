// The page of the start-up map: keys and clicks become messages to the extension.
const editor = acquireVsCodeApi();
const steps = [...document.querySelectorAll('.step')];
let current = 0;

function focus(index) {
  current = Math.max(0, Math.min(index, steps.length - 1));
  for (const [at, step] of steps.entries()) step.setAttribute('tabindex', at === current ? '0' : '-1');
  steps[current]?.focus();
  steps[current]?.scrollIntoView({ block: 'nearest' });
}

function open(step) {
  editor.postMessage({ kind: 'open', step: Number(step.dataset.step) });
}

for (const [index, step] of steps.entries()) {
  step.addEventListener('click', () => {
    focus(index);
    open(step);
  });
}
document.addEventListener('keydown', (event) => {
  const moves = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: steps.length - 1,
    PageDown: current + 10,
    PageUp: current - 10,
  };
  if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLButtonElement) return;
  if (event.key in moves) {
    event.preventDefault();
    focus(moves[event.key]);
  } else if (event.key === 'Enter' && steps[current]) open(steps[current]);
});
document.getElementById('name').addEventListener('change', (event) => editor.postMessage({ kind: 'choose', name: event.target.value }));
document.getElementById('svg').addEventListener('click', () => editor.postMessage({ kind: 'export', format: 'svg' }));
document.getElementById('mermaid').addEventListener('click', () => editor.postMessage({ kind: 'export', format: 'mermaid' }));
steps[0]?.setAttribute('tabindex', '0');
