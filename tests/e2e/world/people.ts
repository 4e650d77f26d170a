import type { Browser, Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';

/** The password of every sample account. */
export const PASSWORD = 'contoh-madu-2026';

export interface SamplePerson {
  readonly name: string;
  readonly about: string;
  readonly as: 'asn' | 'penjual';
  readonly number: string;
  readonly password: string;
}

/** The sample accounts as the sign-in page lists them. */
export async function samplePeople(origin: string): Promise<readonly SamplePerson[]> {
  const answer = await fetch(`${origin}/api/akun-contoh`);
  return (await answer.json()) as SamplePerson[];
}

export async function person(origin: string, name: string): Promise<SamplePerson> {
  const found = (await samplePeople(origin)).find((one) => one.name === name);
  if (!found) throw new Error(`No sample account is called ${name}.`);
  return found;
}

/** A desk in the office: a wide window, signed in, on the recap or another place of the desk. */
export async function desk(
  browser: Browser,
  origin: string,
  { name = 'Lilik Maryati', at = '/rekap' } = {},
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const { number, password } = await person(origin, name);
  await page.goto(`/masuk?lanjut=${at}`);
  await page.getByLabel('NIP', { exact: true }).fill(number);
  await page.getByLabel('Kata sandi', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Masuk', exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith(at));
  return page;
}

/** Asks the office's database itself; for what no screen shows. */
export function ask<T>(folder: string, sql: string): T[] {
  const script = `const D=require('libsql');const d=new D(process.argv[1],{readonly:true});console.log(JSON.stringify(d.prepare(process.argv[2]).all()))`;
  return JSON.parse(
    execFileSync('node', ['-e', script, `${folder}/simadu.db`, sql], { encoding: 'utf8' }),
  ) as T[];
}
