// The page of the start-up map: keys and clicks become messages to the extension, and a picture that changed replaces the one that is shown.
const editor = acquireVsCodeApi();
const main = document.querySelector('main');
let current = 0;

function steps() {
  return [...document.querySelectorAll('.step')];
}

function mark(index) {
  current = Math.max(0, Math.min(index, steps().length - 1));
  for (const [at, step] of steps().entries()) step.setAttribute('tabindex', at === current ? '0' : '-1');
}

// Not `focus`: that is a function of the window, which VS Code calls when the page gets the focus.
function goTo(index) {
  mark(index);
  steps()[current]?.focus();
  steps()[current]?.scrollIntoView({ block: 'nearest' });
}

function tell(kind) {
  const step = steps()[current];
  if (step) editor.postMessage({ kind, step: Number(step.dataset.step) });
}

main.addEventListener('click', (event) => {
  const step = event.target.closest('.step');
  if (!step) return;
  goTo(steps().indexOf(step));
  tell('open');
});
document.addEventListener('keydown', (event) => {
  const moves = {
    ArrowDown: current + 1,
    ArrowUp: current - 1,
    Home: 0,
    End: steps().length - 1,
    PageDown: current + 10,
    PageUp: current - 10,
  };
  if (event.target instanceof HTMLSelectElement || event.target instanceof HTMLButtonElement) return;
  if (event.key in moves) {
    event.preventDefault();
    goTo(moves[event.key]);
  } else if (event.key === 'Enter') tell('open');
  else if (event.key === 'Insert') tell('insert');
});
window.addEventListener('message', ({ data }) => {
  if (typeof data?.svg !== 'string') return;
  const hadFocus = document.activeElement?.closest('.step') !== null;
  main.innerHTML = data.svg;
  if (hadFocus) goTo(current);
  else mark(current);
});
document.getElementById('name').addEventListener('change', (event) => editor.postMessage({ kind: 'choose', name: event.target.value }));
document.getElementById('svg').addEventListener('click', () => editor.postMessage({ kind: 'export', format: 'svg' }));
document.getElementById('mermaid').addEventListener('click', () => editor.postMessage({ kind: 'export', format: 'mermaid' }));
mark(0);
