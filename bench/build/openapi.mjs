/** A seeded OpenAPI 3.1 specification of an ordinary HTTP API: so many words about an API as a policy has about its permissions. */
import { pick, randomFrom, sample } from "../support/random.mjs";

const resources =
  "account invoice order product customer shipment payment project report ticket webhook workspace".split(
    " ",
  );
const properties =
  "name title status owner amount currency note email phone street city country createdAt updatedAt expiresAt priority tags enabled".split(
    " ",
  );
const states = ["draft", "active", "suspended", "closed", "archived"];

/** Of five paths for each of 12 resources: 60. */
export const pathCount = resources.length * 5;

/** The specification, as plain data. */
export function openApi(seed) {
  const random = randomFrom(seed);
  const schemas = Object.fromEntries(resources.flatMap((name) => schemasOf(name, random)));
  return {
    openapi: "3.1.0",
    info: { title: "A shop", version: "1.0.0", description: "Seeded, for a benchmark." },
    servers: [{ url: "https://api.example.com/v1" }],
    tags: resources.map((name) => ({ name, description: `Everything about each ${name}.` })),
    security: [{ key: [] }],
    paths: Object.fromEntries(resources.flatMap((name) => pathsOf(name, random))),
    components: {
      schemas: { ...schemas, Problem: problem, Event: event },
      parameters: { Limit: query("limit", { type: "integer", minimum: 1 }), Cursor: query("cursor", text) },
      responses: {
        NotFound: { description: "There is none.", ...content(ref("schemas", "Problem")) },
        Refused: { description: "Not allowed.", ...content(ref("schemas", "Problem")) },
      },
      securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
    },
  };
}

const text = { type: "string" };
const problem = object({ title: text, status: { type: "integer" }, detail: { type: ["string", "null"] } });
const event = object({ id: text, at: { type: "string", format: "date-time" }, data: { type: "object" } });

function schemasOf(name, random) {
  const own = sample(random, properties, 9).map((property) => [property, propertySchema(property, random)]);
  const other = capital(pick(random, resources));
  const draft = {
    ...object(Object.fromEntries(own)),
    required: own.slice(0, 4).map(([property]) => property),
    description: `What is said of a new ${name}.`,
  };
  const whole = {
    allOf: [
      ref("schemas", `${capital(name)}Draft`),
      object({ id: { ...text, format: "uuid" }, related: { type: "array", items: ref("schemas", other) } }),
    ],
  };
  return [
    [`${capital(name)}Draft`, draft],
    [capital(name), whole],
    [
      `${capital(name)}Page`,
      object({ items: { type: "array", items: ref("schemas", capital(name)) }, next: text }),
    ],
    [`${capital(name)}Result`, { oneOf: [ref("schemas", capital(name)), ref("schemas", "Problem")] }],
  ];
}

function propertySchema(name, random) {
  const description = `The ${name}, as it was last written.`;
  if (name === "status") return { type: "string", enum: sample(random, states, 4), description };
  if (name === "tags") return { type: "array", items: text, description };
  if (name === "enabled") return { type: "boolean", default: true, description };
  if (name === "amount" || name === "priority") return { type: "number", minimum: 0, description };
  if (name.endsWith("At")) return { type: ["string", "null"], format: "date-time", description };
  return { type: "string", maxLength: 200, description };
}

function pathsOf(name, random) {
  const type = capital(name);
  const all = `/${name}s`;
  const one = `${all}/{${name}Id}`;
  const id = { name: `${name}Id`, in: "path", required: true, schema: { type: "string", format: "uuid" } };
  const filters = sample(random, properties, 3).map((property) => query(property, text));
  const page = [ref("parameters", "Limit"), ref("parameters", "Cursor")];
  const read = (operationId, summary, schema, parameters = []) =>
    operation(
      name,
      operationId,
      summary,
      { 200: answer("Found.", schema), 404: ref("responses", "NotFound") },
      { parameters },
    );
  const write = (operationId, summary, body, code) =>
    operation(
      name,
      operationId,
      summary,
      {
        [code]: answer("Done.", ref("schemas", type)),
        403: ref("responses", "Refused"),
        404: ref("responses", "NotFound"),
      },
      { requestBody: { required: true, ...content(body) } },
    );
  const draft = ref("schemas", `${type}Draft`);
  return [
    [
      all,
      {
        get: read(`list${type}s`, `Lists each ${name}.`, ref("schemas", `${type}Page`), [
          ...page,
          ...filters,
        ]),
        post: write(`create${type}`, `Makes a ${name}.`, draft, 201),
      },
    ],
    [
      one,
      {
        parameters: [id],
        get: read(`get${type}`, `Finds a ${name}.`, ref("schemas", type)),
        put: write(`replace${type}`, `Replaces a ${name}.`, draft, 200),
        delete: operation(name, `delete${type}`, `Removes a ${name}.`, { 204: { description: "Gone." } }),
      },
    ],
    [
      `${one}/events`,
      {
        parameters: [id],
        get: read(
          `list${type}Events`,
          `Lists what happened.`,
          { type: "array", items: ref("schemas", "Event") },
          page,
        ),
      },
    ],
    [`${one}/copy`, { parameters: [id], post: write(`copy${type}`, `Copies a ${name}.`, draft, 201) }],
    [
      `${one}/status`,
      {
        parameters: [id],
        get: read(
          `get${type}Status`,
          `Says how the ${name} is.`,
          object({ status: { enum: states }, since: text }),
        ),
        patch: write(
          `set${type}Status`,
          `Changes how the ${name} is.`,
          object({ status: { enum: states } }),
          200,
        ),
      },
    ],
  ];
}

function operation(tag, operationId, summary, responses, more = {}) {
  return { operationId, summary, tags: [tag], ...more, responses };
}

function answer(description, schema) {
  return { description, ...content(schema) };
}

function content(schema) {
  return { content: { "application/json": { schema } } };
}

function query(name, schema) {
  return { name, in: "query", required: false, description: `Only those of this ${name}.`, schema };
}

function object(members) {
  return { type: "object", properties: members };
}

function ref(kind, name) {
  return { $ref: `#/components/${kind}/${name}` };
}

function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
