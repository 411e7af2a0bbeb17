/**
 * Loaded into a process before its program: when it ends, it writes the largest resident memory in KiB to the file PEAK_FILE. On
 * Linux the process is asked by way of /proc, since `maxRSS` there begins with the memory of whoever started it.
 */
import { readFileSync, writeFileSync } from "node:fs";
import process from "node:process";

process.on("exit", () => {
  writeFileSync(process.env.PEAK_FILE, String(peak()));
});

function peak() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1]);
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
