/**
 * The timed loops. Each contestant imports this module under a query of its own, so that the engine compiles the loops for each
 * separately, as in an app that has only one of them.
 */
export function uncached({ can }, { principals, who, permission, resource }) {
  return (from, to) => {
    let yes = 0;
    for (let index = from; index < to; index++) {
      if (can(principals[who[index]], permission[index], resource[index])) yes++;
    }
    return yes;
  };
}

export function merged({ forPrincipal }, { principals, who, permission, resource }) {
  const mine = principals.map((principal) => forPrincipal(principal));
  return (from, to) => {
    let yes = 0;
    for (let index = from; index < to; index++) {
      if (mine[who[index]].can(permission[index], resource[index])) yes++;
    }
    return yes;
  };
}
