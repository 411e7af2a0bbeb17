/** The loop and its loads alone, which all contestants have: nobody can be faster. It answers nothing. */
export const name = "the floor: the loop and its loads";
export const answers = false;

export async function contestant() {
  const loop = ({ principals, who, permission, resource }) => {
    const mine = principals.map((principal) => ({ principal }));
    const never = {};
    return (from, to) => {
      let strange = 0;
      for (let index = from; index < to; index++) {
        if (mine[who[index]] === never || permission[index] === never || resource[index] === never) strange++;
      }
      return strange;
    };
  };
  return { merged: loop, uncached: loop };
}
