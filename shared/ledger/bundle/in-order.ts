// Several pieces of work under way at once, their results taken in the order of the pieces: what is found does not depend on
// which of them ended first.

/**
 * Runs `work` on each item, at most `underWayMax` at a time, and gives item and result in the order of the items. When the
 * items themselves break off with an error, the results of those before come first.
 * @throws what `work` or the items throw
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  underWayMax: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<[Item, Result]> {
  const underWay: { item: Item; result: Promise<Result> }[] = [];
  const iterator = iteratorOf(items);
  let ended = false;
  let failure: { cause: unknown } | undefined;
  for (;;) {
    while (!ended && underWay.length < underWayMax) {
      try {
        const next = await iterator.next();
        if (next.done) ended = true;
        else {
          const result = work(next.value);
          // Its failure is met when its turn comes; until then it is not an unhandled one.
          result.catch(() => undefined);
          underWay.push({ item: next.value, result });
        }
      } catch (cause) {
        ended = true;
        failure = { cause };
      }
    }
    const next = underWay.shift();
    if (next === undefined) break;
    yield [next.item, await next.result];
  }
  if (failure !== undefined) throw failure.cause;
}

function iteratorOf<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncIterator<Item> | Iterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}
