// The only module of the core that other layers import.
export { fail, ok, type Problem, type Result } from './base/result.ts';
export { mentionedOids } from './catalog/mentions.ts';
export { collectOids, duplicateOids, freeRanges, listOids, type OidRange, type OidUse, suggestOid } from './catalog/oids.ts';
export type { Choice, Entry, Feature } from './features/feature.ts';
export { type Field, type Form, parseForm } from './features/form.ts';
export { features } from './features/registry.ts';
export { type CGrammar, createCSyntax } from './syntax/c/parser.ts';
export type { CSyntax } from './syntax/c/syntax.ts';
export { closest } from './text/closest.ts';
export { type FileDiff, unifiedDiff } from './text/diff.ts';
export { applyEdits } from './text/edit.ts';
export { lineNumber, lineStart } from './text/lines.ts';
export { contentHash, editedTexts, type FileEdit, type NewFile, type TreeEdit } from './text/tree-edit.ts';
export type { TreeContext } from './tree/context.ts';
export { memoryTree, overlayTree } from './tree/memory-tree.ts';
export { openTree } from './tree/open.ts';
export { notPostgresql } from './tree/shape.ts';
export { basename, dirname, type SourceFile, type SourceTree, type TreeEntry, type TreePath, toTreePath } from './tree/source-tree.ts';
