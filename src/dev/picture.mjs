// node src/dev/picture.mjs < FILE.diff > FILE.svg: a unified diff as the picture of the README.
import { readFileSync } from 'node:fs';

const LINE = 18;
const COLORS = { '+': ['#1a7f37', '#dafbe1'], '-': ['#cf222e', '#ffebe9'], '@': ['#6639ba', '#f6f8fa'] };

const lines = readFileSync(0, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => expand(line));
const width = 24 + Math.max(...lines.map((line) => line.length)) * 8.1;
const height = lines.length * LINE + 24;
const rows = lines.map((line, index) => {
  const heading = /^(?:diff|---|\+\+\+|new file)/.test(line);
  const [ink, paper] = heading ? ['#24292f', '#f6f8fa'] : (COLORS[line.charAt(0)] ?? ['#57606a', '#ffffff']);
  const y = 12 + index * LINE;
  return `<rect x="0" y="${y}" width="${width}" height="${LINE}" fill="${paper}"/><text x="12" y="${y + 13}" fill="${ink}"${heading ? ' font-weight="bold"' : ''}>${escapeXml(line)}</text>`;
});
process.stdout.write(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" width="${width.toFixed(0)}" height="${height}"><title>A registration as a diff</title><rect width="100%" height="100%" fill="#ffffff"/><g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">${rows.join('')}</g></svg>\n`,
);

/** TABs as PostgreSQL shows them: to multiples of four behind the diff's first column. */
function expand(line) {
  let text = '';
  for (const char of line) text += char === '\t' ? ' '.repeat(4 - ((text.length - 1) % 4)) : char;
  return text;
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
