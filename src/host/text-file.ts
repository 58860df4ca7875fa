import { constants, isAscii, isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import type { SourceFile } from '../core/api.ts';

/** The decoded bytes of a file: the text and how to encode it again without loss. */
export type DecodedText = Pick<SourceFile, 'text' | 'encoding'>;

/**
 * Decodes strictly: UTF-8 with a byte order mark kept, else one character per byte, so that printing gives the same
 * bytes again. Undefined for binary contents (a NUL byte) and for more than a string can hold.
 */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  if (bytes.length > constants.MAX_STRING_LENGTH || bytes.includes(0)) return undefined;
  // Most files are ASCII, which is decoded several times as fast as UTF-8.
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), encoding: 'utf-8' };
  return isUtf8(bytes) ? { text: bytes.toString('utf8'), encoding: 'utf-8' } : { text: bytes.toString('latin1'), encoding: 'latin-1' };
}

/** What files are read into, one after the other: new memory for each file takes longer than the reading. Grows with the files. */
let space = Buffer.allocUnsafeSlow(1 << 20);

/** Reads a file and decodes it as `decodeText` does. Throws what the system says. */
export function readTextFile(path: string): DecodedText | undefined {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0; length += read) {
      if (length > constants.MAX_STRING_LENGTH) return undefined;
      if (length === space.length) space = Buffer.concat([space, Buffer.allocUnsafeSlow(length)]);
      read = readSync(file, space, length, space.length - length, null);
    }
    return decodeText(space.subarray(0, length));
  } finally {
    closeSync(file);
  }
}

/** The bytes of a text in the encoding it was read with. */
export function encodeText(text: string, encoding: SourceFile['encoding']): Buffer {
  return Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'latin1');
}
