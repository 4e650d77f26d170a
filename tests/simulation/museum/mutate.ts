import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** One line of a source file, and what takes its place. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string;
  /** The whole line, without what is blank at its ends. */
  readonly line: string;
  readonly by: string;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The source with the edits in it; throws an Error where a line is not there exactly once, so that none can rot. */
export function edited(source: string, edits: readonly Edit[]): string {
  const lines = source.split('\n');
  for (const { file, line, by } of edits) {
    const at = lines.flatMap((text, index) => (text.trim() === line ? [index] : []));
    const [only] = at;
    if (only === undefined || at.length > 1) {
      throw new Error(`${file} has the line "${line}" ${String(at.length)} times, not once`);
    }
    lines[only] = by;
  }
  return lines.join('\n');
}

/** Changes the product while a program is made of it. */
export function mutating(edits: readonly Edit[]): Plugin {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    name: 'simadu-museum',
    enforce: 'pre',
    load(id) {
      const file = files.find((name) => id === ROOT + name);
      if (file === undefined) return null;
      return edited(
        readFileSync(id, 'utf8'),
        edits.filter((edit) => edit.file === file),
      );
    },
  };
}
