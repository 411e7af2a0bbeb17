/** A reader of LCOV that knows the format from geninfo's manual, and refuses everything else. */

export interface LcovRecord {
  readonly file: string;
  /** How often each line was hit. */
  readonly lines: ReadonlyMap<number, number>;
  /** By `LINE,BLOCK` how often each branch was taken. */
  readonly branches: ReadonlyMap<string, readonly number[]>;
}

/** @throws for a line that no record may have, and for sums that are wrong */
export function readLcov(text: string): readonly LcovRecord[] {
  if (!text.endsWith("end_of_record\n")) throw new Error("the last record does not end");
  return text
    .split(/^end_of_record\n/m)
    .slice(0, -1)
    .map(readRecord);
}

function readRecord(text: string): LcovRecord {
  const lines = new Map<number, number>();
  const branches = new Map<string, number[]>();
  const sums = new Map<string, number>();
  let file = "";
  for (const line of text.trimEnd().split("\n")) {
    const [, key = "", value = ""] = /^(TN|SF|DA|BRDA|LF|LH|BRF|BRH):(.*)$/.exec(line) ?? [];
    const [first = "", second = "", branch = "", taken = ""] = value.split(",");
    if (key === "SF") file = value;
    else if (key === "DA") lines.set(Number(first), whole(second));
    else if (key === "BRDA") {
      const block = branches.get(`${first},${second}`) ?? [];
      branches.set(`${first},${second}`, block);
      block[Number(branch)] = taken === "-" ? 0 : whole(taken);
    } else if (key === "") throw new Error(`no line of LCOV: ${line}`);
    else if (key !== "TN") sums.set(key, whole(value));
  }
  const taken = [...branches.values()].flat();
  const counted = { LF: lines.size, LH: hits([...lines.values()]), BRF: taken.length, BRH: hits(taken) };
  for (const [key, sum] of Object.entries(counted)) {
    if (sums.get(key) !== sum) throw new Error(`${key} of ${file} is not ${sum}`);
  }
  return { file, lines, branches };
}

function hits(counts: readonly number[]): number {
  return counts.filter((count) => count > 0).length;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`no number: ${text}`);
  return Number(text);
}
