import type { Product } from '#lib/domain/catalogue.ts';

/**
 * Products for who only looks around: one of each shop in turn, so that no shop fills the first screen and
 * small ones are seen. The order within a shop stays.
 */
export function mixed(products: readonly Product[]): Product[] {
  const turns: Product[][] = [];
  const seen = new Map<string, number>();
  for (const product of products) {
    const turn = seen.get(product.shopId) ?? 0;
    seen.set(product.shopId, turn + 1);
    (turns[turn] ??= []).push(product);
  }
  return turns.flat();
}
