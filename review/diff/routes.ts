/** Routes: which permission opens one. */
import type { Route } from "../../compiler/ir.js";
import { createRouteMatcher } from "../../runtime/index.js";
import type { Placed } from "./access.js";
import { categoryOf } from "./change.js";
import { latest, type Both, type Side } from "./pairs.js";

/** A method and a path that stands for all of one shape: what is asked about. */
interface Sample {
  readonly method: string;
  readonly segments: readonly string[];
  /** One that says the same, if it changes in the same way. */
  readonly like?: Sample;
}

/** What a route demands now and demanded before, where that differs: also where it is another one that matches. */
export function routeChanges({ before, after, permissions }: Both): readonly Placed[] {
  const [were, are] = [matcherOf(before), matcherOf(after)];
  const demand = (route: Route | undefined): string | undefined =>
    route && (route.demands === "public" ? "public" : permissions.of(route.demands).key);
  const holderOf = ({ demands }: Route): string =>
    `permission:${demands === "public" ? demands : latest(permissions.of(demands)).name}`;

  const [old, now] = [before?.model.routes ?? [], after?.model.routes ?? []];
  const lacking = (some: readonly Route[], others: readonly Route[]): readonly Route[] => {
    const known = new Map(others.map((one) => [shapeOf(one), demand(one)]));
    return some.filter((one) => known.get(shapeOf(one)) !== demand(one));
  };
  const [gone, come] = [lacking(old, now), lacking(now, old)];

  const transition = (sample: Sample): string => JSON.stringify([demand(were(sample)), demand(are(sample))]);
  return samplesOf(gone, come, old, now).flatMap((sample): readonly Placed[] => {
    const [was, is] = [were(sample), are(sample)];
    const [demanded, demands] = [demand(was), demand(is)];
    if (demanded === demands) return [];
    if (sample.like !== undefined && transition(sample.like) === transition(sample)) return [];
    const row = (change: "gained" | "lost", route: Route, { place }: Route): Placed => ({
      finding: {
        category: categoryOf(change),
        change,
        holder: holderOf(route),
        route: `${sample.method} ${pathOf(sample, route)}`,
      },
      place,
    });
    // What is open for everyone stays so for those who have a permission, and the reverse.
    const gains = is !== undefined && demanded !== "public";
    const loses = was !== undefined && demands !== "public";
    return [
      ...(gains ? [row("gained", is, was && !come.includes(is) ? was : is)] : []),
      ...(loses ? [row("lost", was, is && !gone.includes(was) ? is : was)] : []),
    ];
  });
}

function shapeOf({ method, path }: Route): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`;
}

/** Asks the matcher that apps use. */
function matcherOf(side: Side): (sample: Sample) => Route | undefined {
  const routes = side?.model.routes ?? [];
  const table = routes.map(({ method, path }, index) => [`${method} ${path}`, String(index)] as const);
  const match = createRouteMatcher(Object.fromEntries(table));
  return ({ method, segments }) => {
    const index = match(method, `/${segments.map((one) => encodeURIComponent(one || "\u{fffd}")).join("/")}`);
    return index === undefined ? undefined : routes[Number(index)];
  };
}

/**
 * The requests that can tell the two sides apart. Where one route matches before and another one after, that is seen from a request
 * that is as both say and no more; and one of the two is not on both sides.
 */
function samplesOf(
  gone: readonly Route[],
  come: readonly Route[],
  old: readonly Route[],
  now: readonly Route[],
): readonly Sample[] {
  const hasHead = [...old, ...now].some(({ method }) => method === "HEAD");
  const samples = new Map<string, Sample>();
  const add = (one: Route, other: Route): void => {
    const { method } = one;
    const [own, segments] = [segmentsOf(one, one), segmentsOf(one, other)];
    if (own === undefined || segments === undefined) return;
    const key = (asked: string): string => JSON.stringify([asked, segments]);
    const like = one === other ? {} : { like: { method, segments: own } };
    if (!samples.has(key(method))) samples.set(key(method), { method, segments, ...like });
    if (method !== "GET" || !hasHead || samples.has(key("HEAD"))) return;
    samples.set(key("HEAD"), { method: "HEAD", segments, like: { method, segments } });
  };
  // The plain ones first: they are told, whatever is like them.
  for (const one of [...come, ...gone].sort((a, b) => +(a.method === "GET") - +(b.method === "GET")))
    add(one, one);
  for (const one of come) for (const other of old) add(one, other);
  for (const one of gone) for (const other of now) add(one, other);
  return [...samples.values()];
}

/** The segments of a request that two routes match; a parameter of both is empty. */
function segmentsOf(one: Route, other: Route): readonly string[] | undefined {
  const [some, others] = [literalsOf(one), literalsOf(other)];
  if (some.length !== others.length) return undefined;
  const both = some.flatMap((segment, index) => {
    const same = others[index] ?? "";
    return segment === same || same === "" ? segment : segment === "" ? same : [];
  });
  return both.length === some.length ? both : undefined;
}

/** The segments of a path; of a parameter: nothing. */
function literalsOf({ path }: Route): readonly string[] {
  const segments = path === "/" ? [] : path.split("/").slice(1);
  return segments.map((segment) => (segment.startsWith("{") ? "" : segment));
}

/** A path with the parameters of a route that matches it. */
function pathOf({ segments }: Sample, { path }: Route): string {
  const written = path.split("/").slice(1);
  return `/${segments.map((segment, index) => segment || (written[index] ?? "")).join("/")}`;
}
