// Loads @peculiar/x509. Its dependency tsyringe asks, while it loads, for three functions of the metadata reflection API
// that JavaScript engines do not have. The library keeps what it finds there to itself and reads back only what it wrote:
// a map from class to keys is all it takes. Loaded on demand, since an import of the bundle would run before the map is
// there; and nothing but making certificates needs it.

const metadataOf = new WeakMap<object, Map<unknown, unknown>>();

function defineMetadata(key: unknown, value: unknown, target: object): void {
  const known = metadataOf.get(target) ?? new Map<unknown, unknown>();
  metadataOf.set(target, known.set(key, value));
}

const getOwnMetadata = (key: unknown, target: object): unknown => metadataOf.get(target)?.get(key);

function getMetadata(key: unknown, target: object): unknown {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (metadataOf.get(at)?.has(key) === true) return getOwnMetadata(key, at);
  }
  return undefined;
}

const metadata =
  (key: unknown, value: unknown) =>
  (target: object): void =>
    defineMetadata(key, value, target);

/** The library, with what it needs of `Reflect` added where it is missing. */
export async function loadX509(): Promise<typeof import('@peculiar/x509')> {
  for (const [name, value] of Object.entries({ defineMetadata, getOwnMetadata, getMetadata, metadata })) {
    if (!(name in Reflect)) Object.defineProperty(Reflect, name, { value, configurable: true });
  }
  return import('@peculiar/x509');
}
