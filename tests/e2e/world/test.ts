import { test as base } from '@playwright/test';
import { Network } from './network.ts';
import { Office, type OfficeOptions } from './office.ts';
import { Phone, type PhoneOptions } from './phone.ts';

interface World {
  /** The network between this test's phones and offices. */
  readonly network: Network;
  readonly origin: string;
  /** Starts an office behind the network; the last one started is the one that answers. */
  readonly openOffice: (options?: Omit<OfficeOptions, 'origin'>) => Promise<Office>;
  /** An office on a copy of the sample regency, by the machine's clock. */
  readonly office: Office;
  /** Switches a new phone on. */
  readonly newPhone: (options?: Omit<PhoneOptions, 'origin'>) => Promise<Phone>;
}

export const test = base.extend<World & { opened: { network: Network; origin: string } }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixture's needs from the pattern
  opened: async ({}, use) => {
    const network = new Network();
    const origin = await network.open();
    await use({ network, origin });
    await network.close();
  },
  network: async ({ opened }, use) => use(opened.network),
  origin: async ({ opened }, use) => use(opened.origin),
  baseURL: async ({ opened }, use) => use(opened.origin),
  openOffice: async ({ opened }, use) => {
    const offices: Office[] = [];
    await use(async (options = {}) => {
      const office = await Office.start({ ...options, origin: opened.origin });
      opened.network.connect(office.port);
      offices.push(office);
      return office;
    });
    for (const office of offices) await office.close();
  },
  office: async ({ openOffice }, use) => use(await openOffice()),
  newPhone: async ({ opened }, use) => {
    const phones: Phone[] = [];
    await use(async (options = {}) => {
      const phone = new Phone({ ...options, origin: opened.origin });
      phones.push(phone);
      await phone.start();
      return phone;
    });
    for (const phone of phones) await phone.close();
  },
});

export { expect } from '@playwright/test';
