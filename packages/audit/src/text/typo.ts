/** One character differs, is missing or is too much, or two are exchanged; in names long enough to tell, and not in a digit. */
export function isTypo(one: string, other: string): boolean {
  if (one.length < 4 || Math.abs(one.length - other.length) > 1 || one === other) return false;
  if (one.replace(/\d/g, "") === other.replace(/\d/g, "")) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const rest = (text: string, skip: number) => text.slice(start + skip);
  return (
    rest(one, 1) === rest(other, 1) ||
    rest(one, 1) === rest(other, 0) ||
    rest(one, 0) === rest(other, 1) ||
    (one[start] === other[start + 1] &&
      one[start + 1] === other[start] &&
      rest(one, 2) === rest(other, 2))
  );
}
