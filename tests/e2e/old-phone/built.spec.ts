import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from '@playwright/test';
import { BUILD } from '../world/office.ts';

/*
 * What phones load, as it was built: nothing in it may be newer than Chrome 88. The story next door meets only
 * the chunks of its own way; this looks into all of them.
 */

const files = (ending: string): string[] =>
  readdirSync(join(BUILD, 'client'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(BUILD, 'client', file));

/** Syntax that came after Chrome 88, as V8 of that time would stumble over it. */
function tooNew(node: ts.Node): string | null {
  if (ts.isClassStaticBlockDeclaration(node)) return 'a static block (Chrome 94)';
  if (ts.isBinaryExpression(node) && ts.isPrivateIdentifier(node.left)) return '#name in object (Chrome 91)';
  if (ts.isRegularExpressionLiteral(node) && /\/[a-z]*[dv][a-z]*$/.test(node.text))
    return 'a flag of a regex';
  if (ts.isAwaitExpression(node) && ts.findAncestor(node, ts.isFunctionLike) === undefined)
    return 'await outside of a function (Chrome 89)';
  return null;
}

/** Calls that Chrome 88 has no function for; Object.hasOwn, which SvelteKit calls, comes with hooks.client. */
const MISSING =
  /\b(?:structuredClone|Promise\.withResolvers|AbortSignal\.(?:timeout|any))\(|\.(?:randomUUID|toSorted|toReversed|toSpliced|findLast|findLastIndex|at)\(/g;

const CSS_MISSING = /:has\(|@container\b|@layer\b|\b\d+[dsl]v[hw]\b|color-mix\(|oklch\(|light-dark\(|&/g;

test('no script that phones load has syntax newer than Chrome 88', () => {
  const found: string[] = [];
  for (const file of files('.js')) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ESNext, true);
    const look = (node: ts.Node): void => {
      const what = tooNew(node);
      if (what !== null) found.push(`${file}: ${what}: ${node.getText().slice(0, 60)}`);
      ts.forEachChild(node, look);
    };
    look(source);
  }
  expect(files('.js').length).toBeGreaterThan(20);
  expect(found).toEqual([]);
});

test('no script that phones load calls what Chrome 88 lacks', () => {
  const found = files('.js').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(MISSING)].map(
      ({ index }) => `${file}: ${text.slice(Math.max(0, index - 60), index + 40)}`,
    );
  });
  expect(found).toEqual([]);
});

test('no style that phones load needs more than Chrome 88', () => {
  const found = files('.css').flatMap((file) => {
    const text = readFileSync(file, 'utf8').replace(/"[^"]*"|url\([^)]*\)/g, '');
    return [...text.matchAll(CSS_MISSING)].map(
      ({ index }) => `${file}: ${text.slice(Math.max(0, index - 40), index + 40)}`,
    );
  });
  expect(files('.css').length).toBeGreaterThan(5);
  expect(found).toEqual([]);
});
