/**
 * Times contestants against each other: in turns, in one process, each round in another order. Whatever slows the machine
 * for a while slows all of them, and nobody always comes first.
 */
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { median, spread } from "./statistics.mjs";

const warmUpRounds = 5;
const warmUpNs = 1e8;

/**
 * @param contestants each has a `name` and `run(from, to)`, which answers the questions from one number up to another and gives (or
 *   promises) how many were allowed
 * @param length how many questions there are
 * @param options `rounds`, and `roundNs`: about how long a turn is
 * @returns from each name to `{ medianNs, spread }` of one question
 */
export async function interleave(contestants, length, { rounds, roundNs }) {
  const turns = [];
  for (const contestant of contestants) {
    turns.push({ ...contestant, count: await countFor(contestant, length, roundNs), next: 0, times: [] });
  }
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    globalThis.gc?.();
    for (let index = 0; index < turns.length; index++) {
      const turn = turns[(index + round) % turns.length];
      // What the one before has left behind is not this one's to clear.
      globalThis.gc?.({ type: "minor" });
      const ns = await timeOf(turn, length);
      if (round >= warmUpRounds) turn.times.push(ns);
    }
  }
  return new Map(turns.map(({ name, times }) => [name, { medianNs: median(times), spread: spread(times) }]));
}

/**
 * How many questions fill a turn. They are asked for a while before, with a pause for the engine's compiler, which works beside the
 * program and has less of a busy machine.
 */
async function countFor(contestant, length, roundNs) {
  const turn = { ...contestant, count: 4, next: 0 };
  let total = 0;
  for (;;) {
    const took = (await timeOf(turn, length)) * turn.count;
    total += took;
    if (took < roundNs) turn.count *= 2;
    else if (total >= warmUpNs) break;
    else await pause(1);
  }
  await pause(10);
  const took = await timeOf(turn, length);
  return Math.max(8, Math.round(roundNs / took));
}

/** Nanoseconds for one question, over the next `count` of them. */
async function timeOf(turn, length) {
  const start = process.hrtime.bigint();
  for (let left = turn.count; left > 0;) {
    const to = Math.min(turn.next + left, length);
    const answered = turn.run(turn.next, to);
    if (typeof answered === "object") await answered;
    left -= to - turn.next;
    turn.next = to === length ? 0 : to;
  }
  return Number(process.hrtime.bigint() - start) / turn.count;
}
