/** What Node 20 lacks of what lib/ uses; imported before all else. */
if (typeof Map.groupBy !== "function") {
  Map.groupBy = (items, keyOf) => {
    const groups = new Map();
    let place = 0;
    for (const item of items) {
      const key = keyOf(item, place);
      place += 1;
      const group = groups.get(key) as unknown[] | undefined;
      if (group) group.push(item);
      else groups.set(key, [item]);
    }
    return groups;
  };
}
