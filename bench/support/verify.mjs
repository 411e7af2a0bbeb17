/**
 * Asks every contestant every question and compares the answers, through the code that is timed later.
 * @param contestants as `interleave` takes them
 * @param questions `expected`, the right answers, and `distinct`, the numbers of the questions of which the others are repetitions
 * @param describe what a question was, by its number
 * @throws if an answer differs
 */
export async function verify(contestants, { expected, distinct = expected.keys() }, describe) {
  if (new Set(expected).size < 2) throw new Error("the questions have only one answer");
  const asked = [...distinct];
  for (const { name, run } of contestants) {
    for (const index of asked) {
      const answer = (await run(index, index + 1)) === 1;
      if (answer !== expected[index]) {
        throw new Error(
          `${name} answers ${said(answer)} and should answer ${said(expected[index])}: ${describe(index)}`,
        );
      }
    }
  }
}

const said = (answer) => (answer ? "yes" : "no");
