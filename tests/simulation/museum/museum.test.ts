import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MUTANTS } from './mutants.ts';
import { edited } from './mutate.ts';
import { meet } from './run.ts';

/** Those that cost least; `npm run simulate -- --museum` meets them all. */
const HERE = ['any 2xx counts', 'a 4xx deletes', 'check, then insert', 'a pull hides what is unsent'];

describe('the museum of lost submissions', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'changes lines that are in the product: %s',
    (_name, { edits }) => {
      for (const file of new Set(edits.map((edit) => edit.file))) {
        expect(existsSync(file)).toBe(true);
        const source = readFileSync(file, 'utf8');
        expect(
          edited(
            source,
            edits.filter((edit) => edit.file === file),
          ),
        ).not.toBe(source);
      }
    },
  );

  it('tells when a line is not there exactly once', () => {
    const edit = { file: 'a.ts', line: 'b();', by: 'c();' };
    expect(edited('  b();', [edit])).toBe('c();');
    expect(() => edited('a();', [edit])).toThrow('0 times');
    expect(() => edited('b();\nb();', [edit])).toThrow('2 times');
  });

  it.each(MUTANTS.filter(({ name }) => HERE.includes(name)).map((mutant) => [mutant.name, mutant] as const))(
    'shows that the simulation sees: %s',
    async (_name, mutant) => {
      const { world, promise } = await meet(mutant);
      expect(world, promise?.what ?? 'no promise was broken').not.toBeNull();
    },
  );
});
