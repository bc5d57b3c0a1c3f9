/** Whether a list of codes and ranges, such as `200,301-302`, holds a code; what is neither holds none. */
export const holdsCode = (list: string, code: number): boolean =>
  list.split(',').some((part) => {
    const [, from, to = from] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    return from !== undefined && Number(from) <= code && code <= Number(to);
  });
