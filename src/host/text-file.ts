import { constants, isUtf8 } from 'node:buffer';
import type { SourceFile } from '../core/api.ts';

/** The decoded bytes of a file: the text and how to encode it again without loss. */
export type DecodedText = Pick<SourceFile, 'text' | 'encoding'>;

/**
 * Decodes strictly: UTF-8 with a byte order mark kept, else one character per byte, so that printing gives the same
 * bytes again. Undefined for binary contents (a NUL byte) and for more than a string can hold.
 */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  if (bytes.length > constants.MAX_STRING_LENGTH || bytes.includes(0)) return undefined;
  return isUtf8(bytes) ? { text: bytes.toString('utf8'), encoding: 'utf-8' } : { text: bytes.toString('latin1'), encoding: 'latin-1' };
}

/** The bytes of a text in the encoding it was read with. */
export function encodeText(text: string, encoding: SourceFile['encoding']): Buffer {
  return Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'latin1');
}
