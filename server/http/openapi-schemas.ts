// JSON Schemas of the contract as components of one OpenAPI document. Zod writes each schema for itself, with the named
// ones it needs under `$defs`; here every named one becomes a component, once. A schema that reads what is sent differs
// from the one that describes what is answered where it has defaults: then the former is a component with `Input` behind
// its name, as is whatever refers to it.
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type Json = Record<string, unknown>;
export type Direction = 'input' | 'output';

const defsPrefix = '#/$defs/';
const componentsPrefix = '#/components/schemas/';

export class SchemaComponents {
  readonly #defs: Record<Direction, Map<string, Json>> = { input: new Map(), output: new Map() };

  /** The schema as JSON Schema 2020-12; its references hold once `finish` has replaced them. */
  of(schema: z.ZodType, direction: Direction): Json {
    const {
      $schema: _,
      $defs,
      ...json
    } = z.toJSONSchema(schema, {
      io: direction,
      unrepresentable: 'any',
      // Only what is strict refuses unknown members; answers may gain some.
      override: ({ zodSchema, jsonSchema }) => {
        const { def } = zodSchema._zod as { def: { type: string; catchall?: unknown } };
        if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
      },
    });
    for (const [name, own] of Object.entries($defs ?? {})) this.#add(direction, name, own as Json);
    return marked(json, direction) as Json;
  }

  /**
   * A schema by its name.
   * @throws Error when another has it
   */
  #add(direction: Direction, name: string, { id: _, ...schema }: Json): void {
    const known = this.#defs[direction].get(name);
    if (known !== undefined && !isDeepStrictEqual(known, schema)) {
      throw new Error(`two schemas of the contract are called ${name}`);
    }
    this.#defs[direction].set(name, schema);
  }

  /** The components, and `document` with every reference to them as it stands in the finished document. */
  finish<T>(document: T): { document: T; schemas: Json } {
    const split = this.#split();
    const nameOf = (direction: Direction, name: string): string =>
      direction === 'input' && split.has(name) ? `${name}Input` : name;
    const replace = (value: unknown): unknown => resolved(value, nameOf);
    const schemas: Json = {};
    for (const direction of ['output', 'input'] as const) {
      for (const [name, schema] of this.#defs[direction]) {
        const own = nameOf(direction, name);
        if (own !== name && this.#defs.output.has(own)) throw new Error(`${own} is a schema of its own`);
        schemas[own] = replace(marked(schema, direction));
      }
    }
    return { document: replace(document) as T, schemas: sorted(schemas) };
  }

  /** Names whose two schemas differ, or refer to one whose do. */
  #split(): Set<string> {
    const { input, output } = this.#defs;
    const split = new Set<string>();
    for (const [name, schema] of input) {
      if (output.has(name) && !isDeepStrictEqual(schema, output.get(name))) split.add(name);
    }
    for (let before = -1; before !== split.size; ) {
      before = split.size;
      for (const [name, schema] of input) {
        if (output.has(name) && referencesOf(schema).some((other) => split.has(other))) split.add(name);
      }
    }
    return split;
  }
}

/** References carry their direction until the names are settled. */
const marked = (value: unknown, direction: Direction): unknown =>
  mapReferences(value, (target) =>
    target.startsWith(defsPrefix) ? `${direction}:${target.slice(defsPrefix.length)}` : target,
  );

const resolved = (value: unknown, nameOf: (direction: Direction, name: string) => string): unknown =>
  mapReferences(value, (target) => {
    const match = /^(input|output):(.*)$/.exec(target);
    return match === null ? target : `${componentsPrefix}${nameOf(match[1] as Direction, match[2]!)}`;
  });

function referencesOf(value: unknown): string[] {
  const found: string[] = [];
  mapReferences(value, (target) => {
    found.push(target.slice(defsPrefix.length));
    return target;
  });
  return found;
}

function mapReferences(value: unknown, change: (target: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => mapReferences(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === '$ref' && typeof one === 'string' ? change(one) : mapReferences(one, change),
    ]),
  );
}

const sorted = (members: Json): Json =>
  Object.fromEntries(Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1)));
